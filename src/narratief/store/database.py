"""The database: where it is, how it is opened, and sessions that read or write."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, cast

from sqlalchemy import URL, Connection, CursorResult, Engine, UpdateBase, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from narratief.domain.errors import InputError
from narratief.domain.locations import home_dir
from narratief.domain.settings import get_settings, variable_of
from narratief.store.faults import is_away
from narratief.store.migrate import is_earlier, upgrade
from narratief.store.upgrades import upgrade_earlier

_WRITES = "narratief_writes"
_BUSY_SECONDS = 30
"""How long to wait for another writer of SQLite. Chosen, not measured: far more than any transaction takes here."""
_AWAY_SECONDS = 20
"""How long to wait for PostgreSQL. Chosen, not measured: a small server starts again in that, and a person waits."""


def database_url() -> URL:
    """Address of the database to use: NARRATIEF_DATABASE_URL, else a SQLite file below NARRATIEF_HOME.

    Raises
    ------
    InputError
        When NARRATIEF_DATABASE_URL is no address.
    """
    given = get_settings("database_url").database_url
    if given is None:
        return URL.create("sqlite", database=str(home_dir() / "narratief.sqlite3"))
    try:
        url = make_url(given.get_secret_value())
    except (ArgumentError, ValueError):  # the first would show the password
        raise InputError(
            variable_of("database_url"),
            "Dit is geen adres van een database.",
            "Geef een adres zoals postgresql://gebruiker:wachtwoord@computer/database.",
        ) from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


_READING: ContextVar[tuple[Store, Session] | None] = ContextVar("reading", default=None)
"""The session that is being read with, and whose it is."""


class Store:
    """An open database with the present schema.

    Parameters
    ----------
    engine
        Made by `make_engine`, already upgraded.
    """

    def __init__(self, engine: Engine) -> None:
        """Keep two ways to make sessions: for reading, and for writing."""
        self.engine = engine
        self._turn = RLock()
        self._readers = sessionmaker(engine, expire_on_commit=False)
        self._writers = sessionmaker(engine.execution_options(**{_WRITES: True}), expire_on_commit=False)

    @contextmanager
    def reading(self, *, shared: bool = False) -> Iterator[Session]:
        """Open a session to read; on SQLite it sees the state of one moment and waits for no writer.

        Parameters
        ----------
        shared
            Whether one that this request or task reads with already will do: who holds one connection while waiting for
            a second can wait for others who do the same.
        """
        outer = _READING.get()
        if shared and outer is not None and outer[0] is self:
            yield outer[1]
            return
        self._reach()
        with self._readers() as session:
            inside = _READING.set((self, session))
            try:
                yield session
            finally:
                _READING.reset(inside)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session to write: its changes are saved together at its end, or none when an exception leaves it."""
        self._reach()
        with self._in_turn(), self._writers.begin() as session:
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """On SQLite, let the threads of this process write one after another, each as soon as the one before is done.

        SQLite has who waits look again after up to a tenth of a second, and whoever comes meanwhile goes first. Other
        processes it must still wait for.
        """
        taken = self.engine.dialect.name == "sqlite" and self._turn.acquire(timeout=_BUSY_SECONDS)
        try:
            yield
        finally:
            if taken:
                self._turn.release()

    def _reach(self) -> None:
        """Wait a while for a PostgreSQL server that is away or starts again, before anything is done in a session."""
        if self.engine.dialect.name != "sqlite":
            _patiently(lambda: self.engine.connect().close())

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def writes(session: Session) -> bool:
    """Whether a session may change something, so that what it reads may never come to hold."""
    return bool(session.get_bind().engine.get_execution_options().get(_WRITES))


def _patiently(act: Callable[[], object]) -> None:
    """Do something that needs the database, again and again while that is away, for `_AWAY_SECONDS`.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        When it stays away, or something else is wrong.
    """
    patience = time.monotonic() + _AWAY_SECONDS
    while True:
        try:
            act()
            return
        except DBAPIError as error:
            if not is_away(error) or time.monotonic() > patience:
                raise
            time.sleep(0.25)


def open_store(url: URL | str | None = None) -> Store:
    """Open a database and bring its schema up to date; the same one is opened once per process.

    Parameters
    ----------
    url
        Default: `database_url`.

    Raises
    ------
    InputError
        When a newer version of narratief changed it, or an earlier one did and nobody makes a backup first
        (`narratief.store.upgrades`).
    """
    chosen = make_url(url) if url is not None else database_url()
    return _opened(chosen.render_as_string(hide_password=False), os.getpid())


@cache
def _opened(url: str, process: int) -> Store:
    """Open a database once per process (a forked process must not share connections)."""
    engine = make_engine(url)
    _patiently(lambda: _bring_up_to_date(engine))
    return Store(engine)


def _bring_up_to_date(engine: Engine) -> None:
    """Make the tables of an empty database, or let those of an earlier version be changed.

    Raises
    ------
    InputError
        As `open_store`.
    """
    if not is_earlier(engine):
        upgrade(engine)
        return
    upgrade_earlier(engine)


def rows_changed(session: Session, statement: UpdateBase) -> int:
    """Carry out an UPDATE or DELETE; returns how many rows it found, which tells who of two at once was first."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def make_engine(url: URL | str) -> Engine:
    """Make an engine, with SQLite set up for several users at once and readable by its owner only."""
    chosen = make_url(url)
    if chosen.get_backend_name() != "sqlite":
        return create_engine(chosen, pool_pre_ping=True)
    if chosen.database and chosen.database != ":memory:":
        _private_file(Path(chosen.database))
    engine = create_engine(chosen, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_file(path: Path) -> None:
    """Make the file with mode 0600 before SQLite does; its journals get the same mode from SQLite."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _prepare_sqlite(connection: Any, record: object) -> None:
    """Set a new connection up: journal beside the file, safe on a power cut, erased words overwritten."""
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    _journal_beside(cursor)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _journal_beside(cursor: sqlite3.Cursor) -> None:
    """Turn the write-ahead journal on, waiting for others: SQLite's own wait does not cover this change.

    Raises
    ------
    sqlite3.OperationalError
        When the file stays locked for `_BUSY_SECONDS`.
    """
    patience = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once in a writing session: waiting for it later could fail on a changed database."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
