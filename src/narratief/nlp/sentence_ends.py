"""Sentence ends in speech that was written down without punctuation, as speech recognition gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span
from narratief.domain.vectors import Array
from narratief.nlp.encoder import Encoded

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """A small network over the encoder's states around each gap between words.

    models/sentence_ends/recipe/learn.py made it from punctuated talk with the punctuation and capitals taken off.

    Attributes
    ----------
    hidden, hidden_bias
        From `gap_features` (4·width x units), (units,).
    out, out_bias
        From there to the logit of a sentence end (units,).
    threshold
        Logit from which a gap ends a sentence.
    """

    hidden: Array
    hidden_bias: Array
    out: Array
    out_bias: float
    threshold: float

    def logits(self, features: Array) -> Array:
        """Logits of a sentence end (n,) from `gap_features` (n x 4·width)."""
        units = np.maximum(features @ self.hidden + self.hidden_bias, 0.0)
        logits: Array = units @ self.out + self.out_bias
        return logits

    def sentences(self, text: str, encoded: Encoded) -> tuple[Span, ...]:
        """Cut a text into sentences, from its states; positions in the text, end exclusive."""
        words = [match.span() for match in _WORD.finditer(text)]
        if len(words) < 2:
            return tuple(words)
        ends = self.logits(gap_features(words, encoded)) >= self.threshold
        cuts = [int(at) + 1 for at in np.flatnonzero(ends)]
        bounds = zip([0, *cuts], [*cuts, len(words)], strict=True)
        return tuple((words[first][0], words[last - 1][1]) for first, last in bounds)


def gap_features(words: list[Span], encoded: Encoded) -> Array:
    """Middle-layer states of two tokens on either side of the gaps between words (words - 1 x 4·width).

    The last layer was tuned on the codebook's themes and knows less of grammar: with it F1 is 0.13 lower.
    """
    starts = np.array([start for start, _ in encoded.spans[:-1]])
    before = np.searchsorted(starts, [end for _, end in words[:-1]], side="left") - 1
    after = np.searchsorted(starts, [start for start, _ in words[1:]], side="right") - 1
    states = encoded.states if encoded.mid_layer is None else encoded.mid_layer
    rows = (states - states.mean(axis=1, keepdims=True)) / states.std(axis=1, keepdims=True)
    return np.hstack([rows[np.clip(at, 0, len(rows) - 1)] for at in (before - 1, before, after, after + 1)])


@cache
def load_sentence_ends() -> SentenceEnds:
    """Load the shipped network once per process."""
    with np.load(models_dir() / "sentence_ends" / "sentence_ends.npz") as arrays:
        return SentenceEnds(
            arrays["hidden"].astype(np.float32),
            arrays["hidden_bias"].astype(np.float32),
            arrays["out"].astype(np.float32),
            float(arrays["out_bias"]),
            float(arrays["threshold"]),
        )
