"""Guessing passwords: slowed down per account and address, and no telling which accounts there are."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from narratief.store.accounts import people
from narratief.store.accounts.access import Role
from narratief.store.accounts.attempts import PAUSE, TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.people import add_person, set_password
from narratief.store.database import Store
from narratief.store.schema import LoginAttempt
from narratief.store.schema.base import now
from tests.web.conftest import PASSWORD

ANNA, NOBODY = "anna@gemeente.nl", "niemand@gemeente.nl"


@pytest.fixture(autouse=True)
def anna(store: Store) -> None:
    """Anna has an account, and so have Bert, who has no password, and Cees, whose account is closed."""
    with store.writing() as session:
        set_password(session, add_person(session, ANNA, "Anna", Role.RESEARCHER), PASSWORD)
        add_person(session, "bert@gemeente.nl", "Bert", Role.RESEARCHER)
        closed = add_person(session, "cees@gemeente.nl", "Cees", Role.RESEARCHER)
        set_password(session, closed, PASSWORD)
        closed.active = False


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that passwords were held against."""
    seen: list[str] = []
    real = people._hasher

    class Counted:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def verify(self, kept: str, password: str) -> bool:
            seen.append(kept)
            return real.verify(kept, password)

    monkeypatch.setattr(people, "_hasher", Counted())
    return seen


@pytest.mark.parametrize("email", [ANNA, "bert@gemeente.nl", "cees@gemeente.nl", NOBODY, "geen adres", ""])
def test_every_account_is_answered_alike_and_costs_the_same_work(
    visitor: TestClient, verified: list[str], email: str
) -> None:
    answer = visitor.post("/inloggen", data={"email": email, "password": "verkeerd geraden zin"})
    assert answer.status_code == 422
    assert "Het e-mailadres of het wachtwoord klopt niet." in answer.text
    assert len(verified) == 1
    assert verified[0].split("$")[:4] == people._NOBODY.split("$")[:4]  # the same algorithm with the same parameters


@pytest.mark.parametrize("email", [ANNA, NOBODY])
def test_an_account_is_shut_alike_whether_it_is_there_or_not(
    visitor: TestClient, verified: list[str], email: str
) -> None:
    form = {"email": email, "password": "verkeerd geraden zin"}
    assert [visitor.post("/inloggen", data=form).status_code for _ in range(TRIES_PER_ACCOUNT + 1)] == [
        *[422] * TRIES_PER_ACCOUNT,
        429,
    ]
    assert len(verified) == TRIES_PER_ACCOUNT  # beyond that the password is not looked at


def test_many_accounts_from_one_address_are_slowed_down_and_not_shut(
    visitor: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narratief.store.accounts.attempts.TRIES_PER_ADDRESS", 4)
    assert TRIES_PER_ADDRESS == 30
    told = [visitor.post("/inloggen", data={"email": f"{n}@gemeente.nl", "password": "x"}) for n in range(5)]
    assert [answer.status_code for answer in told] == [422, 422, 422, 422, 429]
    assert "Wacht 5 seconden" in told[-1].text
    with store.writing() as session:
        session.execute(update(LoginAttempt).values(at=now() - PAUSE))
    assert visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD}).status_code == 303


def test_a_colleague_behind_the_same_address_logs_in_as_ever(visitor: TestClient, store: Store) -> None:
    for _ in range(TRIES_PER_ACCOUNT + 1):
        visitor.post("/inloggen", data={"email": NOBODY, "password": "x"})
    assert visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD}).status_code == 303


def test_who_guesses_elsewhere_neither_shuts_the_account_nor_gets_new_tries(app: FastAPI, visitor: TestClient) -> None:
    elsewhere = TestClient(app, base_url="http://narratief.test", follow_redirects=False, client=("10.9.9.9", 1))
    form = {"email": ANNA, "password": "x"}
    for _ in range(TRIES_PER_ACCOUNT):
        assert elsewhere.post("/inloggen", data=form).status_code == 422
    assert visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD}).status_code == 303
    assert elsewhere.post("/inloggen", data=form).status_code == 429


def test_many_addresses_together_are_stopped(
    app: FastAPI, visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narratief.store.accounts.attempts.TRIES_EVERYWHERE", 3)
    form = {"email": ANNA, "password": "x"}
    for number in range(3):
        there = TestClient(
            app, base_url="http://narratief.test", follow_redirects=False, client=(f"10.0.0.{number}", 1)
        )
        assert there.post("/inloggen", data=form).status_code == 422
    assert visitor.post("/inloggen", data=form).status_code == 429


def test_after_a_while_one_may_try_again(visitor: TestClient, store: Store) -> None:
    for _ in range(TRIES_PER_ACCOUNT + 1):
        visitor.post("/inloggen", data={"email": ANNA, "password": "x"})
    with store.writing() as session:
        session.execute(update(LoginAttempt).values(at=now() - WINDOW))
    assert visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD}).status_code == 303


def test_the_old_password_is_guessed_no_faster_by_who_took_a_session_over(visitor: TestClient, store: Store) -> None:
    visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD})
    fresh = {"password": "een andere lange zin hier", "again": "een andere lange zin hier"}
    for _ in range(TRIES_PER_ACCOUNT):
        assert "niet uw huidige" in visitor.post("/account/wachtwoord", data=fresh | {"old": "fout"}).text
    answer = visitor.post("/account/wachtwoord", data=fresh | {"old": PASSWORD})
    assert answer.status_code == 422
    assert "te vaak" in answer.text
    with store.reading() as session:
        assert len(audit_log(session, act="login_failed")) == TRIES_PER_ACCOUNT


def test_attempts_are_in_the_log_without_what_was_typed(visitor: TestClient, store: Store) -> None:
    visitor.post("/inloggen", data={"email": NOBODY, "password": "mijn geheime zin"})
    visitor.post("/inloggen", data={"email": ANNA, "password": PASSWORD})
    with store.reading() as session:
        failed, good = audit_log(session, act="login_failed"), audit_log(session, act="login")
    assert (len(failed), len(good)) == (1, 1)
    assert good[0].who == "Anna"
    assert "geheime" not in str([vars(entry) for entry in (*failed, *good)])
