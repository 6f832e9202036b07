"""The tables of the open data: projects, themes, and residents per theme with small counts hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.result import ProjectResult
from narratief.publish.counts import count_residents
from narratief.publish.open_data.suppress import THRESHOLD, suppress

ALL = "alle"
"""Stands for all projects together."""
COUNTED, HIDDEN, ABSENT = "geteld", "afgeschermd", "niet gevraagd"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project of the open data; the fields are the columns.

    What was read, coded and confirmed, and how far coders and scores agree, is empty in a project with fewer residents
    than the threshold, and where a number is small: there it could give a hidden count away.
    """

    project: str
    titel: str
    participatieniveau: str
    schaal: str
    periode: str
    bewoners: int
    antwoorden_gelezen: int | None
    fragmenten_gelezen: int | None
    fragmenten_met_thema: int | None
    fragmenten_bevestigd: int | None
    voorstellen_nagekeken: int | None
    voorstellen_gebleven: int | None
    alfa_mens_computer: float | None
    alfa_mensen: float | None
    afwijking_score: float | None


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of the open data; the fields are the columns."""

    thema: str
    label: str
    omschrijving: str
    doelnummer: int
    doel: str
    kant: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many residents of a project told of a theme; the fields are the columns.

    Attributes
    ----------
    bewoners
        None when hidden, or when the project's codebook lacks the theme.
    status
        Which of these it is.
    """

    project: str
    thema: str
    bewoners: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of the open data."""

    projects: tuple[ProjectLine, ...]
    themes: tuple[ThemeLine, ...]
    counts: tuple[CountLine, ...]


def open_tables(results: Sequence[ProjectResult]) -> Tables:
    """Aggregate projects; nothing in the tables comes from fewer people than the threshold."""
    counts = count_residents(results)
    goals = {goal.id: goal for goal in counts.book.goals}
    labels = [theme.id for theme in counts.book.themes]
    themes, lines = [], []
    for theme in counts.book.themes:
        identity = theme.id if labels.count(theme.id) == 1 else f"{theme.goal}-{theme.valence}-{theme.id}"
        goal = goals[theme.goal]
        about = (theme.label, theme.definition, goal.number, goal.label, VALENCE_LABELS[theme.valence])
        themes.append(ThemeLine(identity, *about))
        having = [result for result in results if counts.has(theme, result)]
        told = [counts.residents(theme, result.name) for result in having]
        shown, total = suppress(told, [result.residents for result in having])
        cells = dict(zip((result.name for result in having), shown, strict=True))
        for result in results:
            if result.name in cells:
                lines.append(_line(result.name, identity, cells[result.name]))
            else:
                lines.append(CountLine(result.name, identity, None, ABSENT))
        lines.append(_line(ALL, identity, total))
    return Tables(tuple(_project(result) for result in results), tuple(themes), tuple(lines))


def _line(project: str, theme: str, shown: int | None) -> CountLine:
    """A count, or that it is hidden."""
    return CountLine(project, theme, shown, HIDDEN if shown is None else COUNTED)


def _project(result: ProjectResult) -> ProjectLine:
    """The facts of a project that may be public."""
    facts = result.facts
    about = (facts.participation_level or "", facts.scale, facts.period)
    return ProjectLine(result.name, result.title, *about, result.residents, *_measured(result))


def _measured(result: ProjectResult) -> tuple[Any, ...]:
    """What stands beside a project's numbers, as far as it gives no hidden count away."""
    trust = result.trust
    numbers = (trust.answers, trust.fragments, trust.coded, trust.confirmed, len(trust.judged), trust.kept)
    if result.residents < THRESHOLD:
        return (None,) * (len(numbers) + 3)
    alphas = (found.alpha if found else None for found in (trust.with_machine, trust.among_people))
    measures = (*alphas, trust.error)
    return (
        *(number if number == 0 or number >= THRESHOLD else None for number in numbers),
        *(None if measure is None else round(measure, 3) for measure in measures),
    )
