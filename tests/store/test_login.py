"""Accounts, logging in, sessions and links."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from narratief.domain.errors import Refusal
from narratief.store.accounts import attempts, login
from narratief.store.accounts.access import Permission, Role, may
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.login import (
    become_administrator,
    choose_password,
    end_session,
    first_administrator,
    log_in,
    make_link,
    open_link,
    session_of,
    start_session,
    use_link,
)
from narratief.store.accounts.people import (
    MIN_PASSWORD,
    actor_of,
    add_person,
    change_person,
    give_project,
    members_of,
    people,
    set_password,
    take_project,
)
from narratief.store.accounts.weak_passwords import easy_to_guess
from narratief.store.schema import LoginAttempt, OneTimeLink, Person, WebSession
from narratief.store.schema.base import now

GOOD = "een lange zin als wachtwoord"


@pytest.fixture
def anna(store):
    with store.writing() as session:
        person = add_person(session, " Anna@Gemeente.NL ", "Anna", Role.RESEARCHER)
        set_password(session, person, GOOD)
        return person


def test_a_password_is_kept_as_argon2_only(store, anna):
    assert anna.email == "anna@gemeente.nl"
    assert anna.password.startswith("$argon2id$")
    assert log_in(store, "ANNA@gemeente.nl", GOOD, "1.1.1.1").id == anna.id
    assert log_in(store, "anna@gemeente.nl", GOOD + "!", "1.1.1.1") is None
    assert log_in(store, "niemand@gemeente.nl", GOOD, "1.1.1.1") is None
    with store.reading() as session:
        assert [entry.act for entry in audit_log(session)] == ["login_failed", "login_failed", "login"]


def test_outside_of_tests_hashing_takes_the_memory_that_makes_guessing_dear():
    modules = "from narratief.store.accounts import people, recovery_codes"
    asked = f"{modules}; print(people._hasher.memory_cost, recovery_codes._hasher.memory_cost)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert all(int(kibibytes) >= 19 * 1024 for kibibytes in told.split())  # OWASP, Password Storage Cheat Sheet
    assert len(told.split()) == 2


def test_guessing_is_slowed_down_per_account_and_ends(store, anna):
    for _ in range(attempts.TRIES_PER_ACCOUNT):
        assert log_in(store, anna.email, "fout", "1.1.1.1") is None
    with pytest.raises(Refusal, match="te vaak"):
        log_in(store, anna.email, GOOD, "1.1.1.1")
    with store.writing() as session:
        session.query(LoginAttempt).update({"at": now() - timedelta(minutes=16)})
    assert log_in(store, anna.email, GOOD, "1.1.1.1")
    with store.reading() as session:
        assert session.query(LoginAttempt).count() == 0


def test_guessing_at_many_accounts_from_one_address_is_slowed_down(store, monkeypatch):
    monkeypatch.setattr(attempts, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        assert log_in(store, f"p{number}@x.nl", "fout", "1.1.1.1") is None
    with pytest.raises(Refusal):
        log_in(store, "p9@x.nl", "fout", "1.1.1.1")
    assert log_in(store, "p9@x.nl", "fout", "3.3.3.3") is None


@pytest.mark.slow
def test_guessing_many_at_once_gets_no_more_tries(store, anna):
    def guess(number):
        try:
            return log_in(store, anna.email, f"fout {number}", "1.1.1.1")
        except Refusal:
            return "refused"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(guess, range(12)))
    assert answers.count(None) == attempts.TRIES_PER_ACCOUNT


def test_sessions_end_by_themselves_and_tokens_are_not_kept(store, anna):
    with store.writing() as session:
        token, row = start_session(session, anna)
        other, _ = start_session(session, anna)
    assert token != other
    with store.reading() as session:
        assert session_of(session, token)[0].id == anna.id
        assert session_of(session, "anders") is None
        assert session_of(session, token, now() + login.IDLE) is None
        assert session_of(session, token, now() + login.LONGEST) is None
        assert token not in {r.token_hash for r in session.query(WebSession)}
        assert row.form_token not in (token, row.token_hash)
    with store.writing() as session:
        end_session(session, token)
        assert session_of(session, token) is None
        assert session_of(session, other)


@pytest.mark.parametrize("change", [{"role": Role.EVALUATOR}, {"active": False}, {"may_open_vault": False}, "password"])
def test_who_loses_rights_is_logged_out(store, anna, change):
    with store.writing() as session:
        token, _ = start_session(session, anna)
    with store.writing() as session:
        person = session.get(Person, anna.id)
        person.may_open_vault = True
        if change == "password":
            set_password(session, person, GOOD + "?")
        else:
            change_person(session, person, **change)
        assert session_of(session, token) is None


def test_the_first_administrator_comes_in_by_a_link_that_works_once(store):
    with store.writing() as session:
        old, token = first_administrator(session), first_administrator(session)
    with store.reading() as session:
        assert open_link(session, old) is None
        assert open_link(session, token).purpose == "administrator"
    with pytest.raises(Refusal, match="te kort"), store.writing() as session:
        become_administrator(session, token, "b@x.nl", "Beheer", "kort")
    with store.writing() as session:
        become_administrator(session, token, "b@x.nl", "Beheer", GOOD)
    with pytest.raises(Refusal), store.writing() as session:
        become_administrator(session, token, "c@x.nl", "Tweede", GOOD)
    with store.writing() as session:
        assert first_administrator(session) is None
        assert [p.role for p in people(session)] == ["administrator"]


def test_invitations_and_password_links(store, anna):
    with store.writing() as session:
        token = make_link(session, "invite", anna)
    with store.writing() as session:
        choose_password(session, token, "nog een lange zin erbij")
    for used in (token, "verzonnen"):
        with pytest.raises(Refusal), store.writing() as session:
            choose_password(session, used, "weer een lange zin erbij")
    assert log_in(store, anna.email, "nog een lange zin erbij", "1.1.1.1")


def test_a_link_that_is_too_old_does_not_work(store, anna):
    with store.writing() as session:
        token = make_link(session, "password", anna)
        session.query(OneTimeLink).filter_by(purpose="password").update({"expires_at": now()})
    with pytest.raises(Refusal), store.writing() as session:
        choose_password(session, token, "weer een lange zin erbij")


def test_a_new_link_takes_the_place_of_earlier_ones(store, anna):
    with store.writing() as session:
        lost, fresh = make_link(session, "invite", anna), make_link(session, "invite", anna)
    with store.reading() as session:
        assert open_link(session, lost) is None
        assert open_link(session, fresh) is not None


def test_a_new_password_withdraws_links(store, anna):
    with store.writing() as session:
        token = make_link(session, "password", anna)
    with store.writing() as session:
        set_password(session, session.get(Person, anna.id), "nog een lange zin erbij")
    with store.reading() as session:
        assert open_link(session, token) is None


@pytest.mark.slow
def test_of_two_who_use_a_link_at_once_one_succeeds(store, anna):
    with store.writing() as session:
        token = make_link(session, "invite", anna)

    def use(_):
        try:
            with store.writing() as session:
                use_link(session, token)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(6))) == 1


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "aaaaaaaaaaaaaaaa",
        "anna@gemeente.nl",
        "x" * 129,
        "Welkom2026!!",
        "W3lk0m-gemeente",
        "wachtwoord123",
        "Narratief_Narratief",
        "Anna.Gemeente.2026",
        "qwertyuiop12345",
        "123456789012",
        "abcabcabcabc",
        "poiuytrewq!!",
        "Welcome-Password2026",
        "P@ssw0rd1234!",
        "michaeljackson",
        "q1w2e3r4t5y6",
        "19-03-1984-1984",
        "１２３４５６７８９０１２",
        "iloveyou" * 16,
    ],
)
def test_weak_passwords_are_refused(store, anna, password):
    with pytest.raises(Refusal), store.writing() as session:
        set_password(session, session.get(Person, anna.id), password)


def test_no_leaked_password_of_the_list_is_taken():
    leaked = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= MIN_PASSWORD]
    assert len(FREQUENCY_LISTS["passwords"]) >= 3000
    assert len(leaked) > 200
    assert [word for word in leaked if not easy_to_guess(word)] == []
    assert [word for word in leaked if not easy_to_guess(word.title() + "1")] == []


def test_every_frequent_leaked_password_made_long_enough_by_digits_is_refused():
    short = [word for word in FREQUENCY_LISTS["passwords"][:3000] if len(word) < MIN_PASSWORD]
    longer = [(word + "12345678901")[:MIN_PASSWORD] for word in short]
    assert [word for word in longer if not easy_to_guess(word)] == []


@pytest.mark.parametrize(("email", "name"), [("geen adres", "X"), ("anna@gemeente.nl", "X"), ("b@x.nl", " ")])
def test_wrong_accounts_are_refused(store, anna, email, name):
    with pytest.raises(Refusal), store.writing() as session:
        add_person(session, email, name, Role.EVALUATOR)


def test_the_last_administrator_stays(store):
    with store.writing() as session:
        one = add_person(session, "a@x.nl", "A", Role.ADMINISTRATOR)
        for change in ({"role": Role.RESEARCHER}, {"active": False}):
            with pytest.raises(Refusal, match="laatste"):
                change_person(session, one, **change)
        add_person(session, "b@x.nl", "B", Role.ADMINISTRATOR)
        change_person(session, one, active=False)
        assert not one.active


def test_members_see_their_project(coded):
    with coded.store.writing() as session:
        eva = add_person(session, "e@x.nl", "Eva", Role.EVALUATOR)
        assert not may(actor_of(session, eva), Permission.UPLOAD, coded.project_id)
        give_project(session, eva.id, coded.project_id)
        give_project(session, eva.id, coded.project_id)
        assert may(actor_of(session, eva), Permission.UPLOAD, coded.project_id)
        assert members_of(session, coded.project_id) == [eva]
        take_project(session, eva.id, coded.project_id)
        assert not may(actor_of(session, eva), Permission.UPLOAD, coded.project_id)


@pytest.mark.parametrize(
    "password",
    [
        "de gemeente luistert niet",
        "welkom op het plein bij ons",
        "Groen.Fiets.Kast.7",
        ("een lange zin " * 10)[:128],
        "x" * 45 + "kast boomgaard zon",
    ],
)
def test_any_sentence_is_a_good_password(store, anna, password):
    with store.writing() as session:
        set_password(session, session.get(Person, anna.id), password)
    assert log_in(store, anna.email, password, "1.1.1.1")
