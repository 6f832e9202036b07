"""The database of a backup: read before anything is changed, then put in the place of the present one at once."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, MetaData, Table, select
from sqlalchemy.exc import DBAPIError, StatementError

from narratief.data_protection.backup.archive import Reader
from narratief.data_protection.backup.parts import DATABASE, TABLES
from narratief.data_protection.backup.tables import copy_tables, count_on, put_lines, tables_of
from narratief.data_protection.backup.written import forget_foreign, noted_now
from narratief.domain.locations import home_dir
from narratief.files.atomic import atomic_file, fsync_folder
from narratief.files.safe_paths import is_plain
from narratief.store.database import make_engine
from narratief.store.faults import busy_database, fault_of
from narratief.store.migrate import current_revision, empty_on, upgrade, upgrade_on

_BUSY_SECONDS = 30
"""How long a copy waits for whoever writes in a SQLite file: as long as the store itself does."""

UNPACKED = ".terugzetten-"
"""How the names of temporary folders of a restore begin."""

_PROJECTS = "projects"
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
"""What SQLite answers when a file is no database, or not whole."""


@dataclass(frozen=True, slots=True)
class NamedProject:
    """What the row of a project says that paths are made of.

    Attributes
    ----------
    folder
        Where its transcripts lie; empty when it has no folder.
    """

    name: str
    key: str
    folder: str


class BackedUpDatabase(ABC):
    """The database in a backup, ready to take the place of the present one."""

    def __init__(self, reader: Reader, engine: Engine) -> None:
        self._reader, self._engine = reader, engine

    def folders(self) -> set[Path]:
        """Folders of its projects, as the rows have them.

        Raises
        ------
        InputError
            When a project has a name, a key or a folder that would lead somewhere else.
        """
        found = set()
        for project in self._projects():
            if not is_plain(project.name) or not is_plain(project.key):
                raise self._reader.damaged()
            if project.folder:
                if "\0" in project.folder or not Path(project.folder).is_absolute():
                    raise self._reader.damaged()
                found.add(Path(project.folder))
        return found

    @abstractmethod
    def replace_present(self, folders: Collection[Path]) -> tuple[str, ...]:
        """Put its tables in the place of the present ones, all or none, and bring them up to date.

        Parameters
        ----------
        folders
            Folders of this installation.

        Returns
        -------
        tuple
            Files that the backup says were written, and that are in none of these folders and unknown here: their notes
            are left out (see `narratief.data_protection.backup.written`).
        """

    @abstractmethod
    def _projects(self) -> list[NamedProject]: ...


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database into the file of another one, which others may use meanwhile, in one transaction.

    Raises
    ------
    InputError
        When somebody writes in one of them for too long.
    sqlite3.DatabaseError
        When one of them is no database, or cannot be read or written.
    """

    def refuse_busy(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # Python itself would try again for ever
            raise busy_database()

    with closing(_opened(source)) as copied, closing(_opened(target)) as into:
        copied.backup(into, progress=refuse_busy)


@contextmanager
def database_in(reader: Reader, engine: Engine) -> Iterator[BackedUpDatabase]:
    """Open the database in a backup; a copy on the disk lasts as long as the context.

    Parameters
    ----------
    engine
        Of the present database: of the same kind, or PostgreSQL for a backup of SQLite.

    Raises
    ------
    InputError
        When it is no database, or not of the version that the backup says.
    """
    if reader.contents.database != "sqlite":
        yield _Lines(reader, engine)
        return
    moved = engine.dialect.name != "sqlite"
    beside = home_dir() if moved else Path(engine.url.database or "").parent
    with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=beside) as folder:
        copy = Path(folder) / DATABASE
        with atomic_file(copy, private=True) as file:
            for piece in reader.pieces(DATABASE):
                file.write(piece)
        yield (_Moved if moved else _File)(reader, engine, copy)


