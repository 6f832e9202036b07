"""People's review of a project's turning points: decisions like all others, with a history and an undo.

Where a function asks for turning points that were `found`, it means what `find_turning_points` finds now of the whole
project, before any review.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import (
    Action,
    ConfirmTurningPoint,
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
from narratief.domain.errors import Gone, Refusal
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.store.decision_log import all_decisions, holding_decisions, lock_project, record
from narratief.store.schema import InterviewRow
from narratief.turning_points import Review, Timeline, find_turning_points, reviewed, same_moment

LONGEST_LABEL = 120
"""Characters that the name of a turning point may have. Chosen, not measured: a longer one is a sentence, no name."""


def confirm_turning_point(
    session: Session,
    author: Author,
    project_id: int,
    found: Timeline,
    turning_point: str,
    *,
    seen: int | None = None,
) -> Decision[Action]:
    """Say that something is a turning point, so that it may be published.

    Raises
    ------
    Refusal
        When it is confirmed already, is not there, or somebody else changed it since ``seen`` (see `meanwhile`).
    """
    lock_project(session, project_id)
    review = review_of(session, project_id, found)
    if turning_point in review.confirmed:
        raise Refusal("Dit moment is al bevestigd.")
    told = _told(session, project_id, reviewed(found, review), [turning_point])
    return _record(session, author, project_id, ConfirmTurningPoint(turning_point, told), seen)


def rename_turning_point(
    session: Session,
    author: Author,
    project_id: int,
    found: Timeline,
    turning_point: str,
    label: str,
    *,
    seen: int | None = None,
) -> Decision[Action]:
    """Let a turning point have another name.

    Raises
    ------
    Refusal
        When the name is empty or too long, it is not there, or somebody else changed it since ``seen`` (`meanwhile`).
    """
    name = " ".join(label.split())
    if not 0 < len(name) <= LONGEST_LABEL:
        raise Refusal("Deze naam is leeg of te lang.", f"Geef een naam van hooguit {LONGEST_LABEL} tekens.")
    told = _told_now(session, project_id, found, [turning_point])
    return _record(session, author, project_id, RenameTurningPoint(turning_point, name, told), seen)


def merge_turning_points(
    session: Session,
    author: Author,
    project_id: int,
    found: Timeline,
    turning_point: str,
    same: Sequence[str],
    *,
    seen: int | None = None,
) -> Decision[Action]:
    """Say that turning points are one; the first keeps its name.

    Raises
    ------
    Refusal
        When there is no other one among them, none of them is there, or somebody else changed one since ``seen``.
    """
    others = [each for each in dict.fromkeys(same) if each != turning_point]
    if not others:
        raise Refusal("Geef minstens twee verschillende momenten op.")
    told = _told_now(session, project_id, found, [turning_point, *others])
    return _record(session, author, project_id, MergeTurningPoints(turning_point, tuple(others), told), seen)


def reject_turning_point(
    session: Session,
    author: Author,
    project_id: int,
    found: Timeline,
    turning_point: str,
    *,
    seen: int | None = None,
) -> Decision[Action]:
    """Say that something is no turning point of this process.

    Raises
    ------
    Refusal
        When it is not there, or somebody else changed it since ``seen``.
    """
    told = _told_now(session, project_id, found, [turning_point])
    return _record(session, author, project_id, RejectTurningPoint(turning_point, told), seen)


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
    for each in order_of(session, project_id):
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
        case (
            ConfirmTurningPoint(turning_point=one)
            | RenameTurningPoint(turning_point=one)
            | RejectTurningPoint(turning_point=one)
        ):
            return {("moment", one)}
    return set()


def order_of(session: Session, project_id: int) -> list[str]:
    """Collect the ids of turning points in the order that people gave them, also of those that are not found now."""
    orders = holding_decisions(session, project_id, OrderTurningPoints)
    return list(orders[-1].action.order) if orders else []


def review_of(session: Session, project_id: int, found: Timeline) -> Review:
    """Collect what people decided about a project's turning points and did not undo.

    Who names a turning point or says which ones are the same has looked at it, so that these confirm it too. A place in
    the order says nothing of what it is. What was decided on another moment that had the id then is left out.
    """
    files = {number: file for file, number in _numbers(session, project_id).items()}
    confirmed: set[str] = set()
    rename: dict[str, str] = {}
    merge: list[list[str]] = []
    rejected: set[str] = set()
    order: list[str] = []

    def same(moments: Iterable[str], told: Sequence[Span]) -> list[str]:
        seen = {(files.get(number, ""), turn) for number, turn in told}
        return [each for each in moments if same_moment(found, each, seen)]

    for decision in holding_decisions(session, project_id, TurningPointAction):
        match decision.action:
            case ConfirmTurningPoint(turning_point=one, told=told):
                confirmed.update(same([one], told))
            case RenameTurningPoint(turning_point=one, label=label, told=told):
                named = same([one], told)
                rename |= dict.fromkeys(named, label)
                confirmed.update(named)
            case MergeTurningPoints(turning_point=first, others=others, told=told):
                merge.append(same([first, *others], told))
                confirmed.update(merge[-1])
            case RejectTurningPoint(turning_point=one, told=told):
                rejected.update(same([one], told))
            case OrderTurningPoints(order=ids):
                order = list(ids)
    return Review(rename, merge, frozenset(rejected), order, frozenset(confirmed))


def timeline_for(session: Session, project_id: int, result: ProjectResult) -> Timeline:
    """Find the turning points of a project, as people left them."""
    found = find_turning_points(result)
    return reviewed(found, review_of(session, project_id, found))


def _told_now(session: Session, project_id: int, found: Timeline, moments: Iterable[str]) -> tuple[Span, ...]:
    """Collect where turning points are told, merged as people left them."""
    lock_project(session, project_id)
    return _told(session, project_id, reviewed(found, review_of(session, project_id, found)), moments)


def _told(session: Session, project_id: int, timeline: Timeline, moments: Iterable[str]) -> tuple[Span, ...]:
    """Collect where turning points are told: numbers of interviews and turns, as decisions keep them.

    Raises
    ------
    Refusal
        When none of them is in the timeline: a decision without a place would hold for whatever gets its id.
    """
    numbers, now = _numbers(session, project_id), timeline.by_id
    told = {(numbers[file], turn) for each in moments if each in now for file, turn in now[each].places}
    if not told:
        raise Gone("Dit moment bestaat niet (meer).", "Misschien is het samengevoegd of verworpen.")
    return tuple(sorted(told))


def _numbers(session: Session, project_id: int) -> dict[str, int]:
    """Number of each interview of a project, by file name."""
    rows = session.execute(select(InterviewRow.file, InterviewRow.id).filter_by(project_id=project_id))
    return {row.file: row.id for row in rows}


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
