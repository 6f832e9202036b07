"""Headers, and requests from elsewhere."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.web.body_limit import BodyLimitMiddleware
from narratief.web.pages import STATIC, static_url
from narratief.web.security import same_origin
from tests.web.conftest import LogIn


@pytest.mark.parametrize("path", ["/inloggen", "/bestaat-niet", "/static/narratief.css"])
def test_every_response_has_the_security_headers(visitor: TestClient, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_pages_are_kept_by_no_cache_and_files_of_ours_are(visitor: TestClient) -> None:
    assert visitor.get("/inloggen").headers["cache-control"] == "no-store"
    assert "immutable" in visitor.get(static_url("narratief.css")).headers["cache-control"]
    assert visitor.get("/static/http.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://narratief.test"}, False),
        ({"origin": "http://narratief.test"}, True),
        ({"origin": "http://narratief.test:81"}, False),
        ({"origin": "http://boos.nl"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_requests_of_other_sites_are_told_apart(headers: dict[str, str], own: bool) -> None:
    assert same_origin(Headers(headers | {"host": "narratief.test"})) is own


def test_another_site_cannot_change_anything(log_in: LogIn) -> None:
    client = log_in(Role.RESEARCHER)
    answer = client.post("/uitloggen", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert client.get("/account").status_code == 200


def test_problems_are_told_in_dutch_or_as_json(log_in: LogIn, visitor: TestClient) -> None:
    client = log_in(Role.RESEARCHER)
    assert "bestaat niet" in client.get("/bestaat-niet").text
    assert client.get("/bestaat-niet", headers={"accept": "application/json"}).json()["error"]
    assert visitor.get("/account", headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("told", [True, False])
def test_a_request_that_is_far_too_large_is_refused(log_in: LogIn, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    monkeypatch.setattr(BodyLimitMiddleware.__init__, "__defaults__", (1000, 1000))
    client = log_in(Role.RESEARCHER)
    body = b"title=" + b"x" * 2000
    content = body if told else iter([body])
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/projecten/nieuw", content=content, headers=headers).status_code == 413


def test_no_script_imports_the_one_that_every_page_loads() -> None:
    """By another address it would run twice, and its guard against sending a form twice would stop the first time."""
    importing = [file.name for file in STATIC.glob("*.js") if '"./narratief.js"' in file.read_text("utf-8")]
    assert importing == []
