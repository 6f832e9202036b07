"""Which files belong in a backup, and where each lies."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from narratief.data_protection.backup.parts import KEPT_IN_HOME, OWN_FILES, Kind, is_draft
from narratief.domain.locations import home_dir, vault_dir
from narratief.domain.project import load_project
from narratief.privacy.vault.vault import SUFFIXES
from narratief.store.database import Store
from narratief.store.schema import ProjectRow

_IN_USE = 3600
"""Seconds; chosen, not measured: a backup or restore that has written nothing for an hour was killed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to keep.

    Attributes
    ----------
    name
        Its name in the backup.
    path
        Where it lies.
    """

    name: str
    path: Path


def files_to_keep(store: Store) -> Iterator[Source]:
    """Find the files below NARRATIEF_HOME, the vaults, and transcripts in folders elsewhere that the store names."""
    home = home_dir().resolve()
    for part in KEPT_IN_HOME:
        for path in sorted((home / part).rglob("*")):
            if path.is_file() and not path.is_symlink() and not is_draft(path.name):
                yield Source(f"{Kind.HOME}/{path.relative_to(home).as_posix()}", path)
    for path in vaults():
        yield Source(f"{Kind.VAULT}/{path.name}", path)
    for number, folder in folders_elsewhere(store).items():
        own = [folder / name for name in OWN_FILES if (folder / name).is_file()]
        for path in (*load_project(folder).files, *own):
            yield Source(f"{Kind.ELSEWHERE}/{number}/{path.name}", path)


def folders_elsewhere(store: Store) -> dict[int, Path]:
    """Project folders outside NARRATIEF_HOME that are still there, by the project's number."""
    home = home_dir().resolve()
    with store.reading() as session:
        rows = session.execute(select(ProjectRow.id, ProjectRow.folder).order_by(ProjectRow.id)).all()
    found = {number: Path(folder) for number, folder in rows if folder}
    return {number: folder for number, folder in found.items() if folder.is_dir() and home not in folder.parents}


def vaults() -> list[Path]:
    """Files of the vaults, without locks and drafts."""
    found = [path for path in sorted(vault_dir().iterdir()) if path.is_file() and not path.name.startswith(".")]
    return [path for path in found if path.suffix in SUFFIXES]


def clear_left(folder: Path, prefix: str) -> None:
    """Delete temporary folders of a backup or restore that was killed; those of the last hour may be in use."""
    for left in folder.glob(f"{prefix}*"):
        with suppress(FileNotFoundError):  # it is just being deleted
            if time.time() - left.stat().st_mtime > _IN_USE:
                shutil.rmtree(left, ignore_errors=True)
