"""Signs of life of long work, for others to see: a lock of PostgreSQL that falls when its process does.

A process that is killed can note nothing any more, but its connection ends, and with it the lock. A machine that
vanishes is missed by the connection's keepalive, after about a minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from narratief.store.database import Store

# Told by TCP within about a minute: 30 s of silence, then 3 questions 10 s apart. Chosen, not measured: the run is
# looked for once a minute.
_SESSION = (
    "SET idle_session_timeout = 0",
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)


@contextmanager
def alive(store: Store, work: str) -> Iterator[None]:
    """Show that work goes on for as long as the context lasts; on SQLite nobody can see it.

    Parameters
    ----------
    work
        Id of the work, the same for whoever looks. Another process that shows the same id is no hindrance.
    """
    if store.engine.dialect.name != "postgresql":
        yield
        return
    with _session(store) as connection:
        for setting in _SESSION:
            connection.execute(text(setting))
        connection.execute(text("SELECT pg_advisory_lock_shared(:lock)"), {"lock": _number(work)})
        try:
            yield
        finally:
            with suppress(DBAPIError):  # a connection that was lost took its lock with it
                connection.execute(text("SELECT pg_advisory_unlock_shared(:lock)"), {"lock": _number(work)})
            connection.invalidate()  # its settings are for nobody else


def is_alive(store: Store, work: str) -> bool | None:
    """Tell whether a process shows that this work goes on; None where that cannot be seen (SQLite)."""
    if store.engine.dialect.name != "postgresql":
        return None
    with _session(store) as connection:
        free = connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _number(work)})
        if free:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _number(work)})
        return not free


def _session(store: Store) -> Connection:
    """Open a connection whose statements are no transaction together: it may last for hours."""
    return store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _number(work: str) -> int:
    """Make the number of a lock out of an id (64 bits, apart from the locks with small numbers of other modules)."""
    return int.from_bytes(hashlib.sha256(f"narratief {work}".encode()).digest()[:8], "big", signed=True)
