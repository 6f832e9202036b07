"""Where one is logged in, on the account page: seen, and ended by who shows that it is them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.store.accounts.attempts import TRIES_PER_ACCOUNT
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.login import start_session
from narratief.store.accounts.people import add_person, set_password
from narratief.store.database import Store
from narratief.store.schema import WebSession
from narratief.store.schema.base import now
from narratief.web.browser_kind import UNKNOWN, browser_kind
from tests.web.conftest import PASSWORD, LogIn, browser_of

LOGIN = {"email": "anna@gemeente.nl", "password": PASSWORD}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36 Edg/126.0.0.0"
)


@pytest.fixture(autouse=True)
def anna(store: Store) -> None:
    with store.writing() as session:
        set_password(session, add_person(session, "anna@gemeente.nl", "Anna", Role.EVALUATOR), PASSWORD)


def logged_in(app: FastAPI, agent: str) -> TestClient:
    client = browser_of(app)
    client.headers["user-agent"] = agent
    assert client.post("/inloggen", data=LOGIN).status_code == 303
    return client


def there(client: TestClient) -> bool:
    return client.get("/account").status_code == 200


def marks(client: TestClient) -> list[str]:
    return re.findall(r'name="marks" value="([0-9a-f]+)"', client.get("/account").text)


def test_one_sees_where_one_is_logged_in_and_ends_what_one_chose(app: FastAPI, store: Store) -> None:
    here, phone, office = (logged_in(app, agent) for agent in (FIREFOX, PHONE, EDGE))
    page = here.get("/account").text
    for told in ("Firefox op Windows", "Safari op iPhone of iPad", "Edge op Windows", "3 plekken", "Deze browser"):
        assert told in page
    (only,) = re.findall(r'value="([0-9a-f]+)"> <span>Uitloggen<span class="visually-hidden"> bij Safari', page)
    form = {"session_password": PASSWORD, "marks": [only]}
    assert here.post("/account/sessies", data=form).status_code == 303
    assert "op 1 andere plek uitgelogd" in here.get("/account").text
    assert (there(here), there(phone), there(office)) == (True, False, True)
    with store.reading() as session:
        (entry,) = audit_log(session, act="sessions_ended")
    assert (entry.who, entry.details) == ("Anna", {"number": 1})


def test_all_others_end_at_once(app: FastAPI) -> None:
    here, *others = (logged_in(app, agent) for agent in (FIREFOX, PHONE, EDGE))
    answer = here.post("/account/sessies", data={"session_password": PASSWORD, "which": "alle"})
    assert answer.status_code == 303
    assert "op 2 andere plekken uitgelogd" in here.get("/account").text
    assert not any(map(there, others))


def test_who_cannot_give_the_password_ends_nothing_and_may_not_guess(app: FastAPI) -> None:
    here, other = logged_in(app, FIREFOX), logged_in(app, PHONE)
    for _ in range(TRIES_PER_ACCOUNT):
        answer = here.post("/account/sessies", data={"session_password": "fout", "which": "alle"})
        assert answer.status_code == 422
        assert "niet uw huidige" in answer.text
    shut = here.post("/account/sessies", data={"session_password": PASSWORD, "which": "alle"})
    assert "te vaak" in shut.text
    assert there(other)


def test_nothing_chosen_is_told(app: FastAPI) -> None:
    here, other = logged_in(app, FIREFOX), logged_in(app, PHONE)
    answer = here.post("/account/sessies", data={"session_password": PASSWORD})
    assert answer.status_code == 422
    assert "Kies eerst" in answer.text
    assert there(other)


def test_sessions_of_somebody_else_are_neither_seen_nor_ended(app: FastAPI, log_in: LogIn) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    here, other = logged_in(app, FIREFOX), logged_in(app, PHONE)
    assert marks(boss) == []
    (of_anna,) = marks(here)
    boss.post("/account/sessies", data={"marks": [of_anna]})
    assert there(here)
    assert there(other)


def test_who_has_no_password_must_have_just_logged_in(app: FastAPI, store: Store) -> None:
    with store.writing() as session:
        guest = add_person(session, "gast@gemeente.nl", "Gast", Role.RESEARCHER, subject="https://i gast")
        tokens = [start_session(session, guest, "single_sign_on")[0] for _ in range(2)]
    here, other = browser_of(app), browser_of(app)
    for client, token in zip((here, other), tokens, strict=True):
        client.cookies.set("narratief", token, domain="narratief.test")
    with store.writing() as session:
        session.execute(update(WebSession).values(started_at=now() - timedelta(minutes=16)))
    late = here.post("/account/sessies", data={"which": "alle"})
    assert late.status_code == 422
    assert "log opnieuw in" in late.text
    assert there(other)
    with store.writing() as session:
        session.execute(update(WebSession).values(started_at=now()))
    assert here.post("/account/sessies", data={"which": "alle"}).status_code == 303
    assert not there(other)


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (FIREFOX, "Firefox op Windows"),
        (PHONE, "Safari op iPhone of iPad"),
        (EDGE, "Edge op Windows"),
        ("", UNKNOWN),
        ("<script>alert(1)</script>", UNKNOWN),
        ("x" * 100_000, UNKNOWN),
    ],
)
def test_browsers_are_named_as_people_know_them(agent: str, kind: str) -> None:
    assert browser_kind(agent) == kind
