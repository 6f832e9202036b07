"""A disk, or a database, that refuses from a chosen write on: full, read-only, or broken."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

_OPERATIONS = {"os.rename", "os.link", "os.mkdir", "os.truncate"}
_REMOVALS = {"os.remove", "os.rmdir"}
_READS = ("SELECT", "PRAGMA", "BEGIN")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass
class Disk:
    """What is done on a disk below some folders.

    Attributes
    ----------
    refuses_from
        Number of the first write that it refuses; none when negative.
    error
        What it says then (errno).
    removes
        Whether deleting counts as a write, which a full disk usually still does.
    seen
        Writes so far.
    """

    folders: tuple[str, ...]
    refuses_from: int = -1
    error: int = 0
    seen: int = 0
    refused: list[str] = field(default_factory=list)
    removes: bool = False

    def write(self, event: str, path: str) -> None:
        """Count a write, and refuse it when it is time."""
        if not path.startswith(self.folders):
            return
        self.seen += 1
        if 0 <= self.refuses_from < self.seen:
            self.refused.append(f"{event} {path}")
            raise OSError(self.error, os.strerror(self.error), path)


_disks: list[Disk] = []
_hooked: list[bool] = []


@contextmanager
def on(disk: Disk) -> Iterator[Disk]:
    """Let this process work on a disk."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    _disks.append(disk)
    try:
        yield disk
    finally:
        _disks.remove(disk)


def _hook(name: str, arguments: tuple[Any, ...]) -> None:
    if not _disks or (name not in _OPERATIONS | _REMOVALS and name != "open"):
        return
    path, *more = arguments
    if not isinstance(path, str | bytes | os.PathLike):
        return
    if name == "open" and not (isinstance(more[1], int) and more[1] & _WRITES):
        return
    target = more[0] if name in ("os.rename", "os.link") else path
    if name in _REMOVALS and isinstance(more[0], int) and more[0] >= 0:  # a name in a folder that is open
        target = Path(f"/proc/self/fd/{more[0]}").readlink() / os.fsdecode(path)
    for disk in list(_disks):
        if disk.removes or name not in _REMOVALS:
            disk.write(name, os.fsdecode(target))


@dataclass
class Database:
    """What is written in a database of SQLite, statement by statement, each end of a transaction too.

    Attributes
    ----------
    refuses_from
        Number of the first write that it refuses; none when negative.
    error
        What it says then (SQLITE_…).
    seen
        Writes so far.
    """

    engine: Engine
    refuses_from: int = -1
    error: int = 0
    seen: int = 0
    refused: list[str] = field(default_factory=list)

    def write(self, what: str) -> None:
        """Count a write, and refuse it when it is time."""
        self.seen += 1
        if 0 <= self.refuses_from < self.seen:
            self.refused.append(what)
            failure = sqlite3.OperationalError("refused")
            failure.sqlite_errorcode = self.error
            raise failure


@contextmanager
def in_database(database: Database) -> Iterator[Database]:
    """Let all sessions of an engine work on such a database."""

    def execute(cursor: object, statement: str, *_: object) -> None:
        if not statement.lstrip().upper().startswith(_READS):
            database.write(statement)

    def execute_bare(cursor: object, statement: str, context: object) -> None:
        execute(cursor, statement)

    def commit(connection: object) -> None:
        database.write("COMMIT")

    listeners = (
        ("do_execute", execute),
        ("do_executemany", execute),
        ("do_execute_no_params", execute_bare),
        ("commit", commit),
    )
    for name, listener in listeners:
        event.listen(database.engine, name, listener)
    try:
        yield database
    finally:
        for name, listener in listeners:
            event.remove(database.engine, name, listener)
