"""Where recordings of interviews lie: beside each other in a folder per project, and in no backup.

They are the most that is known of a resident, so nothing is made of them; they go with their interview, with their
project, and at the end of the retention period.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from narratief.domain.locations import home_dir
from narratief.files.atomic import atomic_file
from narratief.files.safe_paths import is_plain
from narratief.privacy.vault.sealed_recording import SealedRecording, seal_recording, sealed_recording
from narratief.privacy.vault.vault import wipe

FOLDER = "opnamen"
_SUFFIX = ".opname"


def recording_of(project: str, file: str) -> SealedRecording | None:
    """Look the recording of an interview up; None when it has none.

    Parameters
    ----------
    project
        Key of its project.
    file
        Name of the interview.
    """
    path = _path(project, file)
    return sealed_recording(path, _owner(project, file)) if path.is_file() else None


def keep_recording(
    project: str, file: str, source: BinaryIO, kind: str, size: int, times: Sequence[float | None]
) -> None:
    """Keep a recording of an interview, encrypted, in the place of an earlier one; whole or not at all.

    Raises
    ------
    InputError
        When there is no key to encrypt it with.
    OSError
        When it cannot be written.
    """
    folder = _folder(project)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with atomic_file(_path(project, file), private=True) as target:
        seal_recording(source, target, _owner(project, file), kind, size, times)


def erase_recording(project: str, file: str) -> bool:
    """Delete the recording of an interview; False when there was none."""
    path = _path(project, file)
    there = path.is_file()
    wipe(path)
    return there


def recordings_of(project: str) -> list[Path]:
    """Files of a project's recordings."""
    with suppress(FileNotFoundError):
        return sorted(path for path in _folder(project).iterdir() if path.suffix == _SUFFIX)
    return []


def erase_recordings(project: str) -> int:
    """Delete all recordings of a project, and drafts of them; gives how many there were."""
    found = recordings_of(project)
    for path in found:
        wipe(path)
    with suppress(FileNotFoundError):
        shutil.rmtree(_folder(project))
    return len(found)


def _folder(project: str) -> Path:
    """Folder of a project's recordings.

    A key that leads elsewhere (a database can come from a backup that somebody changed) has a folder by its hash.
    """
    name = project if is_plain(project) else hashlib.sha256(project.encode()).hexdigest()
    return home_dir() / FOLDER / name


def _path(project: str, file: str) -> Path:
    """File of a recording; its name tells nobody's, and stays with the transcript when a database is restored."""
    return _folder(project) / f"{hashlib.sha256(_owner(project, file).encode()).hexdigest()[:32]}{_SUFFIX}"


def _owner(project: str, file: str) -> str:
    """What stands for an interview of a project."""
    return f"{project}\n{file}"
