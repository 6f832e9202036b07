"""The second factor through the browser: turned on, asked for, refused, lost, required."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from narratief.store.accounts import pending_logins as half_logins
from narratief.store.accounts import second_factor
from narratief.store.accounts.access import Role
from narratief.store.accounts.attempts import TRIES_PER_ACCOUNT
from narratief.store.accounts.audit import audit_log
from narratief.store.accounts.login import make_link, start_session
from narratief.store.accounts.people import add_person, person_by_email, set_password
from narratief.store.database import Store
from narratief.store.schema import PendingLogin, Person
from narratief.web.app import create_app
from narratief.web.security import CONTENT_SECURITY_POLICY
from tests.web.conftest import PASSWORD, LogIn, browser_of

ANNA = "anna@gemeente.nl"
LOGIN = {"email": ANNA, "password": PASSWORD}
SECOND = "/account/tweede-stap"


class Phone:
    """An app that gives a fresh code each time: the clock goes on half a minute, also for the server."""

    def __init__(self) -> None:
        self.secret, self.recovery, self.at = "", [], datetime(2026, 3, 4, 13, 5, 10, tzinfo=UTC)

    def code(self) -> str:
        self.at += timedelta(seconds=30)
        return pyotp.TOTP(self.secret).at(self.at)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    made = Phone()
    monkeypatch.setattr(second_factor, "now", lambda: made.at)
    return made


@pytest.fixture(autouse=True)
def anna(store: Store) -> int:
    with store.writing() as session:
        person = add_person(session, ANNA, "Anna", Role.EVALUATOR)
        set_password(session, person, PASSWORD)
        return person.id


def set_up(client: TestClient, phone: Phone) -> TestClient:
    """Turn it on as a person does who types the secret."""
    page = client.post(f"{SECOND}/beginnen", data={"password": PASSWORD}).text
    phone.secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    done = client.post(f"{SECOND}/aanzetten", data={"code": phone.code()})
    assert done.status_code == 200
    phone.recovery = re.findall(r"<li><code>([a-z2-9-]+)</code></li>", done.text)
    return client


@pytest.fixture
def with_phone(visitor: TestClient, phone: Phone) -> TestClient:
    """Anna's browser, in which she turned it on; she is still logged in."""
    visitor.post("/inloggen", data=LOGIN)
    return set_up(visitor, phone)


def half(app: FastAPI, back: str = "/account") -> TestClient:
    """A browser that gave Anna's password."""
    client = browser_of(app)
    answer = client.post("/inloggen", data=LOGIN | {"naar": back})
    assert answer.headers["location"] == "/inloggen/code"
    assert "narratief" not in client.cookies
    return client


def test_after_the_password_a_code_is_asked_for(app: FastAPI, with_phone: TestClient, phone: Phone) -> None:
    client = half(app)
    assert client.get("/account").headers["location"].startswith("/inloggen")
    assert "Zes cijfers" in client.get("/inloggen/code").text
    wrong = client.post("/inloggen/code", data={"code": "000000"})
    assert wrong.status_code == 422
    assert "Deze code klopt niet" in wrong.text
    assert client.get("/account").status_code == 303
    answer = client.post("/inloggen/code", data={"code": phone.code()})
    assert answer.headers["location"] == "/account"
    assert "De tweede stap staat aan" in client.get("/account").text


def test_a_code_that_was_used_is_refused_in_another_browser(app: FastAPI, with_phone: TestClient, phone: Phone) -> None:
    one, two, code = half(app), half(app), phone.code()
    assert one.post("/inloggen/code", data={"code": code}).status_code == 303
    assert two.post("/inloggen/code", data={"code": code}).status_code == 422
    assert two.get("/account").status_code == 303


def test_guessing_codes_is_stopped_and_noted(app: FastAPI, with_phone: TestClient, phone: Phone, store: Store) -> None:
    client = half(app)
    for _ in range(TRIES_PER_ACCOUNT):
        assert client.post("/inloggen/code", data={"code": "geen"}).status_code == 422
    shut = half(app).post("/inloggen/code", data={"code": phone.code()})
    assert shut.status_code == 429
    assert "te vaak" in shut.text
    with store.reading() as session:
        assert len(audit_log(session, act="code_failed")) == TRIES_PER_ACCOUNT
        assert len(audit_log(session, act="password_given")) == 2
        assert len(audit_log(session, act="login")) == 1  # the one before it was turned on


