"""Restore a backup: all of it or nothing, and nothing outside the folders of this installation."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import DBAPIError, NoSuchTableError

from narratief.data_protection.backup.archive import Contents, Reader
from narratief.data_protection.backup.contents import clear_left, vaults
from narratief.data_protection.backup.database import UNPACKED, database_in, folders_of_projects
from narratief.data_protection.backup.parts import DATABASE, KEPT_IN_HOME, Kind, part_named
from narratief.data_protection.backup.tables import tables_of
from narratief.domain.errors import InputError
from narratief.domain.locations import home_dir, vault_dir
from narratief.domain.progress import report_progress
from narratief.files.atomic import atomic_file, fsync_folder, make_folder
from narratief.files.safe_paths import is_inside
from narratief.privacy.vault.key_mark import MARK_FILE
from narratief.store.database import database_url, make_engine
from narratief.store.faults import is_away
from narratief.store.migrate import knows

_STAGE = "Terugzetten"


class Restored(NamedTuple):
    """What was restored.

    Attributes
    ----------
    forgotten
        Files that the backup says were written in folders that this installation does not know: erasing will not look
        for them.
    """

    contents: Contents
    forgotten: tuple[str, ...]


def restore_backup(path: Path, *, overwrite: bool = False, folders: Collection[Path] = ()) -> Restored:
    """Restore the database, files and vaults of a backup, and bring the tables up to date.

    The backup is checked first, and all files are unpacked before anything is changed.

    Parameters
    ----------
    overwrite
        Whether what is there now may be lost.
    folders
        Folders outside NARRATIEF_HOME that belong to this installation, with all below them, besides those that
        projects in the present database have. What the backup itself says of such folders gives it no right to them.

    Raises
    ------
    InputError
        When the backup is damaged, does not fit this installation, is about a folder that this installation does not
        know, or there are data already; nothing is changed then.
    OSError
        When files cannot be written; nothing is changed then.
    """
    report_progress(_STAGE, 0, 3)
    reader = Reader(path)
    try:
        contents = reader.contents
        engine = make_engine(database_url())
        try:
            _refuse_misfit(path.name, reader, engine)
            with database_in(reader, engine) as database:
                elsewhere = _targets_elsewhere(reader)
                if not overwrite:
                    _refuse_data(engine, reader, elsewhere)
                known = _known_folders(engine)
                _refuse_unknown({*database.folders(), *_folders_named(contents)}, known, folders)
                with _unpacked(reader, elsewhere) as unpacked:
                    report_progress(_STAGE, 1, 3)
                    forgotten = database.replace_present([home_dir(), *known, *folders])
                    report_progress(_STAGE, 2, 3)
                    unpacked.take_places()
        finally:
            engine.dispose()
    finally:
        reader.close()
    report_progress(_STAGE, 3, 3)
    return Restored(contents, forgotten)


def _refuse_misfit(name: str, reader: Reader, engine: Engine) -> None:
    """Refuse a backup that this installation cannot take."""
    contents = reader.contents
    moves = (contents.database, engine.dialect.name) == ("sqlite", "postgresql")
    if contents.database != engine.dialect.name and not moves:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        message = f"Deze reservekopie is van {names.get(contents.database, 'een andere database')}."
        raise InputError(name, message, "Stel NARRATIEF_DATABASE_URL zo in als toen, en probeer het opnieuw.")
    if not knows(contents.revision):
        message = "Deze reservekopie is met een nieuwere versie van narratief gemaakt."
        raise InputError(name, message, f"Installeer eerst versie {contents.version} of nieuwer.")
    if contents.home != str(home_dir().resolve()) and any(p.startswith("home/projecten/") for p in contents.parts):
        message = f"De projecten in deze reservekopie horen in de map {contents.home}."
        raise InputError(name, message, "Zet NARRATIEF_HOME op die map en probeer het opnieuw.")
    if contents.database == "sqlite" and DATABASE not in contents.parts:
        raise reader.damaged()


def _targets_elsewhere(reader: Reader) -> dict[str, Path]:
    """Find where parts belong that go to folders outside NARRATIEF_HOME, by the part's name.

    Raises
    ------
    InputError
        When the backup does not say which folder, or says one that no project can have.
    """
    found: dict[str, Path] = {}
    for name in reader.contents.parts:
        part = part_named(name)
        if part is None or part.kind != Kind.ELSEWHERE:
            continue
        folder = Path(reader.contents.folders.get(part.project, ""))
        if "\0" in str(folder) or not folder.is_absolute() or is_inside(folder, home_dir()):
            raise reader.damaged()
        found[name] = folder.resolve() / part.path
    return found


def _folders_named(contents: Contents) -> set[Path]:
    """Folders outside NARRATIEF_HOME that a backup has parts for."""
    parts = (part_named(name) for name in contents.parts)
    return {Path(contents.folders[part.project]) for part in parts if part and part.kind == Kind.ELSEWHERE}


def _refuse_unknown(asked: Collection[Path], known: Collection[Path], allowed: Collection[Path]) -> None:
    """Refuse a backup about folders that only the backup itself names."""
    mine, below = {folder.resolve() for folder in (*known, *allowed)}, [home_dir(), *allowed]
    unknown = [
        str(folder)
        for folder in sorted(asked)
        if folder.resolve() not in mine and not any(is_inside(folder, root) for root in below)
    ]
    if unknown:
        raise InputError(
            ", ".join(unknown),
            "De reservekopie gaat over een map die deze installatie niet kent. Er is niets veranderd.",
            "Hoort de map erbij? Voeg dan toe: " + " ".join(f'--folder "{folder}"' for folder in unknown),
        )


def _known_folders(engine: Engine) -> set[Path]:
    """Folders that projects in the present database have; none when that is empty or damaged."""
    try:
        return folders_of_projects(engine)
    except NoSuchTableError:
        return set()
    except DBAPIError as error:
        if is_away(error):
            raise
        return set()


def _refuse_data(engine: Engine, reader: Reader, elsewhere: Mapping[str, Path]) -> None:
    """Refuse to overwrite what is there."""
    remedy = "Maak daar eerst een reservekopie van. Voeg dan --overwrite toe om het te vervangen."
    there = any(_files_below(home_dir() / part) for part in KEPT_IN_HOME)
    if there or vaults() or _has_rows(engine):
        raise InputError("narratief", "Er staan al gegevens. Er is niets veranderd.", remedy)
    for name, target in elsewhere.items():
        if target.exists() and not _is_same(target, reader, name):
            raise InputError(str(target), "Hier staat al een ander bestand. Er is niets veranderd.", remedy)


def _is_same(path: Path, reader: Reader, name: str) -> bool:
    """Tell whether a file is there with the content of a part."""
    if not path.is_file() or path.stat().st_size != reader.contents.parts[name][1]:
        return False
    with path.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in reader.pieces(name))


def _has_rows(engine: Engine) -> bool:
    """Tell whether a database has anything in it; one that is damaged has."""
    try:
        if not inspect(engine).get_table_names():
            return False
        with engine.connect() as connection:
            tables = [table for table in tables_of(connection) if not table.name.startswith("search_fts")]
            return any(connection.execute(select(table).limit(1)).first() is not None for table in tables)
    except DBAPIError as error:
        if is_away(error):
            raise
        return True


def _files_below(folder: Path) -> bool:
    """Tell whether there is any file in a folder."""
    return any(path.is_file() for path in folder.rglob("*"))


class _Unpacked:
    """Files of a backup that lie unpacked beside their places.

    Parameters
    ----------
    home, vault
        Temporary folders with what goes to NARRATIEF_HOME and to the folder of vaults.
    elsewhere
        Place → unpacked file, for folders outside NARRATIEF_HOME.
    """

    def __init__(self, home: Path, vault: Path, elsewhere: Mapping[Path, Path]) -> None:
        self._home, self._vault, self._elsewhere = home, vault, elsewhere

    def take_places(self) -> None:
        """Move all files to their places; what is there now and is not in the backup goes."""
        for part in KEPT_IN_HOME:
            _exchange(self._home / part, home_dir() / part)
        vault = vault_dir()
        for old in vaults():
            if not (self._vault / old.name).exists():
                old.unlink()
        (vault / MARK_FILE).unlink(missing_ok=True)  # of the vaults that went; those that come say it themselves
        for new in self._vault.iterdir():
            new.replace(vault / new.name)
        fsync_folder(vault)
        for place, new in self._elsewhere.items():
            new.replace(place)
        for folder in {place.parent for place in self._elsewhere}:
            fsync_folder(folder)


@contextmanager
def _unpacked(reader: Reader, elsewhere: Mapping[str, Path]) -> Iterator[_Unpacked]:
    """Unpack all files beside their places, on the same disk as those; what is left goes with the context."""
    with ExitStack() as stack:

        def beside(folder: Path) -> Path:
            make_folder(folder)
            clear_left(folder, UNPACKED)
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=UNPACKED, dir=folder)))

        home, vault = beside(home_dir()), beside(vault_dir())
        others = {folder: beside(folder) for folder in {target.parent for target in elsewhere.values()}}
        for name in reader.contents.parts:
            part = part_named(name)
            if part is None:
                raise reader.damaged()
            if part.kind == Kind.HOME:
                _unpack(reader, name, home / part.path, home)
            elif part.kind == Kind.VAULT:
                _unpack(reader, name, vault / part.path, vault)
            elif part.kind == Kind.ELSEWHERE:
                folder = others[elsewhere[name].parent]
                _unpack(reader, name, folder / part.path, folder, private=False)
        yield _Unpacked(home, vault, {target: others[target.parent] / target.name for target in elsewhere.values()})


def _unpack(reader: Reader, name: str, path: Path, folder: Path, *, private: bool = True) -> None:
    """Write a part to a path, which must lie in a folder: names were checked, and this holds whatever they are."""
    if not is_inside(path, folder):
        raise reader.damaged()
    with atomic_file(path, private=private) as file:
        for piece in reader.pieces(name):
            file.write(piece)


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
    fsync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)
