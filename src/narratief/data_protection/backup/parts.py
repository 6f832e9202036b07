"""The parts of a backup: which names they can have, and what each stands for.

A backup comes from elsewhere and anybody can have changed it. A name in it says which file of this installation a part
is for, never where to write: what is not named as narratief names its parts is refused, when a backup is made as well
as when one is restored.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from narratief.domain.project import TRANSCRIPT_SUFFIXES
from narratief.privacy.vault.vault import SUFFIXES

DATABASE = "database.sqlite3"
"""A whole SQLite database."""

TABLES = "tabellen"
"""Folder in the backup with one file per table of another database."""

KEPT_IN_HOME = ("projecten", "uitkomsten", "werk")
"""Folders below NARRATIEF_HOME: uploads, tables, clusters. The rest there is made again when it is missing."""

OWN_FILES = ("project.yaml", "codebook.yaml")
"""What belongs to a project besides its transcripts, in a folder outside NARRATIEF_HOME."""

_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


class Kind(StrEnum):
    """What a part is; the value is the folder that it has in the backup, where it has one."""

    DATABASE = "database"
    TABLE = TABLES
    HOME = "home"
    VAULT = "kluis"  # as it lies on the disk, encrypted; the key to it is somewhere else and is never in a backup
    ELSEWHERE = "mappen"


@dataclass(frozen=True, slots=True)
class Part:
    """What the name of a part says.

    Attributes
    ----------
    path
        Of the file, below the folder that parts of its kind belong in.
    project
        Number of the project, for a file in a folder outside NARRATIEF_HOME; empty otherwise.
    """

    kind: Kind
    path: PurePosixPath
    project: str = ""


def part_named(name: str) -> Part | None:
    """Read the name of a part; None when narratief makes no part with that name."""
    steps, part = name.split("/"), None
    match steps:
        case [file] if file == DATABASE:
            part = Part(Kind.DATABASE, PurePosixPath(file))
        case [Kind.TABLE, file] if file.endswith(".jsonl"):
            part = Part(Kind.TABLE, PurePosixPath(file))
        case [Kind.HOME, folder, _, *_] if folder in KEPT_IN_HOME:
            part = Part(Kind.HOME, PurePosixPath(*steps[1:]))
        case [Kind.VAULT, file] if file.endswith(SUFFIXES) and not file.startswith("."):
            part = Part(Kind.VAULT, PurePosixPath(file))
        case [Kind.ELSEWHERE, number, file] if number.isascii() and number.isdecimal() and _is_of_project(file):
            part = Part(Kind.ELSEWHERE, PurePosixPath(file), number)
    return part if all(map(is_plain, steps)) else None


def is_plain(step: str, *, windows: bool = os.name == "nt") -> bool:
    """Tell whether a word is the name of one file or folder: no way up, no drive, no separator of another system.

    Parameters
    ----------
    windows
        Whether files are to be written on Windows, where more names mean something else than they seem to: devices,
        hidden streams ("a:b"), and dots or spaces at the end, which fall away.
    """
    seen = PureWindowsPath(step)
    if step in ("", ".", "..") or "\0" in step or seen.drive or seen.parts != (step,):
        return False
    return not windows or not (
        ":" in step or step.endswith((" ", ".")) or step.partition(".")[0].strip().upper() in _DEVICES
    )


def _is_of_project(file: str) -> bool:
    """Tell whether a file can be a transcript, or one of a project's own files."""
    return file in OWN_FILES or (PurePosixPath(file).suffix.lower() in TRANSCRIPT_SUFFIXES and not file.startswith("."))
