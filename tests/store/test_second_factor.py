"""Codes of the app and recovery codes: each works once, and the secret cannot be read from the database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import update

from narratief.domain import locations, settings
from narratief.domain.errors import InputError, Refusal
from narratief.store.accounts import second_factor
from narratief.store.accounts.access import Role
from narratief.store.accounts.attempts import TRIES_PER_ACCOUNT
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.login import log_in
from narratief.store.accounts.people import add_person, set_password
from narratief.store.accounts.recovery_codes import HOW_MANY, codes_left, fresh_codes
from narratief.store.accounts.second_factor import begin, code_fits, is_on, secret_to_confirm, turn_off, turn_on
from narratief.store.accounts.token_hash import token_hash
from narratief.store.schema import RecoveryCode, SecondFactor

PASSWORD = "een lange zin als wachtwoord"
AT = datetime(2026, 3, 4, 13, 5, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def clock(monkeypatch, own_home):
    """A clock that stands still until it is moved."""

    class Clock:
        at = AT

        def __call__(self):
            return self.at

    made = Clock()
    monkeypatch.setattr(second_factor, "now", made)
    return made


@pytest.fixture
def anna(store):
    with store.writing() as session:
        person = add_person(session, "anna@gemeente.nl", "Anna", Role.RESEARCHER)
        set_password(session, person, PASSWORD)
        return person


@pytest.fixture
def phone(store, anna, clock):
    """Anna's app; the code that she confirmed with is used up, and the clock is at the next step."""
    codes = fresh_codes()
    with store.writing() as session:
        secret = begin(session, anna)
        assert not is_on(session, anna.id)
        assert turn_on(session, anna, pyotp.TOTP(secret).at(clock()), codes)
    clock.at += STEP
    app = pyotp.TOTP(secret)
    app.recovery = codes.shown
    return app


def fits(store, anna, code):
    return code_fits(store, anna, code, "1.1.1.1")


def test_the_codes_are_those_of_rfc_6238():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of the RFC's appendix B, "12345678901234567890" in ASCII
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        moment = datetime.fromtimestamp(seconds, UTC)
        assert second_factor._step_of(secret, code, moment) == seconds // 30
        assert second_factor._step_of(secret, code, moment + 2 * STEP) is None


def test_a_code_works_once(store, anna, phone, clock):
    code = phone.at(clock())
    assert not fits(store, anna, phone.at(clock() - STEP))  # that of the confirmation
    assert fits(store, anna, f" {code[:3]} {code[3:]} ")
    assert not fits(store, anna, code)
    clock.at += STEP
    assert not fits(store, anna, code)
    assert fits(store, anna, phone.at(clock()))


def test_of_two_who_send_a_code_at_once_one_succeeds(store, anna, phone, clock):
    code = phone.at(clock())
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: fits(store, anna, code), range(4)))
    assert sorted(told) == [False, False, False, True]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "zes", "０１２３４５", "é", "\x00"])
def test_what_is_no_code_is_wrong(store, anna, phone, code):
    assert not fits(store, anna, code)


def test_too_many_wrong_codes_shut_also_for_who_gives_the_password_again(store, anna, phone, clock):
    wrong = "000000" if phone.at(clock()) != "000000" else "111111"
    for _ in range(TRIES_PER_ACCOUNT):
        assert not fits(store, anna, wrong)
    assert log_in(store, anna.email, PASSWORD, "1.1.1.1") is not None
    with pytest.raises(Refusal, match="te vaak een verkeerde code"):
        fits(store, anna, phone.at(clock()))
    with store.reading() as session:
        assert len(audit_log(session, act="code_failed")) == TRIES_PER_ACCOUNT


def test_a_recovery_code_works_once_however_it_is_written(store, anna, phone):
    one, two = phone.recovery[:2]
    assert fits(store, anna, one.upper().replace("-", " "))
    assert not fits(store, anna, one)
    assert fits(store, anna, two)
    with store.reading() as session:
        assert codes_left(session, anna.id) == HOW_MANY - 2
        assert [entry.details for entry in audit_log(session, act="recovery_code_used")] == [{"left": 8}, {"left": 9}]
        assert all(row.code_hash.startswith("$argon2id$") for row in session.query(RecoveryCode))


