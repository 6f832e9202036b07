"""One line per project and theme: what overzicht.csv and overzicht.parquet hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from narratief.domain.trust import Trust
from narratief.synthesis.tables import OverallSynthesis


@dataclass(frozen=True, slots=True)
class OverviewRecord:
    """What the residents of one project told about one theme; the fields are the columns of overzicht.csv.

    Attributes
    ----------
    residents, of
        Residents who told it, of those that the number is about: whose interview was reviewed, in a draft all.
    residents_reviewed, interviews_reviewed, residents_spoken
        Residents who told it in a reviewed interview, reviewed interviews, and residents spoken to in the project.
    compared
        Whether the project is compared with the others: enough of it was reviewed.
    quote, interview, turn, start, end
        A representative quote, preferably not long, and its place; empty when nobody told it, or no words may be shown.
    interviews_read, answers_read, fragments_read, fragments_coded, fragments_confirmed
        Coverage of the project, the same on each of its lines: see `Trust`.
    suggestions_judged, suggestions_kept
        Suggestions of the machine that people judged, and of these the ones that they kept.
    alpha_with_machine, alpha_among_people
        Krippendorff's alpha of a sample that was coded blind; empty when there was none.
    calibration_error
        Expected calibration error of scores; empty when unknown.
    """

    project: str
    title: str
    level: str
    scale: str
    period: str
    costs: float | None
    goal: str
    valence: str
    theme: str
    label: str
    residents: int
    of: int
    residents_reviewed: int
    interviews_reviewed: int
    residents_spoken: int
    compared: bool
    fragments: int
    quote: str
    interview: str
    turn: int | None
    start: int | None
    end: int | None
    interviews_read: int
    answers_read: int
    fragments_read: int
    fragments_coded: int
    fragments_confirmed: int
    suggestions_judged: int
    suggestions_kept: int
    alpha_with_machine: float | None
    alpha_among_people: float | None
    calibration_error: float | None


def overview_records(synthesis: OverallSynthesis) -> tuple[OverviewRecord, ...]:
    """Lay the overall synthesis out with one record per project and theme, also for themes that nobody told."""
    records = []
    for part in synthesis.goals:
        for row in part.themes:
            for project, cell, compared in zip(synthesis.projects, row.cells, row.compared, strict=True):
                if cell is None:
                    continue
                best = cell.brief
                records.append(
                    OverviewRecord(
                        project=project.name,
                        title=project.title,
                        level=project.facts.participation_level or "",
                        scale=project.facts.scale,
                        period=project.facts.period,
                        costs=project.facts.costs,
                        goal=part.goal.id,
                        valence=row.theme.valence,
                        theme=row.theme.id,
                        label=row.theme.label,
                        residents=cell.residents,
                        of=cell.of,
                        residents_reviewed=cell.sure,
                        interviews_reviewed=cell.coverage.reviewed,
                        residents_spoken=cell.coverage.spoken,
                        compared=compared,
                        fragments=cell.fragments,
                        quote=best.text if best else "",
                        interview=best.interview if best else "",
                        turn=best.turn if best else None,
                        start=best.start if best else None,
                        end=best.end if best else None,
                        **_measured(project.trust),
                    )
                )
    return tuple(records)


class _Measured(TypedDict):
    """Columns on how far a project's numbers can be trusted."""

    interviews_read: int
    answers_read: int
    fragments_read: int
    fragments_coded: int
    fragments_confirmed: int
    suggestions_judged: int
    suggestions_kept: int
    alpha_with_machine: float | None
    alpha_among_people: float | None
    calibration_error: float | None


def _measured(trust: Trust) -> _Measured:
    """What stands beside a project's numbers, as columns."""
    return {
        "interviews_read": trust.interviews,
        "answers_read": trust.answers,
        "fragments_read": trust.fragments,
        "fragments_coded": trust.coded,
        "fragments_confirmed": trust.confirmed,
        "suggestions_judged": len(trust.judged),
        "suggestions_kept": trust.kept,
        "alpha_with_machine": trust.with_machine.alpha if trust.with_machine else None,
        "alpha_among_people": trust.among_people.alpha if trust.among_people else None,
        "calibration_error": trust.error,
    }
