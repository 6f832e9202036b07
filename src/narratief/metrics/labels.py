"""From codes on fragments to themes per resident turn, beside those of gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.metrics.gold import GoldTurn


@dataclass(frozen=True, slots=True)
class TurnLabels:
    """Themes of turns in gold and as given, in the same order; what `score_themes` compares.

    Attributes
    ----------
    scores
        Per turn the highest score that each given theme got on one of its fragments.
    groups
        Project and interview of each turn.
    """

    gold: tuple[frozenset[str], ...]
    predicted: tuple[frozenset[str], ...]
    scores: tuple[dict[str, float], ...]
    groups: tuple[str, ...]


def turn_labels(
    gold: Sequence[GoldTurn], fragments: Iterable[Fragment], codes: Iterable[Code], project: str = ""
) -> TurnLabels:
    """Gather the codes of every turn that gold has; a turn's themes are those of its fragments together.

    A turn of gold that was not read has no themes as given, so a reading error also lowers the theme scores.

    Parameters
    ----------
    project
        Name of the project, to keep interviews of several projects apart.
    """
    turn_of = {fragment.id: (fragment.interview, fragment.resident_turn) for fragment in fragments}
    given: defaultdict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for code in codes:
        if code.fragment in turn_of:
            themes = given[turn_of[code.fragment]]
            themes[code.theme] = max(code.score, themes.get(code.theme, 0.0))
    scores = tuple(dict(given.get((turn.file, turn.turn), {})) for turn in gold)
    return TurnLabels(
        gold=tuple(turn.themes for turn in gold),
        predicted=tuple(frozenset(themes) for themes in scores),
        scores=scores,
        groups=tuple(f"{project}/{turn.file}" for turn in gold),
    )


def joined(parts: Iterable[TurnLabels]) -> TurnLabels:
    """Put the turns of several projects one after the other."""
    every = tuple(parts)
    return TurnLabels(
        gold=tuple(themes for part in every for themes in part.gold),
        predicted=tuple(themes for part in every for themes in part.predicted),
        scores=tuple(scores for part in every for scores in part.scores),
        groups=tuple(group for part in every for group in part.groups),
    )
