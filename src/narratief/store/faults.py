"""What can go wrong around the data (a full disk, a database that is away), told in plain Dutch."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

from narratief.domain.errors import NarratiefError, StepError, StorageError, place_of

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
_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_IOERR: _UNREADABLE,
    sqlite3.SQLITE_CANTOPEN: _UNREADABLE,
    sqlite3.SQLITE_READONLY: _UNREADABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


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
    return StorageError("database", *_BUSY)


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
    if isinstance(error, OSError) and error.errno in FULL:
        return _full()
    if not isinstance(error, DBAPIError | sqlite3.Error):
        return None
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", None) in _FULL_STATES:
        return _full()
    words = _OF_SQLITE.get(code) or (_AWAY if is_away(error) else None)
    return StorageError("database", *words) if words else None


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
