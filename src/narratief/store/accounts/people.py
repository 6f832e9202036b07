"""Accounts: made, changed, given projects."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.accounts.access import OWN_PROJECTS_ONLY, Actor, Role
from narratief.store.accounts.weak_passwords import easy_to_guess
from narratief.store.schema import Membership, OneTimeLink, PendingLogin, Person, ProjectRow, WebSession

MIN_PASSWORD = 12
"""Characters. ASVS 6.2.1 asks for at least 8 and recommends 15; chosen between, as weak ones are refused besides."""
MAX_PASSWORD = 128
"""Characters. ASVS 6.2.9 asks that 64 be allowed; the bound keeps a request from costing much hashing."""
_LONGEST_EMAIL = 254  # characters: what fits an SMTP path (RFC 5321, erratum 1690 of RFC 3696)
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("somebody who is not there must take as long as somebody who is")


def normal_email(email: str) -> str:
    """Normalise an e-mail address to the one form that is kept.

    Raises
    ------
    Refusal
        When it is none.
    """
    plain = email.strip().lower()
    if len(plain) > _LONGEST_EMAIL or not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", plain):
        raise Refusal("Dit is geen geldig e-mailadres.", "Controleer het adres.")
    return plain


def add_person(
    session: Session, email: str, name: str, role: Role, *, may_open_vault: bool = False, subject: str | None = None
) -> Person:
    """Make an account without a password; the person chooses one by a one-time link, or uses single sign-on.

    Raises
    ------
    Refusal
        When the name is empty, the address is none, or somebody has it already.
    """
    plain = normal_email(email)
    if not name.strip():
        raise Refusal("Vul een naam in.")
    if person_by_email(session, plain) is not None:
        raise Refusal("Er is al een account met dit e-mailadres.")
    person = Person(email=plain, name=name.strip(), role=role, may_open_vault=may_open_vault, subject=subject)
    session.add(person)
    session.flush()
    return person


def change_person(
    session: Session,
    person: Person,
    *,
    name: str | None = None,
    role: Role | None = None,
    may_open_vault: bool | None = None,
    active: bool | None = None,
) -> None:
    """Change an account; who loses a right that they had, or the account, is logged out everywhere.

    Raises
    ------
    Refusal
        When nobody would be left who can manage people; nothing is changed then.
    """
    wanted = {"name": name, "role": role, "may_open_vault": may_open_vault, "active": active}
    changes = {field: value for field, value in wanted.items() if value is not None and value != getattr(person, field)}
    less = "role" in changes or changes.get("active") is False or changes.get("may_open_vault") is False
    was = person.active and person.role == Role.ADMINISTRATOR
    stays = changes.get("active", person.active) and changes.get("role", person.role) == Role.ADMINISTRATOR
    if was and not stays and not _other_administrators(session, person):
        raise Refusal(
            "Dit is de laatste beheerder. Dit account moet actief en beheerder blijven.",
            "Maak eerst iemand anders beheerder.",
        )
    for field, value in changes.items():
        setattr(person, field, value)
    if less:
        session.execute(delete(WebSession).where(WebSession.person_id == person.id))


def _other_administrators(session: Session, person: Person) -> int:
    """Count who else can manage people; nobody can end these rights until this is kept (two who close each other)."""
    able = select(Person.id, Person.role).where(Person.role == Role.ADMINISTRATOR, Person.active.is_(True))
    return sum(number != person.id for number, _ in session.execute(able.order_by(Person.id).with_for_update()))


def set_password(session: Session, person: Person, password: str) -> None:
    """Set a password, and end all sessions and links of the person.

    Raises
    ------
    Refusal
        When it is too short, too long, or easy to guess from the account.
    """
    if len(password) < MIN_PASSWORD:
        raise Refusal(f"Dit wachtwoord is te kort (minstens {MIN_PASSWORD} tekens).", "Kies bijvoorbeeld een zin.")
    if len(password) > MAX_PASSWORD:
        raise Refusal(f"Dit wachtwoord is te lang (hoogstens {MAX_PASSWORD} tekens).")
    if easy_to_guess(password, person.email, person.name):
        raise Refusal("Dit wachtwoord is makkelijk te raden.", "Kies een ander wachtwoord.")
    person.password = _hasher.hash(password)
    session.execute(delete(WebSession).where(WebSession.person_id == person.id))
    session.execute(delete(PendingLogin).where(PendingLogin.person_id == person.id))
    withdraw_links(session, person.id)


def withdraw_links(session: Session, person_id: int) -> None:
    """Let no link work any more that was made for a person and not used."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None)))


def password_fits(person: Person | None, password: str) -> bool:
    """Check a password; takes as long for somebody who has none, or is not there."""
    kept = person.password if person is not None else None
    try:
        _hasher.verify(kept or _NOBODY, password[: MAX_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def renew_hash(person: Person, password: str) -> None:
    """Hash a password that was just found right anew when the way of hashing has become stronger since."""
    if person.password and _hasher.check_needs_rehash(person.password):
        person.password = _hasher.hash(password)


def person_by_email(session: Session, email: str) -> Person | None:
    """Find an account by e-mail address, in whatever case it is written."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_subject(session: Session, subject: str) -> Person | None:
    """Find an account by single sign-on: issuer and subject, joined by a space."""
    return session.scalar(select(Person).where(Person.subject == subject))


def people(session: Session) -> list[Person]:
    """List all accounts by name."""
    return list(session.scalars(select(Person).order_by(Person.name, Person.id)))


def actor_of(session: Session, person: Person) -> Actor:
    """Person as `access.may` takes them, with role and projects."""
    own = frozenset(session.scalars(select(Membership.project_id).where(Membership.person_id == person.id)))
    role, closed = Role(person.role), frozenset[int]()
    if role not in OWN_PROJECTS_ONLY | {Role.ADMINISTRATOR}:  # the first see no others anyway, the second all
        closed = frozenset(session.scalars(select(ProjectRow.id).where(ProjectRow.named_only.is_(True)))) - own
    return Actor(person.id, person.name, role, person.may_open_vault, person.active, own, closed)


def give_project(session: Session, person_id: int, project_id: int) -> None:
    """Make a person a member of a project."""
    session.merge(Membership(person_id=person_id, project_id=project_id))


def take_project(session: Session, person_id: int, project_id: int) -> None:
    """End a person's membership of a project."""
    session.execute(delete(Membership).filter_by(person_id=person_id, project_id=project_id))


def members_of(session: Session, project_id: int) -> list[Person]:
    """List the members of a project by name."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    return list(session.scalars(query.where(Membership.project_id == project_id).order_by(Person.name)))
