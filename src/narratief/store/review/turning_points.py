"""People's review of a project's turning points: decisions like all others, with a history and an undo."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from narratief.domain.actions import (
    Action,
    MergeTurningPoints,
    OrderTurningPoints,
    RejectTurningPoint,
    RenameTurningPoint,
    Rewind,
    TurningPointAction,
    Undo,
)
from narratief.domain.decision import Author, Decision
from narratief.domain.dutch import listed
from narratief.domain.errors import Refusal
from narratief.domain.result import ProjectResult
from narratief.store.decision_log import all_decisions, holding_decisions, lock_project, record
from narratief.turning_points import Review, Timeline, find_turning_points, reviewed

LONGEST_LABEL = 120
"""Characters that the name of a turning point may have. Chosen, not measured: a longer one is a sentence, no name."""


def rename_turning_point(
    session: Session, author: Author, project_id: int, turning_point: str, label: str, *, seen: int | None = None
) -> Decision[Action]:
    """Let a turning point have another name.

    Raises
    ------
    Refusal
        When the name is empty or too long, or somebody else changed this one since ``seen`` (see `meanwhile`).
    """
    name = " ".join(label.split())
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Refusal("Deze naam is leeg of te lang.", f"Geef een naam van hooguit {LONGEST_LABEL} tekens.")
    return _record(session, author, project_id, RenameTurningPoint(turning_point, name), seen)


def merge_turning_points(
    session: Session,
    author: Author,
    project_id: int,
    turning_point: str,
    same: Sequence[str],
    *,
    seen: int | None = None,
) -> Decision[Action]:
    """Say that turning points are one; the first keeps its name.

    Raises
    ------
    Refusal
        When there is no other one among them, or somebody else changed one of them since ``seen``.
    """
    others = [each for each in dict.fromkeys(same) if each != turning_point]
    if not others:
        raise Refusal("Geef minstens twee verschillende momenten op.")
    return _record(session, author, project_id, MergeTurningPoints(turning_point, tuple(others)), seen)


def reject_turning_point(
    session: Session, author: Author, project_id: int, turning_point: str, *, seen: int | None = None
) -> Decision[Action]:
    """Say that something is no turning point of this process.

    Raises
    ------
    Refusal
        When somebody else changed this one since ``seen``.
    """
    return _record(session, author, project_id, RejectTurningPoint(turning_point), seen)


def order_turning_points(
    session: Session, author: Author, project_id: int, turning_points: Sequence[str]
) -> Decision[Action]:
    """Say in which order turning points happened."""
    return _record(session, author, project_id, OrderTurningPoints(tuple(dict.fromkeys(turning_points))))


def move_turning_point(
    session: Session,
    author: Author,
    project_id: int,
    shown: Sequence[str],
    turning_point: str,
    *,
    later: bool,
    seen: int | None = None,
) -> Decision[Action]:
    """Let a turning point change places with the one before or after it.

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
    at = ids.index(turning_point) if turning_point in ids else -1
    to = at + (1 if later else -1)
    if at < 0 or not 0 <= to < len(ids):
        raise Refusal("Dit moment kan niet verder worden verplaatst.", "Laad de pagina opnieuw.")
    moved = (ids[at], ids[to])
    ids[at], ids[to] = ids[to], ids[at]
    before = ""
    for each in review_of(session, project_id).order:
        if each not in ids:  # not shown now: keeps its place behind the one before it
            ids.insert(ids.index(before) + 1 if before else 0, each)
        before = each
    return _record(session, author, project_id, OrderTurningPoints(tuple(ids), moved), seen)


def meanwhile(
    session: Session, author: Author, project_id: int, seen: int, action: TurningPointAction
) -> list[Decision[Action]]:
    """Collect what others decided about the same turning points since a person's screen was filled.

    Parameters
    ----------
    seen
        Last decision that the screen knew of, as `last_id` gives it.
    action
        What the person wants to do: a place in the order is something else than the turning point itself.
    """
    about = _about(action)
    decisions = {each.id: each for each in all_decisions(session, project_id, actions=(TurningPointAction,))}

    def concerns(decision: Decision[Action] | None) -> bool:
        if decision is None:
            return False
        match decision.action:
            case TurningPointAction() as done:
                return bool(about & _about(done))
            case Undo(undone=number):
                return concerns(decisions.get(number))
            case Rewind():
                return decision.interview is None
        return False

    return [
        decision
        for decision in decisions.values()
        if decision.id > seen and decision.author.identity != author.identity and concerns(decision)
    ]


def _about(action: TurningPointAction) -> set[tuple[str, str]]:
    """Collect what an act is about: turning points, or places in the order (all of them, or the two that changed)."""
    match action:
        case OrderTurningPoints(order=order, moved=moved):
            return {("place", each) for each in moved or order}
        case MergeTurningPoints(turning_point=first, others=others):
            return {("moment", each) for each in (first, *others)}
        case RenameTurningPoint(turning_point=one) | RejectTurningPoint(turning_point=one):
            return {("moment", one)}
    return set()


def review_of(session: Session, project_id: int) -> Review:
    """Collect what people decided about a project's turning points and did not undo."""
    rename: dict[str, str] = {}
    merge: list[list[str]] = []
    rejected: set[str] = set()
    order: list[str] = []
    for decision in holding_decisions(session, project_id, TurningPointAction):
        match decision.action:
            case RenameTurningPoint(turning_point=one, label=label):
                rename[one] = label
            case MergeTurningPoints(turning_point=first, others=others):
                merge.append([first, *others])
            case RejectTurningPoint(turning_point=one):
                rejected.add(one)
            case OrderTurningPoints(order=ids):
                order = list(ids)
    return Review(rename, merge, frozenset(rejected), order)


def timeline_for(session: Session, project_id: int, result: ProjectResult) -> Timeline:
    """Find the turning points of a project, as people left them."""
    return reviewed(find_turning_points(result), review_of(session, project_id))


def _record(
    session: Session, author: Author, project_id: int, action: TurningPointAction, seen: int | None = None
) -> Decision[Action]:
    """Record an act on turning points, unless others changed them since the person's screen was filled."""
    lock_project(session, project_id)
    others = meanwhile(session, author, project_id, seen, action) if seen is not None else []
    if others:
        names = listed(dict.fromkeys(decision.author.name for decision in others))
        raise Refusal(
            f"{names} paste dit moment intussen ook aan. Uw wijziging is niet bewaard.",
            "Kijk hoe het nu is, en doe het opnieuw als dat nog nodig is.",
        )
    return record(session, author, project_id, action, seen=seen)
