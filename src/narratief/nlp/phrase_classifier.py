"""A linear classifier over the words of a text and runs of two and three of them, beside the encoder.

What residents say most plainly, they say in few and common words ("niets meer gehoord", "met ons meegedacht"). A
weight per run of words (as Wang and Manning 2012 found, hard to beat on short texts) knows these from one example on,
and errs on other texts than the network does. models/tagger/recipe/phrases.py learned it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from narratief.domain.entities import PSEUDONYM
from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array

LONGEST = 3  # words of a run at most: a fourth changed nothing (docs/measurements.md)
_WORD = re.compile(r"\w+|\?")
_UNKNOWN = " _ "
"""Stands for a pseudonym: a word that no run holds, so that the words on either side of it are not read as one run."""


def phrases_in(text: str) -> Iterator[str]:
    """Words of a text and runs of up to three, in lower case, without punctuation but question marks."""
    words = _WORD.findall(PSEUDONYM.sub(_UNKNOWN, text).lower())
    for length in range(1, LONGEST + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


@dataclass(frozen=True, slots=True)
class PhraseClassifier:
    """Weights per run of words and theme.

    Attributes
    ----------
    themes
        Ids, in the order of the columns.
    rows
        Run of words → its row below.
    rarity
        Inverse document frequency per run (runs,).
    weights, bias
        Arrays (runs x themes) and (themes,).
    """

    themes: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Array
    weights: Array
    bias: Array

    def logits(self, text: str, themes: Sequence[str]) -> Array:
        """Compute the logits of a text for themes (themes,); 0 for one that it did not learn."""
        counts = Counter(row for phrase in phrases_in(text) if (row := self.rows.get(phrase)) is not None)
        scores = self.bias
        if counts:
            rows = np.fromiter(counts, dtype=np.int64)
            values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.rarity[rows]
            scores = scores + (values / np.linalg.norm(values)) @ self.weights[rows]
        found = dict(zip(self.themes, scores, strict=True))
        return np.array([found.get(theme, 0.0) for theme in themes], dtype=np.float32)


def save(folder: Path, classifier: PhraseClassifier) -> None:
    """Write phrases.npz."""
    np.savez_compressed(
        folder / "phrases.npz",
        themes=np.array(classifier.themes),
        runs=np.frombuffer("\n".join(classifier.rows).encode(), dtype=np.uint8),
        rarity=classifier.rarity.astype(np.float16),
        weights=classifier.weights.astype(np.float16),
        bias=classifier.bias.astype(np.float32),
    )


@cache
def load_phrase_classifier() -> PhraseClassifier:
    """Load the shipped classifier once per process."""
    with np.load(models_dir() / "tagger" / "phrases.npz") as arrays:
        runs = arrays["runs"].tobytes().decode().split("\n")
        return PhraseClassifier(
            tuple(str(theme) for theme in arrays["themes"]),
            {run: row for row, run in enumerate(runs)},
            arrays["rarity"].astype(np.float32),
            arrays["weights"].astype(np.float32),
            arrays["bias"],
        )
