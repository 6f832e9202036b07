"""Put a backup back: all of it or nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, inspect, select

from narratief.data_protection.backup.archive import Contents, Reader
from narratief.data_protection.backup.contents import KEPT_IN_HOME, clear_left, vaults
from narratief.data_protection.backup.make import DATABASE, TABLES
from narratief.data_protection.backup.tables import count_on, put_lines, tables_of
from narratief.domain.errors import InputError
from narratief.domain.progress import tell
from narratief.domain.settings import home_dir, vault_dir
from narratief.files.atomic import make_folder, settle_folder, whole_file
from narratief.store.database import database_url, make_engine
from narratief.store.migrate import empty_on, knows, upgrade, upgrade_on

_STAGE = "Terugzetten"
_UNPACKED = ".terugzetten-"


def put_backup_back(path: Path, *, overwrite: bool = False) -> Contents:
    """Put the database, files and vaults of a backup back where they were, and bring the tables up to date.

    The backup is checked first, and all files are unpacked before anything is changed.

    Parameters
    ----------
    overwrite
        Whether what is there now may be lost.

    Raises
    ------
    InputError
        When the backup is damaged, does not fit this installation, or there are data already; nothing is changed then.
    OSError
        When files cannot be written; nothing is changed then.
    """
    tell(_STAGE, 0, 3)
    reader = Reader(path)
    try:
        contents = reader.contents
        engine = make_engine(database_url())
        try:
            _refuse_misfit(path.name, reader, engine)
            if not overwrite:
                _refuse_data(reader, engine)
            with _unpacked(reader) as give_places:
                tell(_STAGE, 1, 3)
                _put_database(reader, engine)
                tell(_STAGE, 2, 3)
                give_places()
        finally:
            engine.dispose()
    finally:
        reader.close()
    tell(_STAGE, 3, 3)
    return contents


def _refuse_misfit(name: str, reader: Reader, engine: Engine) -> None:
    """Refuse a backup that this installation cannot take."""
    contents = reader.contents
    if contents.database != engine.dialect.name:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        message = f"Deze reservekopie is van {names.get(contents.database, 'een andere database')}."
        raise InputError(name, message, "Stel NARRATIEF_DATABASE_URL zo in als toen, en probeer het opnieuw.")
    if not knows(contents.revision):
        message = "Deze reservekopie is met een nieuwere versie van narratief gemaakt."
        raise InputError(name, message, f"Installeer eerst versie {contents.version} of nieuwer.")
    if contents.home != str(home_dir().resolve()) and any(p.startswith("home/projecten/") for p in contents.parts):
        message = f"De projecten in deze reservekopie horen in de map {contents.home}."
        raise InputError(name, message, "Zet NARRATIEF_HOME op die map en probeer het opnieuw.")


def _refuse_data(reader: Reader, engine: Engine) -> None:
    """Refuse to overwrite what is there."""
    remedy = "Maak daar eerst een reservekopie van. Voeg dan --overwrite toe om het te vervangen."
    there = any(_files_below(home_dir() / part) for part in KEPT_IN_HOME)
    if there or vaults() or _has_rows(engine):
        raise InputError("narratief", "Er staan al gegevens. Er is niets veranderd.", remedy)
    for name, target in _elsewhere(reader.contents).items():
        if target.exists() and target.read_bytes() != b"".join(reader.pieces(name)):
            raise InputError(str(target), "Hier staat al een ander bestand. Er is niets veranderd.", remedy)


def _has_rows(engine: Engine) -> bool:
    """Tell whether a database has anything in it."""
    if not inspect(engine).get_table_names():
        return False
    with engine.connect() as connection:
        tables = [table for table in tables_of(connection) if not table.name.startswith("search_fts")]
        return any(connection.execute(select(table).limit(1)).first() is not None for table in tables)


def _files_below(folder: Path) -> bool:
    """Tell whether there is any file in a folder."""
    return any(path.is_file() for path in folder.rglob("*"))


def _elsewhere(contents: Contents) -> dict[str, Path]:
    """Give where parts go that belong in folders outside NARRATIEF_HOME."""
    found = {}
    for name in contents.parts:
        kind, _, rest = name.partition("/")
        if kind == "mappen":
            number, _, file = rest.partition("/")
            found[name] = Path(contents.folders[number]) / file
    return found


@contextmanager
def _unpacked(reader: Reader) -> Iterator[Callable[[], None]]:
    """Unpack all files beside their places; gives what moves them there."""
    home, vault = home_dir(), vault_dir()
    for folder in (home, vault):
        clear_left(folder, _UNPACKED)
    with ExitStack() as stack:
        stage = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=home)))
        keys = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=vault)))
        for name in reader.contents.parts:
            kind, _, rest = name.partition("/")
            if kind in ("home", "kluis"):
                with whole_file((stage if kind == "home" else keys) / rest, private=True) as file:
                    for piece in reader.pieces(name):
                        file.write(piece)

        def give_places() -> None:
            for part in KEPT_IN_HOME:
                _exchange(stage / part, home / part)
            for old in vaults():
                if not (keys / old.name).exists():
                    old.unlink()
            for new in keys.iterdir():
                new.replace(vault / new.name)
            settle_folder(vault)
            for name, target in _elsewhere(reader.contents).items():
                with whole_file(target) as file:
                    for piece in reader.pieces(name):
                        file.write(piece)

        yield give_places


def _exchange(new: Path, place: Path) -> None:
    """Put a folder in the place of another one, which is deleted; an empty one when there is no new one."""
    old = new.with_name(f"{new.name}.oud")
    if place.exists():
        place.replace(old)
    if new.exists():
        new.replace(place)
        for folder in (place, *place.rglob("*")):
            if folder.is_dir():
                folder.chmod(0o700)
    else:
        make_folder(place)
    settle_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def _put_database(reader: Reader, engine: Engine) -> None:
    """Put the tables back in one go, and bring them up to date."""
    if engine.dialect.name == "sqlite":
        _put_sqlite(reader, engine)
        return
    with engine.begin() as connection:
        empty_on(connection)
        upgrade_on(connection, reader.contents.revision)
        for table in tables_of(connection):
            if (name := f"{TABLES}/{table.name}.jsonl") in reader.contents.parts:
                put_lines(connection, table, reader.lines(name))
                count_on(connection, table)
        upgrade_on(connection)


def _put_sqlite(reader: Reader, engine: Engine) -> None:
    """Put a copy of a SQLite database in the place of the present content, in one transaction."""
    target = Path(engine.url.database or "")
    with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        with whole_file(copy, private=True) as file:
            for piece in reader.pieces(DATABASE):
                file.write(piece)
        earlier = make_engine(URL.create("sqlite", database=str(copy)))
        upgrade(earlier)  # the copy first: the present database then changes once, or not at all
        earlier.dispose()
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target, timeout=30)) as into:
            source.backup(into)