class _File(BackedUpDatabase):
    """A SQLite file, brought up to date before the present database changes."""

    def __init__(self, reader: Reader, engine: Engine, copy: Path) -> None:
        super().__init__(reader, engine)
        self._copy = copy
        opened = make_engine(URL.create("sqlite", database=str(copy)))
        try:
            if current_revision(opened) != reader.contents.revision:
                raise reader.damaged()
            upgrade(opened)
            self._found = _projects_of(opened)
        except DBAPIError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in {*_DAMAGED, sqlite3.SQLITE_ERROR}:
                raise reader.damaged() from None  # no database, or without the tables of its version
            raise
        finally:
            opened.dispose()

    def replace_present(self, folders: Collection[Path]) -> tuple[str, ...]:
        """Copy its content over the present one in one transaction."""
        target = Path(self._engine.url.database or "")
        noted = noted_now(self._engine)
        opened = make_engine(URL.create("sqlite", database=str(self._copy)))
        try:
            with opened.begin() as connection:
                forgotten = forget_foreign(connection, noted, folders)
        finally:
            opened.dispose()
        try:
            copy_database(self._copy, target)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            for journal in ("-wal", "-shm", "-journal"):  # of the file that is no database any more
                target.with_name(f"{target.name}{journal}").unlink(missing_ok=True)
            self._copy.replace(target)
            fsync_folder(target.parent)
        return forgotten

    def _projects(self) -> list[NamedProject]:
        return self._found


class _Moved(_File):
    """A SQLite file, brought up to date, whose rows go to PostgreSQL."""

    def replace_present(self, folders: Collection[Path]) -> tuple[str, ...]:
        """Empty the present database, make the tables, and fill them, in one transaction."""
        noted = noted_now(self._engine)
        source = make_engine(URL.create("sqlite", database=str(self._copy)))
        try:
            with source.connect() as rows, self._engine.begin() as connection:
                empty_on(connection)
                upgrade_on(connection)
                copy_tables(rows, connection)
                return forget_foreign(connection, noted, folders)
        finally:
            source.dispose()


class _Lines(BackedUpDatabase):
    """Tables as lines of JSON, put back in one transaction."""

    def replace_present(self, folders: Collection[Path]) -> tuple[str, ...]:
        """Empty the present database, give it the tables of the backup's version, fill those, and upgrade."""
        noted = noted_now(self._engine)
        with self._engine.begin() as connection:
            empty_on(connection)
            upgrade_on(connection, self._reader.contents.revision)
            for table in tables_of(connection):
                if (name := f"{TABLES}/{table.name}.jsonl") in self._reader.contents.parts:
                    self._fill(connection, table, name)
            upgrade_on(connection)
            return forget_foreign(connection, noted, folders)

    def _fill(self, connection: Connection, table: Table, name: str) -> None:
        """Fill one table with the lines of a part."""
        try:
            put_lines(connection, table, self._reader.lines(name))
        except (ValueError, TypeError, LookupError, AttributeError, StatementError) as error:
            if fault_of(error) is not None:
                raise
            raise self._reader.damaged() from None  # lines that are no rows of this table
        count_on(connection, table)

    def _projects(self) -> list[NamedProject]:
        name = f"{TABLES}/{_PROJECTS}.jsonl"
        if name not in self._reader.contents.parts:
            return []
        try:
            rows = [json.loads(line) for line in self._reader.lines(name)]
            return [NamedProject(str(row["name"]), str(row["key"]), str(row["folder"] or "")) for row in rows]
        except (ValueError, TypeError, LookupError):
            raise self._reader.damaged() from None


def _opened(path: Path) -> sqlite3.Connection:
    """Open a SQLite file, waiting a while for others."""
    return sqlite3.connect(path, timeout=_BUSY_SECONDS)


def _projects_of(engine: Engine) -> list[NamedProject]:
    """Read the projects of a database as it is: perhaps of an earlier version."""
    table = Table(_PROJECTS, MetaData(), autoload_with=engine)
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.name, table.c.key, table.c.folder)).all()
    return [NamedProject(str(name), str(key), str(folder or "")) for name, key, folder in rows]


def folders_of_projects(engine: Engine) -> set[Path]:
    """Folders that projects in a database have, as its rows have them.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        When it cannot be reached or read.
    sqlalchemy.exc.NoSuchTableError
        When it has no table of projects.
    """
    return {Path(project.folder) for project in _projects_of(engine) if project.folder}
