"""People's review of a project's turning points: decisions like all others, with a history and an undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from narratief.domain.decision import Event
from narratief.domain.errors import Refusal
from narratief.domain.kinds import Kind
from narratief.domain.result import ProjectResult
from narratief.store.decision_log import Who, events_of, held_of, lock_project, record
from narratief.store.schema import Decision
from narratief.turning_points import Review, Timeline, find_turning_points, reviewed

LONGEST_LABEL = 120
"""Characters that the name of a moment may have."""


def rename_moment(
    session: Session, who: Who, project_id: int, moment: str, label: str, *, seen: int | None = None
) -> Decision:
    """Give a moment another name.

    Raises
    ------
    Refusal
        When the name is empty or too long, or somebody else changed this moment since ``seen`` (see `meanwhile`).
    """
    name = " ".join(label.split())
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Refusal("Deze naam is leeg of te lang.", f"Geef een naam van hooguit {LONGEST_LABEL} tekens.")
    return _record(session, who, project_id, moment, {"act": "rename", "label": name}, seen)


def merge_moments(
    session: Session, who: Who, project_id: int, moment: str, same: Sequence[str], *, seen: int | None = None
) -> Decision:
    """Say that moments are one; the first keeps its name.

    Raises
    ------
    Refusal
        When there is no other moment among them, or somebody else changed one of them since ``seen``.
    """
    others = [each for each in dict.fromkeys(same) if each != moment]
    if not others:
        raise Refusal("Geef minstens twee verschillende momenten op.")
    return _record(session, who, project_id, moment, {"act": "merge", "with": others}, seen)


def reject_moment(session: Session, who: Who, project_id: int, moment: str, *, seen: int | None = None) -> Decision:
    """Say that something is no moment of this process.

    Raises
    ------
    Refusal
        When somebody else changed this moment since ``seen``.
    """
    return _record(session, who, project_id, moment, {"act": "reject"}, seen)


def order_moments(session: Session, who: Who, project_id: int, moments: Sequence[str]) -> Decision:
    """Say in which order moments happened."""
    return _record(session, who, project_id, None, {"act": "order", "ids": list(dict.fromkeys(moments))})


def move_moment(
    session: Session,
    who: Who,
    project_id: int,
    shown: Sequence[str],
    moment: str,
    *,
    later: bool,
    seen: int | None = None,
) -> Decision:
    """Let a moment change places with the one before or after it.

    Parameters
    ----------
    shown
        Turning points in their present order, read after `lock_project`: so moves by two people both hold.

    Raises
    ------
    Refusal
        When there is none before or after it, or somebody else moved one of the two since ``seen``.
    """
    ids = list(shown)
    at = ids.index(moment) if moment in ids else -1
    to = at + (1 if later else -1)
    if at < 0 or not 0 <= to < len(ids):
        raise Refusal("Dit moment kan niet verder worden verplaatst.", "Laad de pagina opnieuw.")
    moved = [ids[at], ids[to]]
    ids[at], ids[to] = ids[to], ids[at]
    before = ""
    for each in review_of(session, project_id).order:
        if each not in ids:  # not shown now: keeps its place behind the one before it
            ids.insert(ids.index(before) + 1 if before else 0, each)
        before = each
    return _record(session, who, project_id, None, {"act": "order", "ids": ids, "moved": moved}, seen)


def meanwhile(session: Session, who: Who, project_id: int, seen: int, about: set[tuple[str, str]]) -> list[Event]:
    """Give what others decided about the same moments since a person's screen was filled.

    Parameters
    ----------
    seen
        Last decision that the screen knew of, as `last_id` gives it.
    about
        As `_about` gives it: a place in the order is something else than the moment itself.
    """
    events = {event.id: event for event in events_of(session, project_id, kinds={Kind.MOMENT})}

    def concerns(event: Event | None) -> bool:
        match event:
            case Event(kind=Kind.MOMENT):
                return bool(about & _about(event.target, event.after))
            case Event(kind=Kind.UNDO):
                return concerns(events.get(event.undoes or 0))
            case Event(kind=Kind.REWIND):
                return event.interview is None
        return False

    return [
        event
        for event in events.values()
        if event.id > seen and (event.person or event.who) != (who.id or who.name) and concerns(event)
    ]


def _about(target: str | None, after: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What a decision is about: moments, or places in the order (all of them, or the two that changed places)."""
    if after.get("act") == "order":
        return {("place", moment) for moment in after.get("moved", after["ids"])}
    return {("moment", moment) for moment in (target or "", *after.get("with", ()))}


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
    return reviewed(find_turning_points(result), review_of(session, project_id))


def _record(
    session: Session,
    who: Who,
    project_id: int,
    moment: str | None,
    after: dict[str, str | list[str]],
    seen: int | None = None,
) -> Decision:
    """Record a decision about a moment, unless others changed it since the person's screen was filled."""
    lock_project(session, project_id)
    others = meanwhile(session, who, project_id, seen, _about(moment, after)) if seen is not None else []
    if others:
        names = " en ".join(dict.fromkeys(event.who for event in others))
        raise Refusal(
            f"{names} paste dit moment intussen ook aan. Uw wijziging is niet bewaard.",
            "Kijk hoe het nu is, en doe het opnieuw als dat nog nodig is.",
        )
    return record(session, who, project_id, Kind.MOMENT, target=moment, after=after, seen=seen)
