"""The report on one project."""

from __future__ import annotations

import datetime as dt

from narratief.domain.dutch import counted
from narratief.domain.result import ProjectResult
from narratief.publish.report.case import case_of
from narratief.publish.report.model import Block, Document
from narratief.publish.report.sections.certainty import with_certainty
from narratief.publish.report.sections.closing import appendix, method
from narratief.publish.report.sections.conclusions import conclusions, recommendations
from narratief.publish.report.sections.differences import differences
from narratief.publish.report.sections.expectations import costs, expectations
from narratief.publish.report.sections.goals import goal_chapter
from narratief.publish.report.sections.opening import opening, overview
from narratief.publish.report.sections.turning_points import turning_points
from narratief.synthesis.wording import facts_in_words
from narratief.turning_points import Timeline, find_turning_points


def project_report(
    result: ProjectResult, *, confirmed: bool = False, timeline: Timeline | None = None, date: dt.date | None = None
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
    """
    case = case_of(result, timeline or find_turning_points(result), confirmed=confirmed)
    blocks: list[Block] = [*opening(case), *overview(case)]
    for goal in case.synthesis.goals:
        blocks += goal_chapter(case, goal)
    for chapter in (differences, turning_points, expectations, costs, conclusions, recommendations, method, appendix):
        blocks += chapter(case)
    return Document(
        title=result.title,
        subtitle="Wat bewoners vertellen over dit participatieproces",
        kicker="Narratieve evaluatie",
        draft=not confirmed,
        facts=(("Gesproken", counted(case.residents, "bewoner", "bewoners")), *facts_in_words(result.facts)),
        blocks=tuple(with_certainty(blocks, result.trust)),
        date=date,
        keywords=("participatie", "narratieve evaluatie", result.title),
    )
