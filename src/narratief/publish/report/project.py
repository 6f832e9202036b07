"""The report on one project."""

from __future__ import annotations

import datetime as dt

from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.report.case import case_of
from narratief.publish.report.model import Block, Document
from narratief.publish.report.sections.closing import appendix, method
from narratief.publish.report.sections.conclusions import conclusions, recommendations
from narratief.publish.report.sections.differences import differences
from narratief.publish.report.sections.expectations import costs, expectations
from narratief.publish.report.sections.goals import goal_chapter
from narratief.publish.report.sections.opening import opening, overview
from narratief.publish.report.sections.summary import summary
from narratief.publish.report.sections.turning_points import turning_points
from narratief.synthesis.wording import known_facts, reviewed_fact
from narratief.turning_points import Timeline, find_turning_points


def project_report(
    result: ProjectResult,
    *,
    confirmed: bool = False,
    timeline: Timeline | None = None,
    date: dt.date | None = None,
    imprint: Imprint = NO_IMPRINT,
) -> Document:
    """Write the report on one project.

    Parameters
    ----------
    confirmed
        True when a person has confirmed the themes; otherwise every format shows "Concept".
    timeline
        Turning points as a person reviewed them; found by rules when None.
    date
        Date to print; none when None.
    imprint
        Whose report it is, and who made it.
    """
    case = case_of(result, timeline or find_turning_points(result), confirmed=confirmed)
    blocks: list[Block] = [*conclusions(case), *opening(case), *overview(case)]
    for goal in case.synthesis.goals:
        blocks += goal_chapter(case, goal)
    for chapter in (differences, turning_points, expectations, costs, recommendations, method, appendix):
        blocks += chapter(case)
    return Document(
        title=result.title,
        subtitle="Wat bewoners vertellen over dit participatieproces",
        kicker="Narratieve evaluatie",
        draft=not confirmed,
        facts=(
            *imprint.facts(),
            ("Gesproken", counted(result.residents, "bewoner", "bewoners")),
            *reviewed_fact(result.coverage),
            *known_facts(result.facts),
        ),
        blocks=tuple(blocks),
        date=date or imprint.date,
        keywords=("participatie", "narratieve evaluatie", result.title),
        summary=summary(case),
        author=imprint.author,
    )
