"""Logging in and staying so: sessions that expire, guessing slowed down, links that work once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.accounts.access import Role
from narratief.store.accounts.attempts import count_attempt, forget_attempts
from narratief.store.accounts.audit import note
from narratief.store.accounts.people import (
    add_person,
    password_fits,
    person_by_email,
    renew_hash,
    set_password,
    withdraw_links,
)
from narratief.store.accounts.second_factor import is_on
from narratief.store.accounts.token_hash import token_hash
from narratief.store.database import Store, rows_changed
from narratief.store.schema import OneTimeLink, PendingLogin, Person, WebSession
from narratief.store.schema.base import now

BY_PASSWORD, BY_SIGN_ON = "password", "single_sign_on"
IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
"""A session ends after so long without use, and after so long in any case (ASVS 7.3.1 and 7.3.2 ask for both limits).
Chosen, not measured: a working day without typing a password in a shared room; see docs/asvs.md, V7."""
LINK_LASTS = {"administrator": timedelta(hours=24), "invite": timedelta(days=7), "password": timedelta(hours=2)}
"""How long a one-time link works. Chosen, not measured: an invitation lies in a mailbox over a weekend, who forgot a
password waits for the link, and the first administrator sits at the console."""
NO_LINK = "Deze link werkt niet (meer)."
WRONG = "Het e-mailadres of het wachtwoord klopt niet."


def log_in(store: Store, email: str, password: str, address: str) -> Person | None:
    """Check who logs in; None when the address or the password is wrong, or the account is closed.

    The attempt is counted before the password is looked at (which takes a while, and is done outside a transaction),
    so that guessing at many passwords at once is slowed down too.

    Parameters
    ----------
    address
        Network address that the request came from.

    Raises
    ------
    Refusal
        When there were too many wrong attempts in the last quarter of an hour; the password is not looked at then.
    """
    hashed = token_hash(email.strip().lower())
    with store.writing() as session:
        attempt = count_attempt(session, hashed, address)
        person = person_by_email(session, email)
    fits = password_fits(person, password)
    with store.writing() as session:
        if person is None or not fits or not person.active:
            note(session, "login_failed", person, address=address)
            return None
        forget_attempts(session, hashed, attempt)
        person = session.merge(person)
        renew_hash(person, password)
        # with a second factor this is half of it; see `narratief.store.accounts.pending_logins`
        note(session, "password_given" if is_on(session, person.id) else "login", person, address=address)
        return person


def confirm_password(store: Store, person: Person, password: str, address: str) -> bool:
    """Check the password of who is logged in, counted as logging in is: a session that was taken over guesses too.

    Raises
    ------
    Refusal
        When there were too many wrong attempts in the last quarter of an hour.
    """
    hashed = token_hash(person.email)
    with store.writing() as session:
        attempt = count_attempt(session, hashed, address)
    fits = password_fits(person, password)
    with store.writing() as session:
        if fits:
            forget_attempts(session, hashed, attempt)
        else:
            note(session, "login_failed", person, address=address)
    return fits


def start_session(
    session: Session, person: Person, way: str = BY_PASSWORD, browser: str = ""
) -> tuple[str, WebSession]:
    """Begin a session; returns the token for the cookie (kept nowhere else) and the row.

    Parameters
    ----------
    way
        How the person logged in: `BY_PASSWORD` or `BY_SIGN_ON`.
    browser
        Kind of browser, by which the person knows the session again.
    """
    token = secrets.token_urlsafe(32)
    moment = now()
    row = WebSession(
        token_hash=token_hash(token),
        person_id=person.id,
        form_token=secrets.token_urlsafe(32),
        way=way,
        browser=browser,
        started_at=moment,
        seen_at=moment,
        expires_at=moment + LONGEST,
    )
    session.execute(delete(WebSession).where(WebSession.expires_at < moment))
    session.add(row)
    session.flush()
    return token, row


def session_of(session: Session, token: str, moment: datetime | None = None) -> tuple[Person, WebSession] | None:
    """Find who is logged in with a token; None when nobody is, or the session ended.

    Parameters
    ----------
    moment
        Default: the present.
    """
    at = moment or now()
    row = session.get(WebSession, token_hash(token))
    if row is None or row.expires_at <= at or row.seen_at + IDLE <= at:
        return None
    person = session.get(Person, row.person_id)
    return (person, row) if person is not None and person.active else None


def touch(session: Session, row: WebSession) -> None:
    """Note that a session is in use; call it with a writing session when `stale` says so, not on every request."""
    session.execute(update(WebSession).where(WebSession.token_hash == row.token_hash).values(seen_at=now()))


def stale(row: WebSession) -> bool:
    """Tell whether a session's last use was noted long enough ago to note it again."""
    return now() - row.seen_at > IDLE / 20


