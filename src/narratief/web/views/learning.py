"""What the learning page shows: decisions to learn from, and the versions with their scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Codebook, Theme
from narratief.nlp.judged import Judged, decisions_per_theme
from narratief.store.review.learning import Example, learned_on
from narratief.store.schema import TaggerVersion

STATES = {
    "proposed": "voorgesteld",
    "accepted": "goedgekeurd",
    "refused": "niet gebruikt",
    "withdrawn": "teruggedraaid",
}


@dataclass(frozen=True, slots=True)
class ThemeDecisions:
    """How often people said of a theme that it holds, and that it does not."""

    theme: Theme
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version of the tagger as readers see it.

    Attributes
    ----------
    verdict
        What the scores say, a Dutch sentence.
    better
        Whether it agrees with more of the held-out decisions, or is as often right and less unsure.
    in_use
        Whether it is the one in use.
    outdated
        Whether it was learned on another shipped model than the present one, so that it does nothing.
    """

    version: TaggerVersion
    state: str
    verdict: str
    better: bool
    in_use: bool
    outdated: bool


def judged(examples: Iterable[Example]) -> list[Judged]:
    """Decisions in the form that learning takes."""
    return [
        Judged(
            each.fragment.text,
            each.fragment.question,
            each.yes,
            each.no,
            each.turn.text,
            each.fragment.start - each.turn.start,
        )
        for each in examples
    ]


def per_theme(known: Sequence[Judged], codebook: Codebook) -> list[ThemeDecisions]:
    """Count decisions per theme, in the codebook's order."""
    counts = decisions_per_theme(known)
    return [ThemeDecisions(theme, *counts[theme.id]) for theme in codebook.themes if theme.id in counts]


def shown_versions(versions: Iterable[TaggerVersion], in_use: TaggerVersion | None, models: str) -> list[ShownVersion]:
    """Describe versions, in the order given."""
    used = in_use.id if in_use else None
    return [
        ShownVersion(v, STATES[v.state], _verdict(v), _better(v), v.id == used, not learned_on(v, models))
        for v in versions
    ]


def _better(version: TaggerVersion) -> bool:
    """Compare by decisions that are right, and by how sure it is when these are equally many."""
    before, after = version.before, version.after
    if after["right"] != before["right"]:
        return bool(after["right"] > before["right"])
    return bool(after["surprise"] < before["surprise"])


def _verdict(version: TaggerVersion) -> str:
    """Say in one sentence what the held-out decisions tell."""
    before, after = version.before, version.after
    of = after["decisions"]
    told = (
        f"Op {of} beslissingen die niet zijn meegeleerd: eerst {before['right']} keer gelijk, nu {after['right']} keer."
    )
    change = after["right"] - before["right"]
    if change > 0:
        return f"Beter. {told}"
    if change < 0:
        return f"Slechter. {told}"
    surer = after["surprise"] - before["surprise"]
    if surer < 0:
        return f"Even vaak goed, en minder vaak zeker van een fout. {told}"
    return f"Even vaak goed{', maar vaker zeker van een fout' if surer > 0 else ''}. {told}"
