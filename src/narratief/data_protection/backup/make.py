"""Make a backup while narratief may go on."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from narratief import __version__
from narratief.data_protection.backup.archive import Contents, Writer
from narratief.data_protection.backup.contents import clear_left, files_to_keep, folders_elsewhere
from narratief.data_protection.backup.database import copy_database
from narratief.data_protection.backup.parts import DATABASE, TABLES, Kind
from narratief.data_protection.backup.tables import lines_of, tables_of
from narratief.domain.errors import InputError
from narratief.domain.locations import home_dir
from narratief.domain.progress import report_progress
from narratief.files.atomic import atomic_file
from narratief.store.database import Store
from narratief.store.migrate import current_revision

_COPY = ".reservekopie-"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: how many files are in it, and how many vaults."""

    files: int
    vaults: int


def make_backup(store: Store, path: Path) -> Made:
    """Write a backup, whole or not at all, readable by its owner only.

    The database is copied first, as it was at one moment. What a run or a user adds to files after that is more than
    the database knows of, never less.

    Raises
    ------
    InputError
        When there is a file already (an older backup is not overwritten), or a file has a name that no backup may have.
    OSError
        When it cannot be written.
    """
    if path.exists():
        raise InputError(path.name, "Dit bestand bestaat al.", "Kies een andere naam voor de reservekopie.")
    contents = Contents(
        database=store.engine.dialect.name,
        revision=current_revision(store.engine) or "",
        home=str(home_dir().resolve()),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
    )
    with atomic_file(path, private=True) as file, Writer(file, contents) as writer:
        report_progress("Reservekopie: database", 0, 1)
        _add_database(writer, store)
        report_progress("Reservekopie: database", 1, 1)
        contents.folders = {str(number): str(folder) for number, folder in folders_elsewhere(store).items()}
        sources = list(files_to_keep(store))
        for done, source in enumerate(sources):
            report_progress("Reservekopie: bestanden", done, len(sources))
            writer.add_file(source.name, source.path)
        report_progress("Reservekopie: bestanden", len(sources), len(sources))
    kept = [name for name in contents.parts if not name.startswith((DATABASE, f"{TABLES}/"))]
    return Made(len(kept), sum(name.startswith(f"{Kind.VAULT}/") for name in kept))


def _add_database(writer: Writer, store: Store) -> None:
    """Add the database as it is at this moment."""
    if store.engine.dialect.name == "sqlite":
        with _copied(Path(store.engine.url.database or "")) as copy:
            writer.add_file(DATABASE, copy)
        return
    with store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for table in tables_of(connection):
            writer.add(f"{TABLES}/{table.name}.jsonl", lines_of(connection, table))


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    """Copy a SQLite database that others may write to meanwhile; the copy is there as long as the context lasts."""
    clear_left(database.parent, _COPY)
    with tempfile.TemporaryDirectory(prefix=_COPY, dir=database.parent) as folder:
        path = Path(folder) / DATABASE
        copy_database(database, path)
        with closing(sqlite3.connect(path)) as target:
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a journal beside it
        yield path
