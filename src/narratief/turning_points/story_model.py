"""The learned part: which answers tell of an event, which go on about it, and which stories are of one event.

Three logistic regressions, learned by models/turning_points/recipe/learn_stories.py on projects in which somebody
marked who tells of what; docs/measurements.md has what they reach on projects that they did not learn from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from narratief.domain.vectors import Array

WEIGHTS = Path(__file__).parent / "story_weights.json"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Features:
    """What cases (answers, or pairs of them) are judged by: the words of question and answer, and numbers.

    Attributes
    ----------
    questions, texts
        One per case; none where only numbers count.
    numbers
        One row per case, all of one length.
    """

    questions: Sequence[str]
    texts: Sequence[str]
    numbers: Sequence[Sequence[float]] | Array


class Regression(BaseModel):
    """A logistic regression over numbers, and over words and pairs of words.

    Attributes
    ----------
    question, text
        Weight per word or pair of words in a row, lower case; of those that are not in it zero.
    numbers
        Weight per number.
    start
        Log-odds when all else is zero.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: Mapping[str, float] = {}
    text: Mapping[str, float] = {}
    numbers: tuple[float, ...]
    start: float

    def log_odds(self, features: Features) -> Array:
        """Log-odds of each case: shape (cases,)."""
        numbers = np.asarray(features.numbers, float).reshape(-1, len(self.numbers))
        odds = np.asarray(numbers @ np.asarray(self.numbers) + self.start, float)
        if not (self.question or self.text):
            return odds
        words = [
            sum(self.question.get(gram, 0.0) for gram in grams(question))
            + sum(self.text.get(gram, 0.0) for gram in grams(text))
            for question, text in zip(features.questions, features.texts, strict=True)
        ]
        return np.asarray(odds + np.asarray(words, float), float)


class StoryModel(BaseModel):
    """The three regressions together."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    goes_on: Regression
    tells: Regression
    same_event: Regression


def grams(text: str) -> frozenset[str]:
    """Words of a text and pairs of words in a row, lower case, each once."""
    words = _WORD.findall(text.lower())
    return frozenset(words) | {f"{one} {other}" for one, other in pairwise(words)}


@cache
def load_story_model() -> StoryModel:
    """Load the weights once per process."""
    return StoryModel.model_validate_json(WEIGHTS.read_bytes())