def test_without_a_password_the_code_page_leads_to_it(visitor: TestClient, phone: Phone) -> None:
    for answer in (visitor.get("/inloggen/code"), visitor.post("/inloggen/code", data={"code": "123456"})):
        assert answer.status_code == 422
        assert "Vul eerst uw e-mailadres en wachtwoord in" in answer.text


def test_a_half_login_ends_with_time_a_new_password_or_the_account(
    app: FastAPI, with_phone: TestClient, phone: Phone, store: Store, anna: int
) -> None:
    assert timedelta(minutes=10) >= half_logins.LASTS
    late, changed, closed = half(app), half(app), half(app)
    with store.writing() as session:
        session.execute(update(PendingLogin).values(expires_at=datetime.now(UTC)))
    assert late.post("/inloggen/code", data={"code": phone.code()}).status_code == 422
    changed = half(app)
    fresh = {"old": PASSWORD, "password": "een andere lange zin hier", "again": "een andere lange zin hier"}
    assert with_phone.post("/account/wachtwoord", data=fresh).status_code == 303
    assert changed.post("/inloggen/code", data={"code": phone.code()}).status_code == 422
    closed = browser_of(app)
    closed.post("/inloggen", data=LOGIN | {"password": fresh["password"]})
    with store.writing() as session:
        session.get_one(Person, anna).active = False
    assert closed.post("/inloggen/code", data={"code": phone.code()}).status_code == 422


def test_a_recovery_code_lets_in_once(app: FastAPI, with_phone: TestClient, phone: Phone) -> None:
    assert len(set(phone.recovery)) == 10
    assert half(app).post("/inloggen/code", data={"code": phone.recovery[0]}).status_code == 303
    assert half(app).post("/inloggen/code", data={"code": phone.recovery[0]}).status_code == 422
    assert "nog 9 herstelcodes" in with_phone.get(SECOND).text


def test_a_new_link_for_the_password_does_not_pass_the_second_factor_by(
    app: FastAPI, with_phone: TestClient, phone: Phone, store: Store
) -> None:
    with store.writing() as session:
        token = make_link(session, "password", person_by_email(session, ANNA))
    client, fresh = browser_of(app), "een andere lange zin hier"
    answer = client.post(f"/link/{token}", data={"password": fresh, "again": fresh})
    assert answer.headers["location"] == "/inloggen/code"
    assert client.get("/account").status_code == 303
    assert client.post("/inloggen/code", data={"code": phone.code()}).headers["location"] == "/"


def test_turning_it_on_asks_for_the_password_and_ends_other_sessions(
    app: FastAPI, visitor: TestClient, phone: Phone, store: Store
) -> None:
    other = browser_of(app)
    for client in (visitor, other):
        client.post("/inloggen", data=LOGIN)
    wrong = visitor.post(f"{SECOND}/beginnen", data={"password": "fout"})
    assert wrong.status_code == 422
    assert "secret" not in wrong.text
    page = visitor.post(f"{SECOND}/beginnen", data={"password": PASSWORD}).text
    assert 'src="data:image/svg+xml' in page
    assert "img-src 'self' data:" in CONTENT_SECURITY_POLICY
    bad = visitor.post(f"{SECOND}/aanzetten", data={"code": "geen"})
    assert bad.status_code == 422
    assert "staat uit" in visitor.get("/account").text
    set_up(visitor, phone)
    assert visitor.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert phone.secret not in visitor.get(SECOND).text.replace(" ", "")
    with store.reading() as session:
        assert len(audit_log(session, act="second_factor_on")) == 1
        assert phone.secret not in str([vars(entry) for entry in audit_log(session)])


def test_the_page_with_recovery_codes_has_the_token_of_its_new_session(with_phone: TestClient, phone: Phone) -> None:
    page = with_phone.post(f"{SECOND}/herstelcodes", data={"password": PASSWORD, "code": phone.code()}).text
    (mark,) = re.findall(r'<meta name="formulier" content="([^"]+)">', page)
    assert mark in with_phone.get("/account").text


