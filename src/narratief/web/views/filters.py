"""What a reader of the synthesis wants to see, and the projects and themes that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import urlencode

from narratief.domain.codebook import Codebook, Valence
from narratief.domain.project import LEVELS, ProjectFacts
from narratief.domain.result import ProjectResult
from narratief.store.accounts.access import Actor, Permission, may

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty field shows everything.

    Attributes
    ----------
    goal, valence, theme
        Ids as in the codebook.
    since, until
        Months (YYYY-MM): projects whose period has a month in between.
    level
        Participation level.
    confirmed
        Only codes that a person stands behind.
    """

    goal: str = ""
    valence: str = ""
    theme: str = ""
    since: str = ""
    until: str = ""
    level: str = ""
    confirmed: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str], *, confirmed_only: bool) -> Filters:
        """Read the query of an address; a value without meaning counts as not given.

        Parameters
        ----------
        confirmed_only
            True for somebody who may not see what nobody confirmed.
        """
        months = {name: query.get(key, "") for name, key in (("since", "van"), ("until", "tot"))}
        valence, level = query.get("kant", ""), query.get("niveau", "")
        return cls(
            goal=query.get("doel", ""),
            valence=valence if valence in get_args(Valence) else "",
            theme=query.get("thema", ""),
            level=level if level in LEVELS else "",
            confirmed=confirmed_only or query.get("bevestigd", "") not in ("", "nee"),
            **{name: month if _MONTH.fullmatch(month) else "" for name, month in months.items()},
        )

    @property
    def query(self) -> str:
        """The same as the query of an address, with its question mark; empty when there is nothing."""
        told = {
            "doel": self.goal,
            "kant": self.valence,
            "thema": self.theme,
            "van": self.since,
            "tot": self.until,
            "niveau": self.level,
            "bevestigd": "ja" if self.confirmed else "",
        }
        given = urlencode({key: value for key, value in told.items() if value})
        return f"?{given}" if given else ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out on purpose, besides what is not confirmed."""
        return replace(self, confirmed=False) != Filters()

    def takes_project(self, facts: ProjectFacts) -> bool:
        """Whether a project is to be shown, by its level and period."""
        if self.level and facts.participation_level != self.level:
            return False
        if not (self.since or self.until):
            return True
        months: list[str] = _MONTH.findall(facts.period)
        if not months:
            return False
        return min(months) <= (self.until or "9999-99") and max(months) >= (self.since or "0000-00")


def filters_for(query: Mapping[str, str], actor: Actor, projects: Iterable[int]) -> Filters:
    """Read the filters; without the right to see unconfirmed codes in each of these projects, confirmed ones only."""
    return Filters.read(
        query, confirmed_only=not all(may(actor, Permission.SEE_UNCONFIRMED, each) for each in projects)
    )


def narrowed(result: ProjectResult, filters: Filters) -> ProjectResult:
    """Leave out the themes (and their codes) that are not to be shown; residents and fragments stay."""
    themes = tuple(
        theme
        for theme in result.codebook.themes
        if filters.goal in ("", theme.goal)
        and filters.valence in ("", theme.valence)
        and filters.theme in ("", theme.id)
    )
    kept = {theme.id for theme in themes}
    goals = tuple(goal for goal in result.codebook.goals if filters.goal in ("", goal.id))
    if filters.theme or filters.valence:
        goals = tuple(goal for goal in goals if any(theme.goal == goal.id for theme in themes))
    codebook = Codebook(version=result.codebook.version, goals=goals, themes=themes)
    codes = tuple(code for code in result.codes if code.theme in kept)
    return replace(result, codebook=codebook, codes=codes, part_of_draft=result.draft)


def choices(codebooks: Iterable[Codebook]) -> tuple[dict[str, str], dict[str, str]]:
    """Goals and themes to choose from: id → label, in the codebooks' order."""
    goals: dict[str, str] = {}
    themes: dict[str, str] = {}
    for codebook in codebooks:
        goals |= {goal.id: f"{goal.number}. {goal.label}" for goal in codebook.goals if goal.id not in goals}
        themes |= {theme.id: theme.label for theme in codebook.themes if theme.id not in themes}
    return goals, themes
