"""Codes for one use each, for who has lost the phone: shown once, kept as Argon2 hashes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from narratief.store.database import Store, rows_changed
from narratief.store.schema import RecoveryCode
from narratief.store.schema.base import now

HOW_MANY = 10
"""Codes that a person gets. Chosen, not measured: what other services give, and fits on a slip of paper."""
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are read for one another."""
_LENGTH, _GROUP = 12, 4
"""Signs of a code, and of each group in it. 12 of 31 signs are 59 bits; below 112 ASVS 6.5.2 asks for a slow hash."""
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class FreshCodes:
    """New codes: as they are shown once, and the hashes to keep (made before a transaction: hashing takes a while)."""

    shown: tuple[str, ...]
    hashes: tuple[str, ...]


def fresh_codes() -> FreshCodes:
    """Make a person's codes."""
    plain = ["".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(HOW_MANY)]
    shown = tuple("-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)) for code in plain)
    return FreshCodes(shown, tuple(_hasher.hash(code) for code in plain))


def save_codes(session: Session, person_id: int, codes: FreshCodes) -> None:
    """Keep a person's codes in place of earlier ones, which work no more."""
    forget_codes(session, person_id)
    session.add_all(RecoveryCode(person_id=person_id, code_hash=hashed) for hashed in codes.hashes)
    session.flush()


def forget_codes(session: Session, person_id: int) -> None:
    """Delete a person's codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def codes_left(session: Session, person_id: int) -> int:
    """Count a person's codes that were not used."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).where(*unused)) or 0


def fitting_code(store: Store, person_id: int, typed: str) -> int | None:
    """Find the unused code that was typed, in whatever case and with whatever marks between; None when there is none.

    Returns
    -------
    int or None
        Its id, for `use_code`.
    """
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    if len(plain) != _LENGTH:
        return None
    with store.reading() as session:
        unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
        kept = session.execute(select(RecoveryCode.id, RecoveryCode.code_hash).where(*unused)).all()
    return next((number for number, hashed in kept if _fits(hashed, plain)), None)


def use_code(session: Session, number: int) -> bool:
    """Use a code up; of two that try at once one succeeds."""
    unused = (RecoveryCode.id == number, RecoveryCode.used_at.is_(None))
    return rows_changed(session, update(RecoveryCode).where(*unused).values(used_at=now())) == 1


def _fits(hashed: str, plain: str) -> bool:
    """Tell whether a hash is of these words."""
    try:
        return _hasher.verify(hashed, plain)
    except (VerificationError, InvalidHashError):
        return False
