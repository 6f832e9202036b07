"""How long people take over a suggestion, measured from the decisions that they made."""

from __future__ import annotations

from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import CodeAction, kinds_of
from narratief.store.schema import DecisionRow

ENOUGH = 20
"""Decisions in a row that a pace is measured from. Chosen, not measured: with fewer, one hard case decides it."""
_LATEST = 400
_AT_ONCE, _PAUSE = 0.3, 180.0
"""Seconds. What follows closer was not thought about (one act over many fragments); what follows later came after
something else. Both chosen, not measured."""


def seconds_per_decision(session: Session, project_id: int) -> float | None:
    """Median seconds between one decision about a code and the same person's next.

    Returns
    -------
    float or None
        Of the project's latest decisions; None when there are too few to tell.
    """
    query = (
        select(DecisionRow.person_id, DecisionRow.at)
        .where(DecisionRow.project_id == project_id, DecisionRow.kind.in_(kinds_of(CodeAction)))
        .order_by(DecisionRow.id.desc())
        .limit(_LATEST)
    )
    last: dict[int | None, float] = {}
    gaps = []
    for person, at in session.execute(query).tuples():
        moment = at.timestamp()
        if person in last:
            gaps.append(last[person] - moment)
        last[person] = moment
    worked = [gap for gap in gaps if _AT_ONCE <= gap <= _PAUSE]
    return median(worked) if len(worked) >= ENOUGH else None
