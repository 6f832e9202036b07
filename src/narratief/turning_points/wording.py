"""Which words of a story tell it from others: content words, by how rare they are in talk of participation."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

COUNTS = Path(__file__).parent / "word_counts.tsv"
"""Texts of models/corpus in which a word stands (models/turning_points/recipe/count_words.py)."""
LEAST = 20
"""Texts in which a word stands at least to be in that table."""
_TEXTS = 36890  # of that corpus
_RARE = 10  # texts that a word which is not in the table is taken to stand in
_ORDINARY = 2.5
"""Logarithm of one in how many texts below which a word tells nothing: those in one of twelve."""
_FEWEST = 20  # stories: in fewer, a word of two of them is not yet said often
_STEM, _SHORTEST = 6, 4
_WORD = re.compile(r"\[[^\[\]]*\]|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def stems_of(text: str) -> frozenset[str]:
    """First letters of the words of a text, placeholders for personal data left out."""
    words = (found[0].lower() for found in _WORD.finditer(text))
    return frozenset(word[:_STEM] for word in words if not word.startswith("[") and len(word) >= _SHORTEST)


def stems_of_words(words: Iterable[str]) -> frozenset[str]:
    """First letters of loose words, short ones too."""
    return frozenset(word[:_STEM] for word in words)


def weights_of(stories: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """Weigh the words of a project's stories: more for those rare elsewhere, less for those said often here."""
    here = Counter(stem for story in stories for stem in story)
    total = max(_FEWEST, max(here.values(), default=1) + 2)
    return {stem: _rarity(stem) * math.log(total / count) / math.log(total) for stem, count in here.items()}


def _rarity(stem: str) -> float:
    """How rare a word is in talk of participation; zero for ordinary ones."""
    return max(0.0, math.log(_TEXTS / _counts().get(stem, _RARE)) - _ORDINARY)


@cache
def _counts() -> dict[str, int]:
    """Load the table once per process."""
    rows = (line.split("\t") for line in COUNTS.read_text("utf-8").splitlines())
    return {stem: int(count) for stem, count in rows}
