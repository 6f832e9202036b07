"""People, what they may see, how they log in, and the log of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class Person(Base):
    """An account.

    Attributes
    ----------
    email
        In lower case.
    password
        Argon2 hash; None when the person only logs in by single sign-on or has not chosen one yet.
    subject
        Issuer and subject of single sign-on, joined by a space; None without it.
    role
        evaluator, researcher, participation or administrator.
    """

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    subject: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str]
    may_open_vault: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Membership(Base):
    """That a person is named in a project: an evaluator sees no other ones, and nobody one that is not for all."""

    __tablename__ = "memberships"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)


class WebSession(Base):
    """A browser that is logged in; the token itself is only in the cookie, here is its hash.

    Attributes
    ----------
    form_token
        Secret that forms of this session carry (CSRF).
    seen_at
        Last use; a session that is not used for a while ends.
    way
        How the person logged in: password (with a code where they have a second factor), or single_sign_on.
    browser
        Kind of browser; empty when that is not known.
    """

    __tablename__ = "web_sessions"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    form_token: Mapped[str]
    way: Mapped[str] = mapped_column(default="password", server_default="password")
    browser: Mapped[str] = mapped_column(default="", server_default="")
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class OneTimeLink(Base):
    """A link for one use: become the first administrator, accept an invitation, or choose a new password."""

    __tablename__ = "one_time_links"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondFactor(Base):
    """The secret that a person's app makes codes of.

    Attributes
    ----------
    sealed
        The secret, encrypted with a key that is not in the database.
    confirmed_at
        When a code showed that the app has it; None until then, and nothing is asked for.
    last_step
        Step of time (of 30 seconds) of the last code that was used; no code of it or before works.
    """

    __tablename__ = "second_factors"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code for one use in place of the app's; an Argon2 hash of it."""

    __tablename__ = "recovery_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class PendingLogin(Base):
    """A browser that gave a right password and owes the code; its token is hashed."""

    __tablename__ = "half_logins"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]


class LoginAttempt(Base):
    """A failed login, kept for a day to slow guessing down; the e-mail address is hashed."""

    __tablename__ = "login_attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class AuditEntry(Base):
    """Something that must be accounted for: logins, the vault opened, rights given, things deleted, exports.

    Attributes
    ----------
    who
        The person's name then; stays when the account is deleted.
    details
        Never words of a transcript.
    """

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    who: Mapped[str]
    act: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="SET NULL"))
    address: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]]
