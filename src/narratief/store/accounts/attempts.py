"""Guessing passwords and codes slowed down: attempts are counted per account and per network address."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.schema import LoginAttempt
from narratief.store.schema.base import now

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 30
"""Wrong attempts within the window on one account, and from one network address (ASVS 6.3.1 asks for a limit). Chosen,
not measured: few enough that guessing is hopeless, while an attacker shuts an account for a quarter of an hour at most
and an office behind one address can go on; see docs/asvs.md, 6.1.1."""
TOO_OFTEN = "Er is te vaak een verkeerd wachtwoord ingevuld."


def count_attempt(session: Session, account: str, address: str, too_often: str = TOO_OFTEN) -> int:
    """Count an attempt; attempts on one account wait for each other.

    Parameters
    ----------
    account
        Hash of the e-mail address, whether there is such an account or not; or of what else is guessed at.
    address
        Network address that the request came from.
    too_often
        What is told when there were too many.

    Returns
    -------
    int
        Its id, for `forget_attempts`.

    Raises
    ------
    Refusal
        When there were too many wrong ones in the last quarter of an hour.
    """
    moment = now()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:account))"), {"account": account})
    for column, value, most in (
        (LoginAttempt.email_hash, account, TRIES_PER_ACCOUNT),
        (LoginAttempt.address, address, TRIES_PER_ADDRESS),
    ):
        tries = session.scalar(select(func.count()).where(column == value, LoginAttempt.at > moment - WINDOW)) or 0
        if tries >= most:
            raise Refusal(too_often, "Probeer het over een kwartier opnieuw.")
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < moment - timedelta(days=1)))
    attempt = LoginAttempt(email_hash=account, address=address, at=moment)
    session.add(attempt)
    session.flush()
    return attempt.id


def forget_attempts(session: Session, account: str, attempt: int) -> None:
    """Count no more against an account whose password was given, nor this attempt against its address."""
    session.execute(delete(LoginAttempt).where((LoginAttempt.email_hash == account) | (LoginAttempt.id == attempt)))
