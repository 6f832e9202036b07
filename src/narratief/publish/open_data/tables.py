"""The tables of the open data: projects, themes, and residents per theme with small counts hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.period import as_data
from narratief.domain.result import ProjectResult
from narratief.publish.counts import count_residents
from narratief.publish.open_data.suppress import THRESHOLD, suppress

ALL = "alle"
"""Name of the line for all projects together."""
COUNTED, HIDDEN, ABSENT, UNSEEN = "geteld", "afgeschermd", "niet gevraagd", "niet nagekeken"
"""Status of a count: shown, hidden because it is small, of a theme that the codebook lacks, of nothing reviewed."""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project of the open data; the fields are the columns.

    What was read, coded and confirmed, and how far coders and scores agree, is empty for a project with fewer residents
    than the threshold, and where a number is small: there it could reveal a hidden count.
    """

    project: str
    titel: str
    participatieniveau: str
    schaal: str
    periode: str
    bewoners: int
    gesprekken_nagekeken: int
    vergeleken: str
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
        None when hidden, when the project's codebook lacks the theme, or when no interview was reviewed.
    nagekeken
        Number of residents that the number is about: those whose interview was reviewed, in a draft all.
    status
        `COUNTED`, `HIDDEN`, `ABSENT` or `UNSEEN`.
    """

    project: str
    thema: str
    bewoners: int | None
    nagekeken: int
    status: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of the open data."""

    projects: tuple[ProjectLine, ...]
    themes: tuple[ThemeLine, ...]
    counts: tuple[CountLine, ...]


def open_tables(results: Sequence[ProjectResult], left_out: Sequence[ProjectResult] = ()) -> Tables:
    """Aggregate projects; no number in the tables comes from fewer people than the threshold, but for zeros.

    Parameters
    ----------
    left_out
        Projects of which too little was reviewed: they have lines of their own and are in no total.
    """
    every = (*results, *left_out)
    counts = count_residents(every)
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
        shown, total = suppress(told, [len(result.basis) for result in having])
        cells = dict(zip((result.name for result in having), shown, strict=True))
        for result in left_out:
            cells[result.name] = suppress([counts.residents(theme, result.name)], [len(result.basis)])[0][0]
        for result in every:
            of = len(result.basis)
            if not counts.has(theme, result):
                lines.append(CountLine(result.name, identity, None, of, ABSENT))
            elif not of and result.residents:
                lines.append(CountLine(result.name, identity, None, 0, UNSEEN))
            else:
                lines.append(_line(result.name, identity, cells[result.name], of))
        lines.append(_line(ALL, identity, total, sum(len(result.basis) for result in having)))
    projects = (*(_project(each, compared=True) for each in results), *(_project(e, compared=False) for e in left_out))
    return Tables(projects, tuple(themes), tuple(lines))


def _line(project: str, theme: str, shown: int | None, of: int) -> CountLine:
    """Line with a count, or with its being hidden."""
    return CountLine(project, theme, shown, of, HIDDEN if shown is None else COUNTED)


def _project(result: ProjectResult, *, compared: bool) -> ProjectLine:
    """Line with the facts of a project that may be public, and what reveals no hidden count of how it was coded."""
    facts, trust = result.facts, result.trust
    small = len(result.basis) < THRESHOLD

    def count(number: int) -> int | None:
        return None if small or 0 < number < THRESHOLD else number

    def measure(value: float | None) -> float | None:
        return None if small or value is None else round(value, 3)

    return ProjectLine(
        project=result.name,
        titel=result.title,
        participatieniveau=facts.participation_level or "",
        schaal=facts.scale,
        periode=as_data(facts.period),
        bewoners=result.residents,
        gesprekken_nagekeken=result.coverage.reviewed,
        vergeleken="ja" if compared else "nee",
        antwoorden_gelezen=count(trust.answers),
        fragmenten_gelezen=count(trust.fragments),
        fragmenten_met_thema=count(trust.coded),
        fragmenten_bevestigd=count(trust.confirmed),
        voorstellen_nagekeken=count(len(trust.judged)),
        voorstellen_gebleven=count(trust.kept),
        alfa_mens_computer=measure(trust.with_machine.alpha if trust.with_machine else None),
        alfa_mensen=measure(trust.among_people.alpha if trust.among_people else None),
        afwijking_score=measure(trust.error),
    )
