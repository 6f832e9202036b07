"""Which notes of written files a backup may bring along: erasing deletes what is noted, so none that lead elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, inspect, select
from sqlalchemy.exc import DBAPIError

from narratief.files.safe_paths import is_inside
from narratief.store.faults import is_away
from narratief.store.schema import WrittenFile


def noted_now(engine: Engine) -> frozenset[str]:
    """Files that the present database knows it wrote; none when it is empty or damaged."""
    try:
        if not inspect(engine).has_table(WrittenFile.__tablename__):
            return frozenset()
        with engine.connect() as connection:
            return frozenset(connection.scalars(select(WrittenFile.path)))
    except DBAPIError as error:
        if is_away(error):
            raise
        return frozenset()


def forget_foreign(connection: Connection, noted: Collection[str], folders: Collection[Path]) -> tuple[str, ...]:
    """Drop notes of files that this installation did not write and that lie in none of its folders.

    Parameters
    ----------
    connection
        To the tables of the backup, brought up to date.
    noted
        Files that the present database knows it wrote.
    folders
        Folders of this installation; all below them is its own.

    Returns
    -------
    tuple
        Paths of which the note was dropped, in order.
    """
    rows = connection.execute(select(WrittenFile.id, WrittenFile.path)).tuples().all()
    foreign = {number: path for number, path in rows if path not in noted and not _lies_in(path, folders)}
    for number in foreign:
        connection.execute(delete(WrittenFile).where(WrittenFile.id == number))
    return tuple(sorted(foreign.values()))


def _lies_in(path: str, folders: Collection[Path]) -> bool:
    """Tell whether a path lies below one of these folders, once links and ".." are followed."""
    try:
        return Path(path).is_absolute() and any(is_inside(Path(path), folder) for folder in folders)
    except (OSError, ValueError):  # a path that no disk can have
        return False
