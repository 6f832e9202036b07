"""Which theme was given instead of the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

NOTHING = ""
"""Stands for no theme: nothing given instead, or nothing missed where a theme was given."""


@dataclass(frozen=True, slots=True)
class Confused:
    """How often one theme was missed while another was wrongly given in the same turn.

    Attributes
    ----------
    gold
        The theme missed; empty when the other was given without any theme being missed.
    given
        The theme wrongly given; empty when nothing was given instead.
    """

    gold: str
    given: str
    turns: int


def confusion(gold: Sequence[Set[str]], predicted: Sequence[Set[str]]) -> tuple[Confused, ...]:
    """Pair, turn by turn, the themes missed with those wrongly given; most frequent pair first.

    A turn can have several of both; then every pair counts, since which replaced which cannot be known.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for true, given in zip(gold, predicted, strict=True):
        missed, extra = _or_nothing(true - given), _or_nothing(given - true)
        pairs.update((one, other) for one in missed for other in extra if one or other)
    ordered = sorted(pairs.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(Confused(one, other, turns) for (one, other), turns in ordered)


def _or_nothing(themes: Iterable[str]) -> list[str]:
    """Themes in order, or the one entry that stands for none."""
    return sorted(themes) or [NOTHING]
