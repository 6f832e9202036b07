"""A workspace on a fresh SQLite store, with people of each role who are logged in."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect, sync_playwright
from starlette.testclient import TestClient

from narratief.store.accounts.access import Role
from narratief.store.accounts.login import session_of, start_session
from narratief.store.accounts.people import add_person
from narratief.store.database import Store
from narratief.web.app import create_app
from narratief.web.form_tokens import HEADER
from tests.databases import BACKENDS, a_store
from tests.quick_hashing import quick_hashing  # noqa: F401 - a fixture

CHROMIUM = os.environ.get("NARRATIEF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "een lange zin als wachtwoord"
LogIn = Callable[..., TestClient]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; without it a test is skipped, but not where all tests must run (CI=true)."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Chromium on this machine")
    expect.set_options(timeout=30_000)  # machines that test are often busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run all on SQLite, and on PostgreSQL those marked and one in three of the others, the same ones each time.

    Pages ask the store, which tests/store tries whole on both; slow and browser tests run on SQLite only.
    """
    if "backend" in metafunc.fixturenames:
        marks = {mark.name for mark in metafunc.definition.iter_markers()}
        once = marks & {"slow", "browser"} or "chromium" in metafunc.fixturenames
        chosen = not once and zlib.crc32(metafunc.definition.nodeid.encode()) % 3 == 0
        metafunc.parametrize("backend", BACKENDS if "postgres" in marks or chosen else ["sqlite"])


@pytest.fixture
def store(backend: str, request: pytest.FixtureRequest, tmp_path: Path, own_home: Path) -> Iterator[Store]:
    """An empty store with the present schema."""
    with a_store(backend, request, tmp_path / "web.sqlite3") as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> FastAPI:
    """The workspace; its worker is not started."""
    return create_app(store)


def browser_of(app: FastAPI, base_url: str = "http://narratief.test") -> TestClient:
    """A browser that sends with each form what the pages of its session put into it."""
    client = TestClient(app, base_url=base_url, follow_redirects=False)

    def same_origin(request: httpx.Request) -> None:
        token = client.cookies.get("__Host-narratief") or client.cookies.get("narratief")
        if request.method == "POST" and token and HEADER not in request.headers:
            with app.state.store.reading() as session:
                found = session_of(session, token)
            request.headers[HEADER] = found[1].form_token if found else ""

    client.event_hooks = {"request": [same_origin]}
    return client


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """A browser of nobody in particular."""
    return browser_of(app)


@pytest.fixture
def log_in(app: FastAPI, store: Store) -> LogIn:
    """Makes an account and a browser that is logged in with it; ``client.person`` is its id."""

    def made(role: Role = Role.RESEARCHER, *, name: str = "", vault: bool = False) -> TestClient:
        name = name or role.value.title()
        with store.writing() as session:
            person = add_person(session, f"{name.lower()}@gemeente.nl", name, role, may_open_vault=vault)
            token, _ = start_session(session, person)
        client = browser_of(app)
        client.cookies.set("narratief", token, domain="narratief.test")
        client.person = person.id
        return client

    return made