def test_turning_it_off_needs_password_and_code(app: FastAPI, with_phone: TestClient, phone: Phone) -> None:
    for form in ({"password": "fout", "code": phone.code()}, {"password": PASSWORD, "code": "geen"}, {}):
        assert with_phone.post(f"{SECOND}/uitzetten", data=form).status_code == 422
    assert "staat aan" in with_phone.get(SECOND).text
    form = {"password": PASSWORD, "code": phone.code()}
    assert with_phone.post(f"{SECOND}/uitzetten", data=form).status_code == 303
    assert "is uit" in with_phone.get(SECOND).text
    assert browser_of(app).post("/inloggen", data=LOGIN).headers["location"] == "/"


def test_new_recovery_codes_take_the_place_of_the_old(app: FastAPI, with_phone: TestClient, phone: Phone) -> None:
    form = {"password": PASSWORD, "code": phone.code()}
    page = with_phone.post(f"{SECOND}/herstelcodes", data=form).text
    (fresh, *_) = re.findall(r"<li><code>([a-z2-9-]+)</code></li>", page)
    client = half(app)
    assert client.post("/inloggen/code", data={"code": phone.recovery[0]}).status_code == 422
    assert client.post("/inloggen/code", data={"code": fresh}).status_code == 303


def test_an_administrator_resets_it_for_a_lost_phone(
    app: FastAPI, with_phone: TestClient, phone: Phone, log_in: LogIn, store: Store, anna: int
) -> None:
    boss = log_in(Role.ADMINISTRATOR)
    assert "Tweede stap uitzetten" in boss.get(f"/beheer/mensen/{anna}").text
    waiting = half(app)
    assert boss.post(f"/beheer/mensen/{anna}/tweede-stap").status_code == 303
    assert with_phone.get("/account").status_code == 303
    assert waiting.post("/inloggen/code", data={"code": phone.code()}).status_code == 422
    assert browser_of(app).post("/inloggen", data=LOGIN).headers["location"] == "/"
    assert boss.post(f"/beheer/mensen/{anna}/tweede-stap").status_code == 409
    assert "Tweede stap van iemand uitgezet" in boss.get("/beheer/logboek").text
    with store.reading() as session:
        (entry,) = audit_log(session, act="second_factor_reset")
    assert (entry.person_id, entry.details) == (boss.person, {"person": anna})


def test_only_who_manages_people_resets_it(log_in: LogIn, with_phone: TestClient, anna: int) -> None:
    assert log_in(Role.RESEARCHER).post(f"/beheer/mensen/{anna}/tweede-stap").status_code == 403
    assert "staat aan" in with_phone.get(SECOND).text


@pytest.fixture
def strict(store: Store, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The workspace of an administrator who requires it."""
    monkeypatch.setenv("NARRATIEF_SECOND_FACTOR", "verplicht")
    return create_app(store)


def test_where_it_is_required_nothing_else_is_open_until_it_is_on(strict: FastAPI, phone: Phone) -> None:
    client = browser_of(strict)
    client.post("/inloggen", data=LOGIN)
    for answer in (client.get("/projecten"), client.get("/account"), client.post("/projecten/nieuw", data={})):
        assert (answer.status_code, answer.headers["location"]) == (303, SECOND)
    assert client.get("/projecten", headers={"accept": "application/json"}).status_code == 403
    assert "Zet eerst de tweede stap aan" in client.get(SECOND).text
    set_up(client, phone)
    assert client.get("/projecten").status_code == 200
    refused = client.post(f"{SECOND}/uitzetten", data={"password": PASSWORD, "code": phone.code()})
    assert refused.status_code == 422
    assert "verplicht" in refused.text
    assert half(strict).post("/inloggen/code", data={"code": phone.code()}).status_code == 303


def test_where_it_is_required_one_can_log_out_and_single_sign_on_counts(strict: FastAPI, store: Store) -> None:
    client = browser_of(strict)
    client.post("/inloggen", data=LOGIN)
    assert client.post("/uitloggen").headers["location"] == "/inloggen"
    with store.writing() as session:
        guest = add_person(session, "gast@gemeente.nl", "Gast", Role.RESEARCHER, subject="https://i gast")
        token, _ = start_session(session, guest, "single_sign_on")
    client.cookies.set("narratief", token, domain="narratief.test")
    assert client.get("/projecten").status_code == 200
    assert "via uw gemeente" in client.get(SECOND).text
    assert client.post(f"{SECOND}/beginnen", data={"password": "x"}).status_code == 422
