"""Names that the workspace answers to, proxies that it believes, and how many requests may wait."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import anyio
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from typer.testing import CliRunner

from narratief.cli.app import app as commands
from narratief.domain.errors import InputError
from narratief.domain.networks import trusted_proxies
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.database import Store
from narratief.web.app import create_app
from narratief.web.hosts import Hosts, hosts_of_settings
from narratief.web.queue_limit import QueueLimitMiddleware
from narratief.web.security import same_origin
from tests.web.conftest import LogIn, browser_of

OTHERS = ["evil.example", "narratief.test.evil.example", "narratief.test@evil.example", "", "narratief.test:x", "a b"]


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/inloggen", "/static/narratief.css", "/projecten/1"])
def test_another_name_is_refused_before_anything_else(visitor: TestClient, host: str, path: str) -> None:
    answer = visitor.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert "Op dit adres is de werkplek er niet" in answer.text
    assert "evil" not in answer.text
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["narratief.test", "NARRATIEF.test:8443", "narratief.test.", "localhost:8000"])
def test_its_own_names_are_answered(visitor: TestClient, host: str) -> None:
    assert visitor.get("/inloggen", headers={"host": host}).status_code == 200


def test_a_script_gets_json(visitor: TestClient) -> None:
    answer = visitor.get("/projecten", headers={"host": "evil.example", "accept": "application/json"})
    assert (answer.status_code, set(answer.json())) == (400, {"error", "remedy"})


def test_links_are_made_with_the_first_name(store: Store, log_in: LogIn, app: FastAPI) -> None:
    chief = log_in(Role.ADMINISTRATOR)
    page = chief.post("/beheer/mensen/nieuw", data={"email": "bea@gemeente.nl", "name": "Bea", "role": "researcher"})
    assert "http://narratief.test/link/" in page.text
    app.state.hosts = Hosts(frozenset({"narratief.test", "werkplek.nl"}), "werkplek.nl:8443")
    page = chief.post("/beheer/mensen/nieuw", data={"email": "cor@gemeente.nl", "name": "Cor", "role": "researcher"})
    assert "http://werkplek.nl:8443/link/" in page.text


def test_without_the_setting_it_answers_to_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NARRATIEF_HOSTS")
    hosts = hosts_of_settings("10.1.2.3")
    for name in ("localhost:8000", "127.0.0.1", "[::1]:8000", "10.1.2.3", socket.gethostname()):
        assert hosts.have(Headers({"host": name})), name
    assert not hosts.have(Headers({"host": "narratief.test"}))
    assert not hosts.have(Headers(raw=[(b"host", b"localhost"), (b"host", b"localhost")]))
    assert hosts.first == ""


@pytest.mark.parametrize("given", ["https://narratief.nl", "narratief.nl/pad", "*", "a b"])
def test_what_is_no_name_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("NARRATIEF_HOSTS", given)
    with pytest.raises(InputError, match=r"NARRATIEF_HOSTS.*geen naam"):
        hosts_of_settings()


def test_the_origin_is_held_against_the_names() -> None:
    assert same_origin(Headers({"host": "localhost:8000", "origin": "https://werkplek.nl"}), "werkplek.nl")
    assert not same_origin(Headers({"host": "localhost:8000", "origin": "https://evil.example"}), "werkplek.nl")
    assert not same_origin(Headers({"host": "", "origin": "https://"}), "")


@pytest.mark.parametrize("given", ["*", "proxy.intern", "10.0.0.0/99"])
def test_a_proxy_is_named_by_its_address(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("NARRATIEF_PROXIES", given)
    with pytest.raises(InputError, match=r"NARRATIEF_PROXIES.*geen IP-adres"):
        trusted_proxies()


CASES = [("", "127.0.0.1"), ("10.0.0.0/8", "127.0.0.1"), ("127.0.0.1", "9.9.9.9")]


@contextmanager
def served(app: FastAPI, options: dict[str, Any]) -> Iterator[str]:
    """Run the app as `narratief serve` would, on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", **options))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    ("proxies", "seen"), [("", "127.0.0.1"), ("10.0.0.0/8", "127.0.0.1"), ("127.0.0.1", "9.9.9.9")]
)
def test_nobody_is_believed_who_is_no_proxy(
    own_home: object, monkeypatch: pytest.MonkeyPatch, proxies: str, seen: str
) -> None:
    calls: list[tuple[FastAPI, dict[str, Any]]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: calls.append((app, options)))
    monkeypatch.setenv("NARRATIEF_PROXIES", proxies)
    assert CliRunner().invoke(commands, ["serve"]).exit_code == 0
    app, options = calls[0]
    given = {name: options[name] for name in ("proxy_headers", "forwarded_allow_ips", "log_config")}
    told = {"x-forwarded-for": "8.8.8.8, 9.9.9.9", "forwarded": "for=7.7.7.7", "x-forwarded-proto": "https"}
    with served(app, given) as address:
        answer = httpx.post(f"{address}/inloggen", data={"email": "x@y.nl", "password": "x"}, headers=told, timeout=60)
    assert answer.status_code == 422
    assert ("strict-transport-security" in answer.headers) == (seen == "9.9.9.9")
    with app.state.store.reading() as session:
        assert [entry.address for entry in audit_log(session, act="login_failed")] == [seen]


def test_beyond_so_many_requests_one_is_told_to_wait() -> None:
    begun = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        begun.append(scope["path"])
        await free.wait()
        await PlainTextResponse("klaar")(scope, receive, send)

    async def try_it() -> list[httpx.Response]:
        transport = httpx.ASGITransport(QueueLimitMiddleware(slow, most=2))
        answers: list[httpx.Response] = []

        async def ask(path: str) -> None:
            answers.append(await client.get(path))

        async with (
            httpx.AsyncClient(transport=transport, base_url="http://x") as client,
            anyio.create_task_group() as all_,
        ):
            all_.start_soon(ask, "/1")
            all_.start_soon(ask, "/2")
            while len(begun) < 2:
                await anyio.sleep(0.01)
            answers.append(await client.get("/3"))
            free.set()
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            answers.append(await client.get("/4"))
        return answers

    free = anyio.Event()
    with ThreadPoolExecutor(1) as apart:  # after a browser's test this thread has a loop of events already
        answers = apart.submit(anyio.run, try_it).result()
    assert [answer.status_code for answer in answers] == [503, 200, 200, 200]
    assert answers[0].headers["retry-after"] == "10"
    assert "Het is nu te druk" in answers[0].text
    assert begun == ["/1", "/2", "/4"]


def test_the_workspace_has_that_limit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narratief.web.queue_limit.QueueLimitMiddleware.__init__.__defaults__", (0,))
    answer = browser_of(create_app(store)).get("/inloggen")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (503, "DENY")
