"""What the light-weight part of the tagger learns from, and its versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import ChangeTagger, TaggerState
from narratief.domain.decision import Author
from narratief.domain.errors import Refusal
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Turn
from narratief.store.decision_log import record
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import CurrentCode
from narratief.store.schema import ProjectRow, TaggerVersion
from narratief.store.schema.base import now


@dataclass(frozen=True, slots=True)
class Example:
    """What people decided about a fragment.

    Attributes
    ----------
    turn
        The turn that it was said in.
    yes, no
        Themes that a person said hold, and do not hold; about other themes nobody said anything.
    machine
        The machine's scores where it gave a theme.
    decision
        The last decision about it: to hold the newest out, or to split at random.
    """

    project_id: int
    fragment: Fragment
    turn: Turn
    yes: frozenset[str]
    no: frozenset[str]
    machine: Mapping[str, float]
    decision: int


def examples(session: Session, project_id: int | None = None) -> list[Example]:
    """Collect the fragments that people decided about; disputed codes are left out.

    Parameters
    ----------
    project_id
        None for all projects.
    """
    if project_id is None:
        found = session.scalars(select(ProjectRow.id).where(ProjectRow.archived_at.is_(None)).order_by(ProjectRow.id))
        return [example for number in found for example in examples(session, number)]
    state = project_state(session, project_id)
    turns = {each.interview.id: each.interview.turns for each in state.interviews.values()}
    grouped: dict[tuple[str, str], tuple[Fragment, list[CurrentCode]]] = {}
    for code in state.codes:
        key = (code.fragment.interview, code.fragment.id)
        grouped.setdefault(key, (code.fragment, []))[1].append(code)
    made = []
    for fragment, codes in grouped.values():
        # what was decided in bulk says again what the machine said, so that there is nothing to learn from it
        clear = [code for code in codes if code.decided and not code.contested and not code.in_bulk]
        yes = frozenset(code.theme for code in clear if code.settled)
        no = frozenset(code.theme for code in clear if code.status == "rejected")
        if yes or no:
            scores = {code.theme: code.score for code in codes if code.by_machine}
            last = max(code.decided[-1] for code in clear)
            turn = turns[fragment.interview][fragment.turn]
            made.append(Example(project_id, fragment, turn, yes, no, scores, last))
    return made


def propose_tagger(
    session: Session,
    author: Author,
    project_id: int | None,
    weights: bytes,
    *,
    learned_from: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> TaggerVersion:
    """Keep a newly learned version, not yet in use, with the scores of the present one and its own."""
    present = tagger_in_use(session, project_id)
    version = TaggerVersion(
        project_id=project_id,
        parent_id=present.id if present else None,
        weights=weights,
        learned_from=dict(learned_from),
        before=dict(before),
        after=dict(after),
        made_by=author.name,
    )
    session.add(version)
    session.flush()
    return version


def tagger_in_use(session: Session, project_id: int | None) -> TaggerVersion | None:
    """Version in use: the last accepted one; None for the tagger as it was shipped."""
    own = TaggerVersion.project_id.is_(None) if project_id is None else TaggerVersion.project_id == project_id
    query = select(TaggerVersion).where(own, TaggerVersion.state == "accepted")
    return session.scalar(query.order_by(TaggerVersion.decided_at.desc(), TaggerVersion.id.desc()).limit(1))


def learned_on(version: TaggerVersion, models: str) -> bool:
    """Tell whether a version was learned on these shipped models; its numbers mean nothing on top of others."""
    return bool(version.learned_from.get("models", models) == models)


def accept_tagger(session: Session, author: Author, version_id: int) -> None:
    """Put a proposed (or withdrawn) version in use."""
    _let(session, author, version_id, "accepted", ("proposed", "withdrawn", "refused"))


def refuse_tagger(session: Session, author: Author, version_id: int) -> None:
    """Do not put a proposed version in use."""
    _let(session, author, version_id, "refused", ("proposed",))


def roll_back_tagger(session: Session, author: Author, version_id: int) -> None:
    """Take an accepted version out of use; the one accepted before it is in use again."""
    _let(session, author, version_id, "withdrawn", ("accepted",))


def tagger_versions(session: Session, project_id: int | None) -> list[TaggerVersion]:
    """List versions, newest first."""
    own = TaggerVersion.project_id.is_(None) if project_id is None else TaggerVersion.project_id == project_id
    return list(session.scalars(select(TaggerVersion).where(own).order_by(TaggerVersion.id.desc())))


def _let(
    session: Session, author: Author, version_id: int, state: TaggerState, allowed: tuple[TaggerState, ...]
) -> None:
    """Change the state of a version when its present state allows that, and record who did."""
    version = session.scalar(select(TaggerVersion).where(TaggerVersion.id == version_id).with_for_update())
    if version is None or version.state not in allowed:
        raise Refusal("Dit kan niet (meer) met deze versie.", "Laad de pagina opnieuw.")
    before = version.state
    version.state, version.decided_at, version.decided_by = state, now(), author.name
    if version.project_id is not None:
        record(session, author, version.project_id, ChangeTagger(version.id, state, before))