def end_session(session: Session, token: str) -> None:
    """Log out."""
    session.execute(delete(WebSession).where(WebSession.token_hash == token_hash(token)))


def end_sessions(session: Session, person_id: int) -> None:
    """Log a person out everywhere."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))
    session.execute(delete(PendingLogin).where(PendingLogin.person_id == person_id))


def first_administrator(session: Session) -> str | None:
    """Make the one-time link by which the first administrator makes an account; None when there are accounts.

    Returns
    -------
    str or None
        The token; earlier ones stop working.
    """
    if session.scalar(select(func.count()).select_from(Person)):
        return None
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == "administrator"))
    return make_link(session, "administrator", None)


def become_administrator(session: Session, token: str, email: str, name: str, password: str) -> Person:
    """Use the first administrator's link up and make the account.

    Raises
    ------
    Refusal
        When the link does not work, or the account cannot be made so (the link then still works).
    """
    link = use_link(session, token)
    if link.purpose != "administrator" or session.scalar(select(func.count()).select_from(Person)):
        raise Refusal(NO_LINK)
    person = add_person(session, email, name, Role.ADMINISTRATOR, may_open_vault=True)
    set_password(session, person, password)
    note(session, "first_administrator", person)
    return person


def make_link(session: Session, purpose: str, person: Person | None) -> str:
    """Make a link that works once, in place of earlier ones of the person; returns its token, kept only as a hash.

    Parameters
    ----------
    purpose
        "invite" (a new account chooses its password) or "password" (forgotten).
    """
    if person is not None:
        withdraw_links(session, person.id)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person.id if person else None,
            expires_at=now() + LINK_LASTS[purpose],
        )
    )
    session.flush()
    return token


def open_link(session: Session, token: str) -> OneTimeLink | None:
    """Find a link that still works, without using it (to show its page)."""
    row = session.get(OneTimeLink, token_hash(token))
    return row if row is not None and row.used_at is None and row.expires_at > now() else None


def use_link(session: Session, token: str) -> OneTimeLink:
    """Use a link up; of two that try at once one succeeds.

    Raises
    ------
    Refusal
        When it does not exist, was used, or is too old.
    """
    moment = now()
    used = rows_changed(
        session,
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == token_hash(token), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > moment
        )
        .values(used_at=moment),
    )
    if used != 1:
        raise Refusal(NO_LINK, "Vraag de beheerder om een nieuwe link.")
    return session.get_one(OneTimeLink, token_hash(token))


def choose_password(session: Session, token: str, password: str) -> Person:
    """Use an invitation or password link to set the password of its person.

    Raises
    ------
    Refusal
        When the link does not work or the password is too weak (end the session by this exception: the link then
        still works).
    """
    link = use_link(session, token)
    person = session.get(Person, link.person_id) if link.person_id else None
    if person is None or not person.active:
        raise Refusal(NO_LINK, "Vraag de beheerder om een nieuwe link.")
    set_password(session, person, password)
    note(session, "password_set", person)
    return person
