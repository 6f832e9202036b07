"""The report over several projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.comparison import coverages
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.report.case import case_of
from narratief.publish.report.model import Block, Document
from narratief.publish.report.sections import overall as chapters
from narratief.publish.report.sections.summary import overall_summary
from narratief.synthesis.synthesise import overall_synthesis
from narratief.turning_points import Timeline, find_turning_points


def overall_report(
    results: Sequence[ProjectResult],
    *,
    confirmed: bool = False,
    timelines: Mapping[str, Timeline] | None = None,
    date: dt.date | None = None,
    left_out: Sequence[ProjectResult] = (),
    imprint: Imprint = NO_IMPRINT,
) -> Document:
    """Write the report over several projects, in the order given.

    Parameters
    ----------
    confirmed
        True when a person has confirmed the themes of all projects; otherwise every format shows "Concept".
    timelines
        Project name → turning points as a person reviewed them; found by rules for projects without.
    date
        Date to print; none when None.
    left_out
        Projects that are not compared with these, to name.
    imprint
        Whose report it is, and who made it.

    Raises
    ------
    ValueError
        When there is no project at all.
    """
    if not results:
        raise ValueError("a report over projects needs at least one project")
    known = timelines or {}
    cases = [
        case_of(
            result,
            known.get(result.name) or find_turning_points(result),
            confirmed=confirmed,
            prefix=chapters.letter_of(place),
        )
        for place, result in enumerate(results)
    ]
    synthesis = overall_synthesis((case.synthesis for case in cases), None)
    blocks: list[Block] = [
        *chapters.overall_conclusions(cases, synthesis),
        *chapters.overall_opening(cases, synthesis, left_out),
        *chapters.overall_overview(cases, synthesis),
    ]
    for goal in synthesis.goals:
        blocks += chapters.overall_goal(cases, goal)
    blocks += chapters.overall_levels(cases)
    blocks += chapters.overall_recommendations(cases, synthesis)
    blocks += chapters.overall_closing(cases, synthesis)
    projects = counted(len(cases), "project", "projecten")
    return Document(
        title="Wat bewoners vertellen over participatie",
        subtitle=f"Bevindingen over {projects}, per doel van de participatieverordening",
        kicker="Narratieve evaluatie",
        draft=not confirmed,
        facts=(
            *imprint.facts(),
            ("Projecten", f"{len(cases)}{f'; {len(left_out)} niet vergeleken' if left_out else ''}"),
            ("Gesproken", counted(synthesis.residents, "bewoner", "bewoners")),
        ),
        blocks=tuple(blocks),
        date=date or imprint.date,
        keywords=("participatie", "narratieve evaluatie"),
        summary=overall_summary(cases, synthesis, coverages(left_out)),
        author=imprint.author,
    )
