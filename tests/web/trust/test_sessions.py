"""Sessions: a new one at each login, dead when they should be; cookies that only the browser and we can use."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import IDLE, LONGEST
from narratief.store.accounts.people import add_person, set_password
from narratief.store.database import Store
from narratief.store.schema import Person, WebSession
from narratief.store.schema.base import now
from tests.web.conftest import PASSWORD, browser_of

LOGIN = {"email": "anna@gemeente.nl", "password": PASSWORD}


@pytest.fixture(autouse=True)
def anna(store: Store) -> int:
    """The number of Anna's account."""
    with store.writing() as session:
        person = add_person(session, "anna@gemeente.nl", "Anna", Role.ADMINISTRATOR)
        set_password(session, person, PASSWORD)
        return person.id


def alive(app: FastAPI, token: str) -> bool:
    client = browser_of(app)
    client.cookies.set("narratief", token, domain="narratief.test")
    return client.get("/account").status_code == 200


def test_an_id_that_somebody_else_chose_is_not_used(app: FastAPI, visitor: TestClient) -> None:
    visitor.cookies.set("narratief", "vooraf-gekozen", domain="narratief.test")
    visitor.post("/inloggen", data=LOGIN)
    assert visitor.cookies["narratief"] != "vooraf-gekozen"
    assert not alive(app, "vooraf-gekozen")


def test_logging_in_again_gives_a_new_session_and_ends_the_old_one(app: FastAPI, visitor: TestClient) -> None:
    visitor.post("/inloggen", data=LOGIN)
    first = visitor.cookies["narratief"]
    visitor.post("/inloggen", data=LOGIN)
    assert visitor.cookies["narratief"] != first
    assert not alive(app, first)
    assert alive(app, visitor.cookies["narratief"])


def test_a_session_ends_with_logging_out(app: FastAPI, visitor: TestClient) -> None:
    visitor.post("/inloggen", data=LOGIN)
    token = visitor.cookies["narratief"]
    answer = visitor.post("/uitloggen")
    assert not alive(app, token)
    assert answer.headers["clear-site-data"] == '"storage"'
    assert re.search(r'narratief="?"?;.*Max-Age=0', answer.headers["set-cookie"])


def test_a_new_password_ends_every_session_and_begins_another(app: FastAPI, visitor: TestClient) -> None:
    visitor.post("/inloggen", data=LOGIN)
    token, fresh = visitor.cookies["narratief"], "een andere lange zin hier"
    visitor.post("/account/wachtwoord", data={"old": PASSWORD, "password": fresh, "again": fresh})
    assert not alive(app, token)
    assert visitor.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("left", "answer"),
    [
        ({"seen_at": -IDLE}, 303),
        ({"seen_at": -IDLE + timedelta(minutes=2)}, 200),
        ({"expires_at": timedelta(0)}, 303),
        ({"expires_at": timedelta(minutes=2)}, 200),
    ],
)
def test_a_session_ends_when_it_is_idle_or_old(
    app: FastAPI, visitor: TestClient, store: Store, left: dict[str, timedelta], answer: int
) -> None:
    visitor.post("/inloggen", data=LOGIN)
    with store.writing() as session:
        session.execute(update(WebSession).values({name: now() + some for name, some in left.items()}))
    assert visitor.get("/account").status_code == answer


def test_use_does_not_prolong_a_session_beyond_its_end(visitor: TestClient, store: Store) -> None:
    visitor.post("/inloggen", data=LOGIN)
    with store.reading() as session:
        before = session.query(WebSession).one()
    assert timedelta(0) < before.expires_at - before.started_at <= LONGEST <= timedelta(hours=12)
    with store.writing() as session:
        session.execute(update(WebSession).values(seen_at=now() - timedelta(minutes=30)))
    visitor.get("/account")
    with store.reading() as session:
        after = session.query(WebSession).one()
    assert after.seen_at > now() - timedelta(minutes=1)
    assert after.expires_at == before.expires_at


def test_a_closed_account_is_out_at_once(visitor: TestClient, store: Store, anna: int) -> None:
    visitor.post("/inloggen", data=LOGIN)
    with store.writing() as session:
        session.get_one(Person, anna).active = False
    assert visitor.get("/account").status_code == 303
    assert visitor.post("/inloggen", data=LOGIN).status_code == 422


def test_only_a_hash_of_the_token_is_kept(visitor: TestClient, store: Store) -> None:
    visitor.post("/inloggen", data=LOGIN)
    with store.reading() as session:
        row = session.query(WebSession).one()
    token = visitor.cookies["narratief"]
    assert len(token) >= 43  # 256 bits
    assert token not in {str(getattr(row, column.name)) for column in WebSession.__table__.columns}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(app: FastAPI, scheme: str) -> None:
    client = browser_of(app, f"{scheme}://narratief.test")
    client.post("/inloggen", data=LOGIN)
    token = client.cookies["__Host-narratief" if scheme == "https" else "narratief"]
    cookies = client.post("/uitloggen").headers.get_list("set-cookie")
    cookies += client.post("/inloggen", data=LOGIN).headers.get_list("set-cookie")
    assert len(cookies) >= 3
    for cookie in cookies:
        low = cookie.lower()
        assert "httponly" in low
        assert "path=/" in low
        assert "domain" not in low
        if scheme == "https":
            assert cookie.startswith("__Host-")
            assert "secure" in low
        if "max-age=0" not in low:
            assert "samesite=lax" in low
    assert token not in client.get("/account").text
