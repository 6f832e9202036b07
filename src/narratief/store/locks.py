"""One process at a time works on a project: another one waits, and says so."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import text

from narratief.domain.locations import home_dir
from narratief.files.locks import file_lock, knows_no_locks
from narratief.store.database import Store

_LOOK_AGAIN = 0.5
"""Seconds between two looks at PostgreSQL's lock. Chosen, not measured: soon enough for a person, and no load."""


@contextmanager
def exclusive_lock(store: Store, what: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the only right to work on something while the context lasts; it ends with the process, however that ends.

    On PostgreSQL it holds for all computers that use the database, on SQLite for those that use the file.

    Parameters
    ----------
    what
        Name of it, such as a project's key.
    waiting
        Called again and again while another process has the right; may raise to wait no longer.
    """
    with (
        _shared_lock(store, what, waiting)
        if store.engine.dialect.name == "postgresql"
        else _lock_beside(store, what, waiting)
    ):
        yield


@contextmanager
def _shared_lock(store: Store, what: str, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Hold PostgreSQL's lock on a number made from a name, in a connection of its own."""
    number = int.from_bytes(_digest(what)[:8], "big", signed=True)
    take, release = (text(f"SELECT pg_{act}(:number)") for act in ("try_advisory_lock", "advisory_unlock"))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(take, {"number": number}):
            _wait(waiting)
        try:
            yield
        finally:
            with suppress(Exception):  # a connection that was lost holds no lock any more
                connection.execute(release, {"number": number})


@contextmanager
def _lock_beside(store: Store, what: str, waiting: Callable[[], None] | None) -> Iterator[None]:
    """Hold the lock of a small file in a folder beside the database; the file stays, the lock does not."""
    database = store.engine.url.database
    beside = Path(database).parent if database and database != ":memory:" else home_dir()
    folder = beside / "sloten"
    folder.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(folder / f"{_digest(what).hex()[:24]}.lock", waiting or _nothing))
        except OSError as error:
            if not knows_no_locks(error):
                raise
        yield


def _wait(waiting: Callable[[], None] | None) -> None:
    """Wait a moment, and say so."""
    if waiting:
        waiting()
    time.sleep(_LOOK_AGAIN)


def _nothing() -> None:
    """Wait without telling anybody."""


def _digest(what: str) -> bytes:
    """Hash a name."""
    return hashlib.sha256(what.encode()).digest()
