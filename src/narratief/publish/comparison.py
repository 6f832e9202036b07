"""What a publication is about: the interviews that were reviewed, and the projects of which enough of them were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narratief.domain.coverage import EVERYTHING, Coverage
from narratief.domain.errors import InputError
from narratief.domain.result import ProjectResult
from narratief.synthesis.wording import left_out_note
from narratief.turning_points.model import Timeline, TurningPoint
from narratief.turning_points.timeline import timeline_of

UNCONFIRMED = "niet bevestigd"
"""What a draft says of a turning point that no person confirmed."""


def comparable(
    results: Sequence[ProjectResult], least: int = EVERYTHING
) -> tuple[tuple[ProjectResult, ...], tuple[ProjectResult, ...]]:
    """Divide projects into those that may be compared with each other, and those of which too little was reviewed.

    One project alone is compared with nothing. In a draft, which is the machine's reading of every interview, all
    projects stay.

    Parameters
    ----------
    least
        Percentage of its interviews that must have been reviewed.

    Raises
    ------
    InputError
        When no project may be compared.
    """
    if len(results) == 1 or any(result.draft for result in results):
        return tuple(results), ()
    kept = tuple(result for result in results if result.coverage.reaches(least))
    left = tuple(result for result in results if not result.coverage.reaches(least))
    if not kept:
        raise InputError(
            "export",
            f"Er is geen project om te vergelijken. {left_out_note(coverages(left), least)}",
            "Kijk meer gesprekken na, maak een uitgave per project, of zet NARRATIEF_COMPARE_FROM lager.",
        )
    return kept, left


def coverages(results: Sequence[ProjectResult]) -> list[tuple[str, Coverage]]:
    """Title of each project with how much of it was reviewed."""
    return [(result.title, result.coverage) for result in results]


def reviewed_part(timeline: Timeline, result: ProjectResult) -> Timeline:
    """Leave out of turning points what residents tell in interviews that the numbers are not about.

    There nobody judged yet which themes go with a moment, so that it would seem to be told without any.
    """
    if result.basis == set(result.talks):
        return timeline
    points = []
    for point in (*timeline.turning_points, *timeline.others):
        told = tuple(each for each in point.perspectives if each.interview in result.basis)
        if told:
            points.append(replace(point, perspectives=told))
    return timeline_of(timeline.project, len(result.basis), points)


def unconfirmed(timeline: Timeline) -> tuple[TurningPoint, ...]:
    """Turning points that no person confirmed."""
    return tuple(point for point in timeline.turning_points if not point.confirmed)


def confirmed_part(timeline: Timeline) -> Timeline:
    """Leave out the moments that no person confirmed, for whatever does not say that it is a draft."""
    return replace(
        timeline,
        turning_points=tuple(point for point in timeline.turning_points if point.confirmed),
        others=tuple(point for point in timeline.others if point.confirmed),
    )
