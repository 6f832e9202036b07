"""Whether scores mean what they say: of all themes given with 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

BINS = 10
"""Equal bins of a reliability table: the number of Naeini, Cooper & Hauskrecht (2015), "Obtaining Well Calibrated
Probabilities Using Bayesian Binning", with which the shipped model was measured too (models/tagger/recipe)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores between two bounds.

    Attributes
    ----------
    low, high
        Bounds; the low one belongs to the bin, the high one only to the last.
    count
        Number of scores in it; never 0.
    mean_score
        What the scores promise.
    right
        Share that was right.
    """

    low: float
    high: float
    count: int
    mean_score: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores and truth compare.

    Attributes
    ----------
    count
        Number of scores.
    ece
        Expected calibration error: mean distance between promise and truth over bins, weighed by their size.
    brier
        Mean squared distance between score and truth (0 or 1).
    bins
        The reliability table; bins without scores are left out.
    """

    count: int
    ece: float
    brier: float
    bins: tuple[Bin, ...]


def calibration(scored: Iterable[tuple[float, bool]], bins: int = BINS) -> Calibration | None:
    """Compare scores (0..1) with whether each was right; None when there are none.

    The expected calibration error is that of Naeini, Cooper & Hauskrecht (2015), the Brier score that of Brier (1950).

    Parameters
    ----------
    scored
        Pairs of a score and whether it was right.
    bins
        Number of equal bins of the reliability table.

    Raises
    ------
    ValueError
        When a score lies outside 0..1.
    """
    placed: dict[int, list[tuple[float, bool]]] = {}
    for score, right in scored:
        if not 0 <= score <= 1:
            raise ValueError(f"score {score} is not between 0 and 1")
        placed.setdefault(min(int(score * bins), bins - 1), []).append((score, right))
    total = sum(map(len, placed.values()))
    if not total:
        return None
    table = []
    for place, members in sorted(placed.items()):
        mean_score = sum(score for score, _ in members) / len(members)
        share = sum(right for _, right in members) / len(members)
        table.append(Bin(place / bins, (place + 1) / bins, len(members), mean_score, share))
    ece = sum(row.count * abs(row.mean_score - row.right) for row in table) / total
    brier = sum((score - right) ** 2 for members in placed.values() for score, right in members) / total
    return Calibration(total, ece, brier, tuple(table))


def scored_themes(gold: Sequence[Set[str]], scores: Sequence[Mapping[str, float]]) -> list[tuple[float, bool]]:
    """Pair every score that a turn's theme got with whether gold has the theme there.

    A theme without a score in a turn does not count, so scores of given themes alone tell of precision only.
    """
    return [
        (score, theme in true)
        for true, given in zip(gold, scores, strict=True)
        for theme, score in sorted(given.items())
    ]
