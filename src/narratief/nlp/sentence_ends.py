"""Sentence ends in speech that was written down without punctuation, as speech recognition gives it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span
from narratief.domain.vectors import Array
from narratief.nlp.encoder import Encoded

_WORD = re.compile(r"\S+")
_MARKS = ".,;:?!…\"'“”‘’()[]-–"
RUNS = 2**18
"""Places that the runs of words around a gap are hashed to."""


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """A small network over the encoder's states around each gap between words, and the words around it themselves.

    models/sentence_ends/recipe/learn.py made both from punctuated talk with the punctuation and capitals taken off.

    Attributes
    ----------
    hidden, hidden_bias
        From `gap_features` (4·width x units), (units,).
    out, out_bias
        From there to the logit of a sentence end (units,).
    runs
        What each run of words adds to that (`RUNS`,), by the place that `gap_runs` gives it.
    threshold
        Logit from which a gap ends a sentence.
    """

    hidden: Array
    hidden_bias: Array
    out: Array
    out_bias: float
    runs: Array
    threshold: float

    def logits(self, text: str, words: list[Span], encoded: Encoded) -> Array:
        """Logits of a sentence end at the gaps between words (words - 1,)."""
        units = np.maximum(gap_features(words, encoded) @ self.hidden + self.hidden_bias, 0.0)
        said = [text[slice(*word)] for word in words]
        logits: Array = units @ self.out + self.out_bias + self.runs[gap_runs(said)].sum(axis=1)
        return logits

    def sentences(self, text: str, encoded: Encoded) -> tuple[Span, ...]:
        """Cut a text into sentences, from its states; positions in the text, end exclusive."""
        words = [match.span() for match in _WORD.finditer(text)]
        if len(words) < 2:
            return tuple(words)
        ends = self.logits(text, words, encoded) >= self.threshold
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


def gap_runs(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Places of the runs of words around each gap between words (words - 1 x 15); case and marks do not count."""
    bare = ["", "", *(word.casefold().strip(_MARKS) for word in words), "", "", ""]
    return np.array([_runs(bare[at : at + 6]) for at in range(len(words) - 1)], dtype=np.int64).reshape(-1, 15)


def _runs(around: list[str]) -> list[int]:
    """Places of what stands around the gap in the middle of six words."""
    first, second, before, after, next_one, last = around
    runs = (
        ("before", before), ("after", after), ("both", before, after), ("two before", second, before),
        ("two after", after, next_one), ("three before", first, second, before),
        ("three after", after, next_one, last), ("second", second), ("next", next_one),
        ("two and one", second, before, after), ("one and two", before, after, next_one), ("end", before[-3:]),
        ("end after", after[-3:]), ("ends", before[-3:], after[-3:]), ("end and two", before[-2:], after, next_one),
    )  # fmt: skip
    return [zlib.crc32(" ".join(run).encode()) % RUNS for run in runs]


@cache
def load_sentence_ends() -> SentenceEnds:
    """Load the shipped network once per process."""
    with np.load(models_dir() / "sentence_ends" / "sentence_ends.npz") as arrays:
        return SentenceEnds(
            arrays["hidden"].astype(np.float32),
            arrays["hidden_bias"].astype(np.float32),
            arrays["out"].astype(np.float32),
            float(arrays["out_bias"]),
            arrays["runs"].astype(np.float32),
            float(arrays["threshold"]),
        )
