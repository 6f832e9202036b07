"""Guessing passwords and codes slowed down: per account and address, per account, and per address.

Nobody is shut out by what others do. Who types a wrong password too often is stopped for that account *at that network
address*: colleagues in the same office log in as ever, and so does the person themselves from elsewhere. An address
from which many accounts are tried is never shut, only slowed down. Many addresses that guess at one account together
are stopped by a higher count, which is the one way to shut somebody else's account, for a quarter of an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.schema import LoginAttempt
from narratief.store.schema.base import now

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
"""Wrong attempts within the window on one account from one address (ASVS 6.3.1 asks for a limit)."""
TRIES_EVERYWHERE = 50
"""Wrong attempts within the window on one account from all addresses together."""
TRIES_PER_ADDRESS = 30
"""Wrong attempts within the window from one address, on whatever account, after which it is slowed down."""
PAUSE = timedelta(seconds=5)
"""Time between two attempts from an address that is slowed down.

All four chosen, not measured: few enough that guessing is hopeless (at an address 30 passwords and then 12 a minute, at
an account 50 in a quarter of an hour), while it takes ten addresses to shut somebody else's account; see docs/asvs.md,
6.1.1."""
TOO_OFTEN = "Er is te vaak een verkeerd wachtwoord ingevuld."
_LATER = "Probeer het over een kwartier opnieuw."
_SLOWLY = (
    "Vanaf uw netwerk wordt te vaak een verkeerd wachtwoord ingevuld.",
    f"Wacht {PAUSE.seconds} seconden, en probeer het opnieuw.",
)


def count_attempt(
    session: Session, account: str, address: str, too_often: str = TOO_OFTEN, *, everywhere: int | None = None
) -> int:
    """Count an attempt; attempts on one account, and from one address, wait for each other.

    Parameters
    ----------
    account
        Hash of the e-mail address, whether there is such an account or not; or of what else is guessed at.
    address
        Network address that the request came from.
    too_often
        What is told when there were too many.
    everywhere
        Most wrong attempts from all addresses together; default `TRIES_EVERYWHERE`. Fewer where only who knows the
        password comes: nobody else can shut the account there.

    Returns
    -------
    int
        Its id, for `forget_attempts`.

    Raises
    ------
    Refusal
        When there were too many wrong ones in the last quarter of an hour, or the address tries too fast.
    """
    moment = now()
    if session.get_bind().dialect.name == "postgresql":
        for locked in (account, f"address {address}"):
            session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:locked))"), {"locked": locked})
    on_account, from_address = LoginAttempt.email_hash == account, LoginAttempt.address == address
    most = TRIES_EVERYWHERE if everywhere is None else everywhere
    if _wrong_since(session, moment - WINDOW, on_account, from_address) >= TRIES_PER_ACCOUNT:
        raise Refusal(too_often, _LATER)
    if _wrong_since(session, moment - WINDOW, on_account) >= most:
        raise Refusal(too_often, _LATER)
    if _wrong_since(session, moment - WINDOW, from_address) >= TRIES_PER_ADDRESS and _wrong_since(
        session, moment - PAUSE, from_address
    ):
        raise Refusal(*_SLOWLY)
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < moment - timedelta(days=1)))
    attempt = LoginAttempt(email_hash=account, address=address, at=moment)
    session.add(attempt)
    session.flush()
    return attempt.id


def forget_attempts(session: Session, account: str, attempt: int) -> None:
    """Count no more against an account at the address that its password was given from, nor this attempt anywhere.

    What other addresses tried stays: a person who logs in must not give who guesses elsewhere new tries.
    """
    here = select(LoginAttempt.address).where(LoginAttempt.id == attempt).scalar_subquery()
    session.execute(delete(LoginAttempt).where(LoginAttempt.email_hash == account, LoginAttempt.address == here))


def _wrong_since(session: Session, since: datetime, *those: ColumnElement[bool]) -> int:
    """Count attempts since a moment."""
    return session.scalar(select(func.count()).where(*those, LoginAttempt.at > since)) or 0
