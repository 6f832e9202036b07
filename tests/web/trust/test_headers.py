"""Security headers on every answer, also on errors, downloads and what a middleware refuses."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.web.pages import environment
from narratief.web.security import CONTENT_SECURITY_POLICY
from tests.web.conftest import LogIn
from tests.web.trust.conftest import Town
from tests.web.trust.routes import ways_of
from tests.web.trust.test_walk import FORMS, QUERY


def check(answer, what: str) -> None:
    headers = answer.headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY, what
    assert headers["x-content-type-options"] == "nosniff", what
    assert headers["x-frame-options"] == "DENY", what
    assert headers["referrer-policy"] == "same-origin", what
    assert headers["cross-origin-opener-policy"] == "same-origin", what
    assert headers["cross-origin-resource-policy"] == "same-origin", what
    assert "permissions-policy" in headers, what
    assert headers["cache-control"] == "no-store", what
    assert "server" not in headers, what
    assert "x-powered-by" not in headers, what
    assert "access-control-allow-origin" not in headers, what
    if answer.content:
        kind = headers["content-type"]
        assert kind.startswith(("text/html; charset=utf-8", "application/", "text/csv; charset=utf-8", "text/plain")), (
            what
        )


@pytest.mark.slow
def test_every_route_answers_with_them(app: FastAPI, town: Town) -> None:
    values = town.own.as_path(town.somebody)
    for way in ways_of(app):
        if way.path == "/uitloggen":
            continue
        for client in (town.clients["V"], town.clients["A" if way.method == "GET" else "P"]):
            if way.method == "GET":
                answer = client.get(way.to(**values), params=QUERY if "thema" in way.query else {})
            else:
                form = way.form() | FORMS.get((way.method, way.path), {})
                answer = client.post(way.to(**values), data=form, files=way.files() or None)
            check(answer, f"{way.method} {way.path} {answer.status_code}")


def test_what_is_refused_before_a_page_answers_with_them_too(log_in: LogIn, visitor: TestClient) -> None:
    client = log_in(Role.RESEARCHER)
    for answer, status in (
        (client.get("/bestaat-niet"), 404),
        (client.get("/static/bestaat-niet.js"), 404),
        (client.get("/projecten/" + "9" * 5000), 404),
        (client.request("TRACE", "/projecten"), 405),
        (client.post("/projecten/nieuw", headers={"sec-fetch-site": "cross-site"}), 403),
        (client.post("/projecten/nieuw", content=b"x", headers={"content-length": "99999999"}), 413),
        (client.post("/projecten/1/nakijken", data={}), 422),
        (visitor.get("/projecten"), 303),
        (visitor.get("/projecten", headers={"accept": "application/json"}), 401),
    ):
        assert answer.status_code == status
        check(answer, str(status))


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_unforeseen_error_answers_with_them_and_tells_nothing(
    app: FastAPI, log_in: LogIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("Kees Bakker zei dit")

    client = log_in(Role.RESEARCHER)
    monkeypatch.setattr("narratief.web.routes.projects.projects_of", fails)
    client._transport.raise_server_exceptions = False
    answer = client.get("/projecten", headers={"accept": accept})
    assert answer.status_code == 500
    check(answer, "500")
    assert "Kees" not in answer.text
    assert "Traceback" not in answer.text
    assert "RuntimeError" not in answer.text
    (logged,) = [record.getMessage() for record in caplog.records if record.name == "narratief.web.problems"]
    assert "RuntimeError in test_headers.py:" in logged
    assert "Kees" not in logged


def test_downloads_are_saved_and_not_shown(town: Town) -> None:
    path = f"/projecten/{town.own.project_id}"
    client = town.clients["A"]
    answers = [client.get(f"{path}/matrices?vorm=xlsx"), client.get(f"{path}/synthese?vorm=xlsx")]
    answers += [
        client.post(f"{path}/exporteren", data={"formaat": name, "bevestigd": ""}) for name in ("csv", "json", "qdc")
    ]
    for answer in answers:
        assert answer.status_code == 200
        check(answer, str(answer.request.url))
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', answer.headers["content-disposition"])


def test_the_policy_lets_no_inline_script_style_or_foreign_thing_in() -> None:
    policy = {part.split()[0]: part.split()[1:] for part in CONTENT_SECURITY_POLICY.split("; ")}
    assert (
        policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["media-src"] == ["'self'"]
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_no_template_has_an_inline_script_style_or_handler() -> None:
    loader = environment().loader
    for name in environment().list_templates():
        source = loader.get_source(environment(), name)[0]
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), name
        assert not re.search(r"""<[^>{]*\s(style|on[a-z]+)\s*=""", source), name
        assert "|safe" not in source.replace(" ", ""), name
        assert "autoescape" not in source, name


def test_over_https_browsers_are_told_to_stay_there(app: FastAPI) -> None:
    client = TestClient(app, base_url="https://narratief.test", follow_redirects=False)
    for path in ("/inloggen", "/bestaat-niet", "/static/narratief.css"):
        assert client.get(path).headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
