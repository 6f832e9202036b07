"""A person's own sessions: where they are logged in, and ending what they do not know or need."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from narratief.store.accounts.login import IDLE
from narratief.store.accounts.token_hash import token_hash
from narratief.store.schema import PendingLogin, WebSession
from narratief.store.schema.base import now


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which a person is logged in.

    Attributes
    ----------
    mark
        What tells it from the person's others on a page; nobody can log in with it.
    browser
        Kind of browser; empty when that is not known.
    seen_at
        Last use, a few minutes precise.
    way
        How the person logged in; see `WebSession`.
    own
        True for the browser that asks.
    """

    mark: str
    browser: str
    started_at: datetime
    seen_at: datetime
    way: str
    own: bool


def own_sessions(session: Session, person_id: int, token: str) -> list[OwnSession]:
    """List the sessions of a person that did not end, that of the asking browser first, then the last used.

    Parameters
    ----------
    token
        Of the browser that asks.
    """
    moment, own = now(), token_hash(token)
    query = select(WebSession).where(
        WebSession.person_id == person_id, WebSession.expires_at > moment, WebSession.seen_at > moment - IDLE
    )
    rows = sorted(session.scalars(query), key=lambda row: (row.token_hash == own, row.seen_at), reverse=True)
    return [
        OwnSession(_mark(row), row.browser, row.started_at, row.seen_at, row.way, row.token_hash == own) for row in rows
    ]


def end_others(session: Session, person_id: int, token: str, marks: Collection[str] | None = None) -> int:
    """End other sessions of a person, never that of the asking browser; returns how many.

    Parameters
    ----------
    marks
        Those to end; None for all, and logins that still owe a code with them.
    """
    rows = session.scalars(select(WebSession).where(WebSession.person_id == person_id)).all()
    others = [row for row in rows if row.token_hash != token_hash(token)]
    ended = [row.token_hash for row in others if marks is None or _mark(row) in marks]
    session.execute(delete(WebSession).where(WebSession.token_hash.in_(ended)))
    if marks is None:
        session.execute(delete(PendingLogin).where(PendingLogin.person_id == person_id))
    return len(ended)


def _mark(row: WebSession) -> str:
    """Mark by which a page names a session: hashed once more, so that what the store keeps is on no page."""
    return token_hash(row.token_hash)[:24]
