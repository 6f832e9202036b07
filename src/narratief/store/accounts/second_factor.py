"""The second factor of who logs in with a password: codes that an app on the phone makes of a secret (RFC 6238)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import InvalidToken
from pyotp.utils import strings_equal
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from narratief.domain.errors import InputError, Refusal
from narratief.privacy.vault.derived_key import derived_key
from narratief.store.accounts.attempts import TRIES_PER_ACCOUNT, count_attempt, forget_attempts
from narratief.store.accounts.audit import note
from narratief.store.accounts.recovery_codes import (
    FreshCodes,
    codes_left,
    fitting_code,
    forget_codes,
    save_codes,
    use_code,
)
from narratief.store.accounts.token_hash import token_hash
from narratief.store.database import Store, rows_changed
from narratief.store.schema import PendingLogin, Person, SecondFactor
from narratief.store.schema.base import now

SETTING_UP = timedelta(minutes=15)
"""How long a new secret waits for its first code. Chosen, not measured: time to install an app."""
ISSUER = "narratief"
WRONG_CODE = "Deze code klopt niet."
TOO_OFTEN = "Er is te vaak een verkeerde code ingevuld."
_NO_KEY = "De code kan nu niet worden nagekeken."
_STEP = timedelta(seconds=30)  # the step of time that RFC 6238 recommends, and all apps use
_AROUND = (0, -1, 1)  # steps that are taken too: RFC 6238 allows one for delay; clocks differ in both directions


def begin(session: Session, person: Person) -> str:
    """Make the secret that the app is to be given; nothing is asked for until `turn_on`.

    Returns
    -------
    str
        160 bits in Base32.

    Raises
    ------
    Refusal
        When the second factor is on already, or the person has no password.
    InputError
        When there is no key to keep the secret with.
    """
    if person.password is None:
        raise Refusal("De tweede stap hoort bij inloggen met een wachtwoord.", "U logt in via uw gemeente.")
    if is_on(session, person.id):
        raise Refusal("De tweede stap staat al aan.")
    secret = pyotp.random_base32()
    sealed = derived_key(_purpose(person.id)).encrypt(secret.encode()).decode()
    session.merge(SecondFactor(person_id=person.id, sealed=sealed, made_at=now(), confirmed_at=None, last_step=0))
    return secret


def secret_to_confirm(session: Session, person: Person) -> str:
    """Open the secret that was made a moment ago and not confirmed.

    Raises
    ------
    Refusal
        When there is none, or it was made too long ago.
    """
    row = session.get(SecondFactor, person.id)
    if row is None or row.confirmed_at is not None or row.made_at + SETTING_UP <= now():
        raise Refusal("Dit duurde te lang.", "Begin opnieuw met de tweede stap.")
    return _opened(row)


def address_for_app(secret: str, person: Person) -> str:
    """Address (otpauth:) that the app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def turn_on(session: Session, person: Person, code: str, recovery: FreshCodes) -> bool:
    """Turn it on when a code of the app shows that the app has the secret; False when the code is wrong.

    Raises
    ------
    Refusal
        As `secret_to_confirm`.
    """
    step = _step_of(secret_to_confirm(session, person), code, now())
    if step is None:
        return False
    session.execute(
        update(SecondFactor).where(SecondFactor.person_id == person.id).values(confirmed_at=now(), last_step=step)
    )
    save_codes(session, person.id, recovery)
    return True


def turn_off(session: Session, person_id: int) -> bool:
    """Turn it off and forget the secret and the recovery codes; False when it was off."""
    was = is_on(session, person_id)
    forget_codes(session, person_id)
    session.execute(delete(PendingLogin).where(PendingLogin.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    return was


def is_on(session: Session, person_id: int) -> bool:
    """Tell whether a person is asked for a code after the password."""
    on = (SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None))
    return session.scalar(select(SecondFactor.person_id).where(*on)) is not None


def all_on(session: Session) -> frozenset[int]:
    """Ids of all who are asked for a code."""
    return frozenset(session.scalars(select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))))


def code_fits(store: Store, person: Person, code: str, address: str) -> bool:
    """Check a code of the app, or a recovery code, and use it up; attempts are counted as those at passwords are.

    Parameters
    ----------
    address
        Network address that the request came from.

    Raises
    ------
    Refusal
        When there were too many wrong ones in the last quarter of an hour, or the secret cannot be opened.
    """
    # not the password's count: a right password, which whoever guesses here has, would begin that anew
    account = token_hash(f"second factor of {person.id}")
    with store.writing() as session:
        attempt = count_attempt(session, account, address, TOO_OFTEN, everywhere=TRIES_PER_ACCOUNT)
    recovery = fitting_code(store, person.id, code)
    with store.writing() as session:
        recovered = recovery is not None and is_on(session, person.id) and use_code(session, recovery)
        fits = recovered or (recovery is None and _use_step(session, person.id, code))
        if fits:
            forget_attempts(session, account, attempt)
        else:
            note(session, "code_failed", person, address=address)
        if recovered:
            left = {"left": codes_left(session, person.id)}
            note(session, "recovery_code_used", person, address=address, details=left)
    return fits


def _use_step(session: Session, person_id: int, code: str) -> bool:
    """Use a code of the app up; one that was used, and any before it, works no more (also of two at once)."""
    row = session.get(SecondFactor, person_id)
    if row is None or row.confirmed_at is None:
        return False
    step = _step_of(_opened(row), code, now())
    if step is None:
        return False
    unused = (SecondFactor.person_id == person_id, SecondFactor.last_step < step)
    return rows_changed(session, update(SecondFactor).where(*unused).values(last_step=step)) == 1


def _step_of(secret: str, typed: str, moment: datetime) -> int | None:
    """Find the step of time whose code was typed, the present one or one beside it; None when there is none."""
    totp, code = pyotp.TOTP(secret), "".join(typed.split())
    near = (moment + around * _STEP for around in _AROUND)
    return next((totp.timecode(at) for at in near if strings_equal(totp.at(at), code)), None)


def _opened(row: SecondFactor) -> str:
    """Open a sealed secret.

    Raises
    ------
    Refusal
        When the key is not there, or is another one than it was sealed with.
    """
    try:
        return derived_key(_purpose(row.person_id)).decrypt(row.sealed).decode()
    except (InputError, InvalidToken):
        raise Refusal(_NO_KEY, "Gebruik een herstelcode, of vraag de beheerder om hulp.") from None


def _purpose(person_id: int) -> str:
    """Name what a secret is sealed for; one that is laid with another account does not open there."""
    return f"narratief second factor of account {person_id}"
