"""Between the password and the code of the second factor: who gave the password, known by a token of their browser."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from narratief.store.accounts.token_hash import token_hash
from narratief.store.database import rows_changed
from narratief.store.schema import PendingLogin, Person
from narratief.store.schema.base import now

LASTS = timedelta(minutes=10)
"""How long a code can be typed after the password. Chosen, not measured: time to find the phone (asvs.md, 6.5.5)."""


def begin_pending_login(session: Session, person: Person) -> str:
    """Remember that a person gave their password; returns the token for the browser, kept only as a hash."""
    token = secrets.token_urlsafe(32)
    moment = now()
    session.execute(delete(PendingLogin).where(PendingLogin.expires_at < moment))
    session.add(PendingLogin(token_hash=token_hash(token), person_id=person.id, expires_at=moment + LASTS))
    session.flush()
    return token


def pending_login_of(session: Session, token: str) -> Person | None:
    """Find who gave their password; None when that is too long ago, or the account was closed since."""
    row = session.get(PendingLogin, token_hash(token))
    if row is None or row.expires_at <= now():
        return None
    person = session.get(Person, row.person_id)
    return person if person is not None and person.active else None


def end_pending_login(session: Session, token: str) -> bool:
    """Use the token up, once the code was right; False when it was used, or ended, meanwhile."""
    return rows_changed(session, delete(PendingLogin).where(PendingLogin.token_hash == token_hash(token))) == 1
