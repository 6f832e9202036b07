"""A real server and a real Chromium."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from narratief.pipeline.job_kinds import job_kinds
from narratief.pipeline.worker import Worker
from narratief.store.accounts.login import start_session
from narratief.store.accounts.people import person_by_email
from narratief.store.database import Store
from narratief.web.app import create_app

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def app(store: Store) -> FastAPI:
    """The workspace with a worker that evaluates without Prefect, whose server takes a minute."""
    made = create_app(store)
    made.state.worker = Worker(store, job_kinds())
    return made


@pytest.fixture
def server(app: FastAPI) -> Iterator[str]:
    """The address of the running workspace."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join(timeout=15)


def _is_trouble(message: ConsoleMessage) -> bool:
    """Tell whether a line in the console is an error; that a form was refused (422) is none."""
    return message.type == "error" and "status of 422" not in message.text


@dataclass
class Screen:
    """A page in Chromium that fails the test on any script error or refused resource."""

    page: Page
    address: str
    troubles: list[str]

    def open(self, path: str) -> None:
        """Go to a page of the workspace."""
        self.page.goto(self.address + path)

    def check(self) -> None:
        """Fail on violations of WCAG 2.2 A and AA, script errors, or a page wider than its window."""
        self.page.evaluate(AXE)
        options = {"runOnly": _WCAG, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        told = [f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]
        assert told == []
        assert self.troubles == []
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"the page is {wide} pixels wider than the window"


Open = Callable[..., Screen]


@pytest.fixture
def screen(chromium: Browser, server: str, store: Store) -> Iterator[Open]:
    """Opens a browser window of a width, logged in as a person when an e-mail address is given."""
    contexts: list[BrowserContext] = []

    def opened(email: str = "", width: int = 1280) -> Screen:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", bypass_csp=False)
        context.set_default_timeout(30_000)
        contexts.append(context)
        if email:
            with store.writing() as session:
                token, _ = start_session(session, person_by_email(session, email))
            context.add_cookies(
                [{"name": "narratief", "value": token, "url": server, "httpOnly": True, "sameSite": "Lax"}]
            )
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
        return Screen(page, server, troubles)

    yield opened
    for context in contexts:
        context.close()