def test_recovery_codes_are_of_one_person(store, anna, phone):
    with store.writing() as session:
        bert = add_person(session, "bert@gemeente.nl", "Bert", Role.RESEARCHER)
        set_password(session, bert, PASSWORD)
    assert not fits(store, bert, phone.recovery[0])
    assert fits(store, anna, phone.recovery[0])


def test_the_secret_cannot_be_read_from_the_database(store, anna, phone):
    with store.reading() as session:
        kept = session.get_one(SecondFactor, anna.id).sealed
    assert phone.secret not in json.dumps(kept)
    locations.vault_key_file().unlink()
    with pytest.raises(Refusal, match="kan nu niet worden nagekeken"):
        fits(store, anna, phone.at(AT + STEP))
    assert fits(store, anna, phone.recovery[0])  # does not need the key


def test_a_secret_that_is_laid_with_another_account_does_not_open(store, anna, phone, clock):
    with store.writing() as session:
        bert = add_person(session, "bert@gemeente.nl", "Bert", Role.ADMINISTRATOR)
        set_password(session, bert, PASSWORD)
        begin(session, bert)
        own = session.get_one(SecondFactor, anna.id).sealed
        session.execute(
            update(SecondFactor).where(SecondFactor.person_id == bert.id).values(sealed=own, confirmed_at=AT)
        )
    with pytest.raises(Refusal):
        fits(store, bert, phone.at(clock()))


def test_no_new_key_hides_that_the_vaults_key_is_lost(store, anna):
    (locations.vault_dir() / "plein.kluis").write_bytes(b"x")
    with pytest.raises(InputError, match="ontbreekt"), store.writing() as session:
        begin(session, anna)
    assert not locations.vault_key_file().exists()


def test_a_secret_must_be_confirmed_in_time_by_a_code_of_it(store, anna, clock):
    with store.writing() as session:
        secret = begin(session, anna)
        assert not turn_on(session, anna, pyotp.TOTP(pyotp.random_base32()).at(clock()), fresh_codes())
        assert not is_on(session, anna.id)
        assert codes_left(session, anna.id) == 0
    assert not fits(store, anna, pyotp.TOTP(secret).at(clock()))  # not on yet
    clock.at += second_factor.SETTING_UP
    with pytest.raises(Refusal, match="te lang"), store.reading() as session:
        secret_to_confirm(session, anna)


def test_it_is_for_who_has_a_password_and_not_twice(store, anna, phone):
    with store.writing() as session:
        guest = add_person(session, "gast@gemeente.nl", "Gast", Role.RESEARCHER, subject="https://i gast")
    for person, told in ((anna, "staat al aan"), (guest, "wachtwoord")):
        with pytest.raises(Refusal, match=told), store.writing() as session:
            begin(session, person)


def test_turned_off_nothing_of_it_is_left(store, anna, phone, clock):
    with store.writing() as session:
        assert turn_off(session, anna.id)
        assert not turn_off(session, anna.id)
        assert session.query(SecondFactor).count() == session.query(RecoveryCode).count() == 0
    assert not fits(store, anna, phone.at(clock()))
    assert not fits(store, anna, phone.recovery[0])


def test_attempts_at_codes_are_counted_apart_from_those_at_passwords(store, anna, phone):
    assert token_hash(anna.email) != token_hash(f"second factor of {anna.id}")
    for _ in range(TRIES_PER_ACCOUNT - 1):
        fits(store, anna, "x")
    assert fits(store, anna, phone.recovery[0])
    for _ in range(TRIES_PER_ACCOUNT):  # a right code began the count anew
        assert not fits(store, anna, "x")


@pytest.mark.parametrize(("given", "required"), [("", False), ("vrij", False), ("Verplicht ", True)])
def test_it_can_be_required(monkeypatch, given, required):
    monkeypatch.setenv("NARRATIEF_SECOND_FACTOR", given)
    assert (settings.get_settings("second_factor").second_factor == "verplicht") is required


def test_a_typing_error_does_not_leave_the_requirement_out(monkeypatch):
    monkeypatch.setenv("NARRATIEF_SECOND_FACTOR", "verplcht")
    with pytest.raises(InputError, match="geen keuze"):
        settings.get_settings("second_factor")
