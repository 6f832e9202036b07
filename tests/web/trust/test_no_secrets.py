"""Nothing of residents and no secret in what the server logs, of any request."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import make_link, start_session
from narratief.store.accounts.people import add_person, set_password
from narratief.store.database import Store
from narratief.web.logs import configure_logging
from tests.web.conftest import PASSWORD

WORDS = "Kees Bakker uit de Lindenlaan"


@contextmanager
def as_served(app: FastAPI) -> Iterator[str]:
    """Serve as `narratief serve` does, with its own way of logging."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, server_header=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@contextmanager
def own_logging() -> Iterator[None]:
    """Set the root logger up as `narratief serve` does in a fresh process."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []
    configure_logging()
    try:
        yield
    finally:
        root.handlers[:] = before
        root.setLevel(level)


@pytest.mark.slow
def test_no_secret_and_no_word_of_a_resident_is_logged(
    app: FastAPI,
    store: Store,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with store.writing() as session:
        person = add_person(session, "anna@gemeente.nl", "Anna", Role.ADMINISTRATOR)
        set_password(session, person, PASSWORD)
        link = make_link(session, "password", person)
        token, row = start_session(session, person)

    def fails(*_: object, **__: object) -> None:
        raise ValueError(f"{WORDS} {PASSWORD}") from KeyError(WORDS)

    with own_logging(), as_served(app) as address, httpx.Client(base_url=address) as client:
        client.post("/inloggen", data={"email": "anna@gemeente.nl", "password": "fout " + PASSWORD})
        client.get(f"/link/{link}")
        client.cookies.set("narratief", token)
        client.get("/citaten", params={"q": WORDS})
        client.post("/projecten/nieuw", data={"title": WORDS})  # without its token
        client.post("/projecten/nieuw", headers={"origin": "http://boos.nl"})
        headers = {"x-formulier": row.form_token}
        client.post(
            "/projecten/1/wissen/gesprek", data={"gesprek": "9" * 40, "reden": WORDS, "zeker": "1"}, headers=headers
        )
        monkeypatch.setattr("narratief.web.routes.citations.search", fails)
        assert client.get("/citaten", params={"q": WORDS}).status_code == 500
        logging.getLogger("narratief.x").exception("job", exc_info=ValueError(WORDS))
    out, err = capfd.readouterr()
    assert "ValueError in " in err  # what went wrong is there, and where
    for secret in (WORDS, "Kees", "Lindenlaan", PASSWORD, token, link, row.form_token, "anna@gemeente.nl"):
        assert secret not in out + err


def test_a_line_break_in_what_is_logged_makes_no_second_line(capfd: pytest.CaptureFixture[str]) -> None:
    with own_logging():
        logging.getLogger("narratief.x").warning("refused: %s", "x\n2026-01-01 ERROR made up\r\x1b[31m")
    lines = capfd.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert "\x1b" not in lines[0]


def test_the_key_that_signs_cookies_is_the_owners_only(app: FastAPI, own_home) -> None:
    assert (own_home / "websleutel").stat().st_mode & 0o077 == 0
    assert len((own_home / "websleutel").read_text("ascii")) >= 43
