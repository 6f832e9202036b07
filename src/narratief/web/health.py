"""`/gezond`: whether the workspace lives and can work, for whatever watches it. Nothing else is told, to nobody.

Answered before names, logins and queues are looked at: a watcher asks by the address of a container, and must get its
answer when the workspace is too busy for people.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from threading import Lock

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from narratief.domain.errors import place_of
from narratief.domain.locations import home_dir
from narratief.pipeline.worker import Worker
from narratief.store.database import Store

LIVE, READY = "/gezond/leeft", "/gezond"
_KEPT = 1.0
"""Seconds that an answer holds, so that asking often costs nothing. Chosen: watchers ask every few seconds at most."""
log = logging.getLogger(__name__)


class Health:
    """Looks whether the workspace can work.

    Parameters
    ----------
    worker
        Gives the worker of now.
    """

    def __init__(self, store: Store, worker: Callable[[], Worker]) -> None:
        self._lock, self._asked, self._wrong = Lock(), float("-inf"), ""
        self._checks: dict[str, Callable[[], bool]] = {
            "database": lambda: _reachable(store),
            "worker": lambda: worker().alive,
            "disk": _writable,
        }

    def wrong(self) -> str:
        """Name the first part that does not work (database, worker, disk); empty when all do."""
        with self._lock:
            if time.monotonic() - self._asked >= _KEPT:
                wrong = next((name for name, works in self._checks.items() if not works()), "")
                if wrong and wrong != self._wrong:
                    log.error("not ready: %s", wrong)
                self._asked, self._wrong = time.monotonic(), wrong
            return self._wrong


class HealthMiddleware:
    """Answers `LIVE` and `READY` with ok (200) or niet (503), and lets everything else through."""

    def __init__(self, app: ASGIApp, health: Health) -> None:
        self._app, self._health = app, health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"] not in (LIVE, READY):
            await self._app(scope, receive, send)
            return
        works = scope["path"] == LIVE or not await run_in_threadpool(self._health.wrong)
        await PlainTextResponse("ok" if works else "niet", 200 if works else 503)(scope, receive, send)


def _reachable(store: Store) -> bool:
    """Ask the database one thing."""
    try:
        with store.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception as error:  # noqa: BLE001 - whatever it is, the database cannot be used
        log.warning("database not reached: %s", place_of(error))
        return False
    return True


def _writable() -> bool:
    """Write a byte where the work files are."""
    try:
        with tempfile.TemporaryFile(dir=home_dir()) as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return False
    return True
