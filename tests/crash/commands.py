"""Commands as a user gives them, on a small project, and the faults that a disk or a database can have meanwhile."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from narratief.cli.app import app
from narratief.cli.console import told_errors
from tests.crash import failing

WORDS = {errno.ENOSPC: "De schijf is vol", errno.EROFS: "alleen lezen", errno.EIO: "De schijf geeft een fout"}
DATABASE_WORDS = {
    sqlite3.SQLITE_FULL: "De schijf is vol",
    sqlite3.SQLITE_READONLY: "De database kan niet worden gelezen of geschreven",
    sqlite3.SQLITE_IOERR: "De database kan niet worden gelezen of geschreven",
}
TALK = """Interviewer: Hoe ging het?
Bewoner: Ik ben {} en wij hebben onze ideeën ingeleverd en er daarna nooit meer iets van gehoord. Geen brief, geen mail.
"""
SAMPLES = 6
"""Writes at which a fault is tried per command and kind: spread over all of them."""


def spread(number: int) -> list[int]:
    """Places of writes to try, among so many."""
    return sorted({at * number // SAMPLES for at in range(SAMPLES)})


def faults(act: Callable[[], object], *folders: Path, removes: bool = False) -> Iterator[tuple[failing.Disk, int]]:
    """Disks that refuse at writes spread over all that something does, once in each way."""
    where = tuple(map(str, folders))
    with failing.on(failing.Disk(where, removes=removes)) as whole:
        act()
    assert whole.seen, "it writes nothing there"
    for error in WORDS:
        for place in spread(whole.seen):
            yield failing.Disk(where, place, error, removes=removes), error


def command(*words: str) -> int:
    """Status with which a command ends; it raises what would end in a traceback."""
    try:
        with told_errors():
            app([*words])
    except SystemExit as ended:
        return int(ended.code or 0)
    raise AssertionError("a command ends")
