"""What can go wrong around the data (a full disk, a database that is away), told in plain Dutch."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

from narratief.domain.errors import InputError, NarratiefError, PassingError, StepError, StorageError, place_of

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_STATES = {"53100"}  # PostgreSQL's own disk is full
_AWAY_STATES = {"57P01", "57P02", "57P03", "53300"}  # ended by an administrator, crashed, starting up, too many


_BUSY = (
    "De database is te lang bezet door een ander programma.",
    "Sluit andere programma's die de database gebruiken, en probeer het opnieuw.",
)
_UNREADABLE = (
    "De database kan niet worden gelezen of geschreven.",
    "Is de schijf vol, of is de map niet te schrijven? Los dat op en probeer het opnieuw.",
)
_DAMAGED = ("De database is beschadigd.", "Zet een reservekopie terug met 'narratief restore'.")
_AWAY = (
    "De database is nu niet te bereiken.",
    "Wat klaar was, is bewaard. Controleer of de database draait en probeer het opnieuw.",
)
_READ_ONLY = (
    "Op deze schijf kan narratief alleen lezen, niet schrijven.",
    "Kies een andere map, of vraag uw beheerder om hulp.",
)
_BROKEN = (
    "De schijf geeft een fout bij het lezen of schrijven.",
    "Controleer de schijf, of de verbinding ermee, en probeer het opnieuw.",
)
_NOT_ALLOWED = (
    "narratief mag een map of bestand niet gebruiken dat het nodig heeft.",
    "Kies een andere map, of vraag uw beheerder om toegang.",
)
_IN_USE = {5, 32, 33}
"""What Windows says when a file is to be replaced that a program has open: access denied, sharing violation and lock
violation (https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-)."""
_OPEN_ELSEWHERE = (
    "Dit bestand is nog open in een ander programma, zoals Excel of Word.",
    "Sluit het daar en probeer het opnieuw. Tot die tijd staan er oude en nieuwe uitkomsten door elkaar.",
)
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_IOERR: _UNREADABLE,
    sqlite3.SQLITE_CANTOPEN: _UNREADABLE,
    sqlite3.SQLITE_READONLY: _UNREADABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def unwritable(error: OSError, path: Path, remedy: str) -> InputError | StorageError:
    """Tell that a file could not be written: what is wrong with the disk, else that this place will not do.

    Parameters
    ----------
    error
        Why; where the file may not be written, that is said of the file.
    path, remedy
        The file, and what to do when nothing is wrong with the disk.
    """
    fault = None if isinstance(error, PermissionError) else fault_of(error)
    return fault or InputError(path.name, "Dit bestand is niet te schrijven.", remedy)


def fault_of(error: BaseException) -> StorageError | None:
    """Tell what lies behind an error when it is no fault of a transcript or of narratief, with what to do.

    Parameters
    ----------
    error
        Any; its causes are looked at too.

    Returns
    -------
    StorageError or None
        Without words of a transcript, to be raised instead; None for any other error.
    """
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        if told := _told(found):
            return told
        found = found.__cause__ or found.__context__
    return None


def busy_database() -> StorageError:
    """Make the error that somebody else uses the database for too long."""
    return PassingError("database", *_BUSY)


def is_away(error: BaseException) -> bool:
    """Tell whether an error says that the database cannot be reached, so that trying again later may help."""
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if error.connection_invalidated or state in _AWAY_STATES:
        return True
    return isinstance(error, OperationalError) and (state is None or state.startswith("08"))


def _told(error: BaseException) -> StorageError | None:
    """Tell what one error means, without looking at its causes."""
    if isinstance(error, OSError):
        return _told_of_disk(error)
    if not isinstance(error, DBAPIError | sqlite3.Error):
        return None
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", None) in _FULL_STATES:
        return _full()
    words = _OF_SQLITE.get(code) or (_AWAY if is_away(error) else None)
    if words is None:
        return None
    return (PassingError if words in (_BUSY, _AWAY) else StorageError)("database", *words)


def _told_of_disk(error: OSError) -> StorageError | None:
    """Tell what a disk or folder refused; None for what has nothing to do with either."""
    if error.errno in FULL:
        return _full()
    if error.errno == errno.EROFS:
        return StorageError("schijf", *_READ_ONLY)
    if error.errno == errno.EIO:
        return StorageError("schijf", *_BROKEN)
    if not isinstance(error, PermissionError) or error.filename is None:
        return None
    target = error.filename2 if isinstance(error.filename2, str | os.PathLike) else None
    if target is not None and getattr(error, "winerror", None) in _IN_USE:
        return StorageError(Path(target).name, *_OPEN_ELSEWHERE)
    return StorageError("map", *_NOT_ALLOWED)


def _full() -> StorageError:
    """Tell that there is no room."""
    return StorageError(
        "schijf",
        "De schijf is vol. De oude uitkomsten zijn niet veranderd.",
        "Maak ruimte en probeer het opnieuw. narratief gaat dan verder waar het was.",
    )


def told_of(error: Exception) -> NarratiefError:
    """What a user is told of any error: its own words, those of the fault behind it, or that it was unforeseen."""
    if isinstance(error, NarratiefError):
        return error
    return fault_of(error) or StepError(place_of(error))
