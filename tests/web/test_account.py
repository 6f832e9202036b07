"""Logging in, one-time links, passwords."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import first_administrator, make_link
from narratief.store.accounts.people import add_person, set_password
from narratief.store.database import Store
from narratief.web.safe_redirect import safe_redirect
from tests.web.conftest import PASSWORD, LogIn, browser_of


@pytest.fixture
def anna(store: Store) -> str:
    """The address of Anna, who has a password."""
    with store.writing() as session:
        set_password(session, add_person(session, "anna@gemeente.nl", "Anna", Role.EVALUATOR), PASSWORD)
    return "anna@gemeente.nl"


def test_a_visitor_is_led_to_the_login_page_and_back(visitor: TestClient, anna: str) -> None:
    first = visitor.get("/account?x=1")
    assert first.status_code == 303
    assert first.headers["location"] == "/inloggen?naar=%2Faccount%3Fx%3D1"
    assert 'value="/account?x=1"' in visitor.get(first.headers["location"]).text
    logged_in = visitor.post("/inloggen", data={"email": anna, "password": PASSWORD, "naar": "/account?x=1"})
    assert logged_in.headers["location"] == "/account?x=1"
    cookie = logged_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Anna" in visitor.get("/account").text


def test_over_https_the_cookie_is_bound_to_host_and_https(app, anna: str) -> None:
    client = browser_of(app, "https://narratief.test")
    answer = client.post("/inloggen", data={"email": anna, "password": PASSWORD})
    cookies = answer.headers.get_list("set-cookie")
    assert any(c.startswith("__Host-narratief=") and "Secure" in c for c in cookies)
    assert "max-age" in answer.headers["strict-transport-security"]


def test_a_wrong_password_is_told_and_guessing_is_stopped(visitor: TestClient, anna: str) -> None:
    for _ in range(5):
        assert visitor.post("/inloggen", data={"email": anna, "password": "fout"}).status_code == 422
    answer = visitor.post("/inloggen", data={"email": anna, "password": PASSWORD})
    assert answer.status_code == 429
    assert "te vaak" in answer.text


def test_logging_out_ends_the_session_on_the_server(log_in: LogIn) -> None:
    client = log_in(Role.EVALUATOR)
    token = client.cookies["narratief"]
    assert client.post("/uitloggen").headers["location"] == "/inloggen"
    client.cookies.set("narratief", token, domain="narratief.test")
    assert client.get("/account").status_code == 303


def test_the_first_administrator_makes_an_account_by_a_link_that_works_once(visitor: TestClient, store: Store) -> None:
    with store.writing() as session:
        token = first_administrator(session)
    form = {"name": "Bea", "email": "bea@gemeente.nl", "password": PASSWORD, "again": PASSWORD}
    assert "Account maken" in visitor.get(f"/link/{token}").text
    assert "niet gelijk" in visitor.post(f"/link/{token}", data=form | {"again": "anders"}).text
    assert visitor.post(f"/link/{token}", data=form).headers["location"] == "/"
    assert "Beheerder" in visitor.get("/account").text
    assert "Deze link werkt niet" in visitor.post(f"/link/{token}", data=form).text


def test_an_invited_person_chooses_a_password(visitor: TestClient, store: Store) -> None:
    with store.writing() as session:
        token = make_link(session, "invite", add_person(session, "cees@gemeente.nl", "Cees", Role.PARTICIPATION))
    assert "Cees" in visitor.get(f"/link/{token}").text
    assert "te kort" in visitor.post(f"/link/{token}", data={"password": "kort", "again": "kort"}).text
    assert visitor.post(f"/link/{token}", data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert "Cees" in visitor.get("/account").text


def test_changing_the_password_keeps_this_browser_and_ends_others(visitor: TestClient, app, anna: str) -> None:
    other = browser_of(app)
    for client in (visitor, other):
        client.post("/inloggen", data={"email": anna, "password": PASSWORD})
    fresh = "een andere lange zin hier"
    wrong = visitor.post("/account/wachtwoord", data={"old": "fout", "password": fresh, "again": fresh})
    assert "niet uw huidige" in wrong.text
    right = visitor.post("/account/wachtwoord", data={"old": PASSWORD, "password": fresh, "again": fresh})
    assert right.status_code == 303
    assert "veranderd" in visitor.get("/account").text
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    "path", ["https://boos.nl", "//boos.nl", "/\\boos.nl", "boos", "", "/a\nb", "javascript:alert(1)"]
)
def test_going_back_never_leads_elsewhere(path: str) -> None:
    assert safe_redirect(path) == "/"
