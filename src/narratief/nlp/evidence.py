"""Which words a theme rests on, from the weight of each token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from narratief.domain.spans import Span, to_white_space
from narratief.domain.vectors import Array

# How evidence is cut out is a choice of presentation, not measured: it changes no theme and no score.
_RUNS = 3  # what a reader still takes in at a glance
_SMOOTHED_OVER = 5  # tokens: one word is one to three of them, so a run around a word beats a single odd token
_AROUND = 4  # tokens on either side of a peak: with it about a dozen words, enough to see why
_OF_STRONGEST = 0.35  # share of the strongest peak's weight below which another run says too little


def strongest_words(text: str, spans: Sequence[Span], weights: Array) -> tuple[Span, ...]:
    """Find at most three runs of about a dozen words around the tokens that weigh most, the strongest first.

    Parameters
    ----------
    text
        The text.
    spans
        Position of each token in it.
    weights
        What each token adds to the theme's logit (tokens,).
    """
    runs: list[Span] = []
    smooth = np.convolve(weights, np.ones(_SMOOTHED_OVER) / _SMOOTHED_OVER, mode="same")
    for at in np.argsort(-smooth, kind="stable"):
        if len(runs) == _RUNS or smooth[at] < _OF_STRONGEST * smooth.max() or smooth[at] <= 0:
            break
        start, end = spans[max(0, at - _AROUND)][0], spans[min(len(spans) - 1, at + _AROUND)][1]
        if any(a <= start and end <= b for a, b in runs):
            continue  # widened it would lie in that run as well
        start, end = to_white_space(text, (start, end))
        if start < end and all(end <= a or start >= b for a, b in runs):
            runs.append((start, end))
    return tuple(runs)
