"""People's review of a project's turning points: decisions like all others, with a history and an undo."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from narratief.moments import Review, Timeline, find_moments, reviewed
from narratief.store.decisions import Who, held_of, record
from narratief.store.kinds import Kind
from narratief.store.refusal import Refusal
from narratief.store.schema import Decision
from narratief.synthesis.result import ProjectResult

LONGEST_LABEL = 120
"""Characters that the name of a moment may have."""


def rename_moment(session: Session, who: Who, project_id: int, moment: str, label: str) -> Decision:
    """Give a moment another name.

    Raises
    ------
    Refusal
        When the name is empty or too long.
    """
    name = " ".join(label.split())
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Refusal("Deze naam is leeg of te lang.", f"Geef een naam van hooguit {LONGEST_LABEL} tekens.")
    return _record(session, who, project_id, moment, {"act": "rename", "label": name})


def merge_moments(session: Session, who: Who, project_id: int, moment: str, same: Sequence[str]) -> Decision:
    """Say that moments are one; the first keeps its name.

    Raises
    ------
    Refusal
        When there is no other moment among them.
    """
    others = [each for each in dict.fromkeys(same) if each != moment]
    if not others:
        raise Refusal("Geef minstens twee verschillende momenten op.")
    return _record(session, who, project_id, moment, {"act": "merge", "with": others})


def reject_moment(session: Session, who: Who, project_id: int, moment: str) -> Decision:
    """Say that something is no moment of this process."""
    return _record(session, who, project_id, moment, {"act": "reject"})


def order_moments(session: Session, who: Who, project_id: int, moments: Sequence[str]) -> Decision:
    """Say in which order moments happened."""
    return _record(session, who, project_id, None, {"act": "order", "ids": list(dict.fromkeys(moments))})


def review_of(session: Session, project_id: int) -> Review:
    """Give what people decided about a project's moments and did not undo."""
    rename: dict[str, str] = {}
    merge: list[list[str]] = []
    rejected: set[str] = set()
    order: list[str] = []
    for event in held_of(session, project_id, Kind.MOMENT):
        match event.after.get("act"):
            case "rename":
                rename[event.target or ""] = event.after["label"]
            case "merge":
                merge.append([event.target or "", *event.after["with"]])
            case "reject":
                rejected.add(event.target or "")
            case "order":
                order = event.after["ids"]
    return Review(rename, merge, frozenset(rejected), order)


def timeline_for(session: Session, project_id: int, result: ProjectResult) -> Timeline:
    """Give the turning points of a project as people left them."""
    return reviewed(find_moments(result), review_of(session, project_id))


def _record(
    session: Session, who: Who, project_id: int, moment: str | None, after: dict[str, str | list[str]]
) -> Decision:
    """Record a decision about a moment."""
    return record(session, who, project_id, Kind.MOMENT, target=moment, after=after)
