"""Themes per resident turn as given, beside those of gold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TurnLabels:
    """Themes of turns in gold and as given, in the same order; what `score_themes` compares.

    Attributes
    ----------
    gold, predicted
        Themes per turn.
    scores
        Per turn the score of each theme, given or not.
    groups
        Project and interview of each turn.
    """

    gold: tuple[frozenset[str], ...]
    predicted: tuple[frozenset[str], ...]
    scores: tuple[dict[str, float], ...]
    groups: tuple[str, ...]


def pooled(parts: Iterable[TurnLabels]) -> TurnLabels:
    """Put the turns of several projects one after the other."""
    every = tuple(parts)
    return TurnLabels(
        gold=tuple(themes for part in every for themes in part.gold),
        predicted=tuple(themes for part in every for themes in part.predicted),
        scores=tuple(scores for part in every for scores in part.scores),
        groups=tuple(group for part in every for group in part.groups),
    )
