"""Requests that other sites make: refused by where they come from, and once more by the token of each form."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from jinja2 import Environment
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.store.database import Store
from narratief.web.form_tokens import FIELD, HEADER, FormTokenExtension
from narratief.web.pages import environment
from tests.web.conftest import LogIn
from tests.web.test_projects import FORM, made
from tests.web.trust.conftest import Town
from tests.web.trust.routes import ways_of
from tests.web.trust.test_walk import MAY


def raw(app: FastAPI, of: TestClient) -> TestClient:
    """The same session without what the pages put into forms: what another site can make a browser send."""
    client = TestClient(app, base_url="http://narratief.test", follow_redirects=False)
    client.cookies = of.cookies
    return client


def token_of(client: TestClient) -> str:
    return re.search(r'<meta name="formulier" content="([^"]+)">', client.get("/account").text)[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "http://narratief.test"}, 403),
        ({"sec-fetch-site": "same-origin"}, 403),
        ({HEADER: ""}, 403),
        ({HEADER: "verzonnen"}, 403),
        ({HEADER: "é".encode()}, 403),
        ({"origin": "http://boos.nl", HEADER: "TOKEN"}, 403),
        ({"sec-fetch-site": "cross-site", HEADER: "TOKEN"}, 403),
        ({"origin": "http://narratief.test", HEADER: "TOKEN"}, 303),
    ],
)
def test_a_request_needs_both_its_origin_and_its_token(app: FastAPI, log_in: LogIn, headers: dict, status: int) -> None:
    client = log_in(Role.RESEARCHER)
    token = token_of(client)
    sent = {name: token if value == "TOKEN" else value for name, value in headers.items()}
    assert raw(app, client).post("/projecten/nieuw", data=FORM, headers=sent).status_code == status


def test_the_token_of_a_form_is_enough_and_that_of_somebody_else_is_not(app: FastAPI, log_in: LogIn) -> None:
    client, other = log_in(Role.RESEARCHER), log_in(Role.EVALUATOR)
    answer = raw(app, client).post("/projecten/nieuw", data=FORM | {FIELD: token_of(other)})
    assert answer.status_code == 403
    assert "verouderd" in answer.text
    assert raw(app, client).post("/projecten/nieuw", data=FORM | {FIELD: token_of(client)}).status_code == 303


@pytest.mark.slow
def test_no_route_changes_anything_without_a_token(app: FastAPI, town: Town) -> None:
    boss, values = raw(app, town.clients["A"]), town.own.as_path(town.somebody)
    for way in ways_of(app):
        if way.method != "GET" and way.path not in ("/inloggen", "/link/{token}"):
            answer = boss.post(way.to(**values), data=way.form(), files=way.files() or None)
            assert answer.status_code == 403, way.path
            assert "verouderd" in answer.text


def test_every_form_of_every_template_that_is_sent_by_post_carries_the_token() -> None:
    loader, made_forms = environment().loader, 0
    for name in environment().list_templates():
        source = loader.get_source(environment(), name)[0]
        forms = len(re.findall(r"""method=["']?post\b""", source, re.IGNORECASE))
        put = environment().preprocess(source).count("{{ form_token_field() }}")
        assert put == forms, name
        made_forms += forms
    assert made_forms > 40


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post"{% if a > 1 %} class="x"{% endif %}>',
        '<form\n action="{{ a ~ ">" }}"\n METHOD=\'POST\'>',
        "<form method=post>",
    ],
)
def test_the_field_comes_after_the_whole_tag(form: str) -> None:
    made_of = Environment(extensions=[FormTokenExtension], autoescape=True).preprocess(form + "x")
    assert made_of == form + "{{ form_token_field() }}x"


def test_getting_a_page_changes_nothing(app: FastAPI, town: Town) -> None:
    """Nothing that changes something is a GET: their names in the table are pages."""
    acts = re.compile(r"/(verwijderen|wisselen|ongedaan|opnieuw|stoppen|goedkeuren|maken|terugzetten|verbergen)$")
    assert [path for method, path in MAY if method == "GET" and acts.search(path)] == []


def test_a_session_without_scripts_can_do_everything_by_its_forms(app: FastAPI, log_in: LogIn, store: Store) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    page = client.get(f"/projecten/{number}/gegevens").text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    answer = raw(app, client).post(f"/projecten/{number}/gegevens", data=FORM | fields)
    assert answer.status_code == 303
