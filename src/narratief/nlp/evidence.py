"""Which words a theme rests on: the phrases around the tokens that weigh most."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from narratief.domain.spans import Span, to_white_space, without_outer_space
from narratief.domain.vectors import Array

# How evidence is cut out is a choice of presentation, not measured: it changes no theme and no score.
_RUNS = 3  # what a reader still takes in at a glance
_SMOOTHED_OVER = 5  # tokens: one word is one to three of them, so a run around a word beats a single odd token
_AROUND = 6  # tokens on either side of a peak within a phrase that is too long to show whole
_OF_STRONGEST = 0.35  # share of the strongest peak's weight below which another run says too little
_FEWEST, _MOST = 3, 20  # words of a phrase: a shorter one gets its neighbour beside it, a longer one is cut
_MARKS = ".,;:?!…"
_BREAK = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]++[\"'”’)\]]*+\s++"
    r"|(?<!\s)\s++(?=(?:maar|want|omdat|terwijl|zodat|alleen|en (?:toen|dan|dat))\b)"
)


def strongest_words(text: str, phrases: Sequence[Span], spans: Sequence[Span], weights: Array) -> tuple[Span, ...]:
    """Find at most three phrases around the tokens that weigh most, the strongest first.

    Parameters
    ----------
    text
        The text.
    phrases
        Of the text, as `phrases_of` finds them.
    spans
        Position of each token in the text, or in a stretch of it.
    weights
        What each token adds to the theme's logit (tokens,).
    """
    runs: list[Span] = []
    smooth = weights
    if len(weights) >= _SMOOTHED_OVER:
        smooth = np.convolve(weights, np.ones(_SMOOTHED_OVER) / _SMOOTHED_OVER, mode="same")
    for at in np.argsort(-smooth, kind="stable"):
        if len(runs) == _RUNS or smooth[at] < _OF_STRONGEST * smooth.max() or smooth[at] <= 0:
            break
        if any(a <= spans[at][0] < b for a, b in runs):
            continue
        around = (spans[max(0, at - _AROUND)][0], spans[min(len(spans) - 1, at + _AROUND)][1])
        start, end = _phrase_at(text, phrases, spans[at][0], around)
        if start < end and all(end <= a or start >= b for a, b in runs):
            runs.append((start, end))
    return tuple(runs)


def phrases_of(text: str) -> list[Span]:
    """Stretches between punctuation and the words that begin another clause, without outer white space."""
    bounds = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return [span for pair in pairwise(bounds) if (span := without_outer_space(text, pair))[0] < span[1]]


def _phrase_at(text: str, phrases: Sequence[Span], place: int, around: Span) -> Span:
    """The phrase in which a place lies: with its neighbour when it is short, cut to what is around when it is long."""
    at = min(bisect_right(phrases, place, key=lambda span: span[1]), len(phrases) - 1)
    if at < 0:
        return 0, 0
    start, end = phrases[at]
    words = len(text[start:end].split())
    if words > _MOST:
        cut_start, cut_end = to_white_space(text, around)
        return max(start, cut_start), min(end, cut_end)
    if words < _FEWEST and len(phrases) > 1:
        return (start, phrases[at + 1][1]) if at + 1 < len(phrases) else (phrases[at - 1][0], end)
    return start, end
