"""The parts of a backup: which names they can have, and what each stands for.

A backup comes from elsewhere and anybody can have changed it. A name in it says which file of this installation a part
is for, never where to write: what is not named as narratief names its parts is refused, when a backup is made as well
as when one is restored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from narratief.domain.project import TRANSCRIPT_SUFFIXES
from narratief.domain.project_identity import IDENTITY_FILE
from narratief.files.safe_paths import is_plain
from narratief.privacy.vault.vault import SUFFIXES

DATABASE = "database.sqlite3"
"""A whole SQLite database."""

TABLES = "tabellen"
"""Folder in the backup with one file per table of another database."""

KEPT_IN_HOME = ("projecten", "uitkomsten", "werk")
"""Folders below NARRATIEF_HOME: uploads, tables, clusters. The rest there is made again when it is missing."""

OWN_FILES = ("project.yaml", "codebook.yaml", IDENTITY_FILE)
"""What belongs to a project besides its transcripts, in a folder outside NARRATIEF_HOME."""


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
        case [Kind.HOME, folder, *_, file] if folder in KEPT_IN_HOME and not is_draft(file):
            part = Part(Kind.HOME, PurePosixPath(*steps[1:]))
        case [Kind.VAULT, file] if file.endswith(SUFFIXES) and not file.startswith("."):
            part = Part(Kind.VAULT, PurePosixPath(file))
        case [Kind.ELSEWHERE, number, file] if number.isascii() and number.isdecimal() and _is_of_project(file):
            part = Part(Kind.ELSEWHERE, PurePosixPath(file), number)
    return part if all(map(is_plain, steps)) else None


def is_draft(name: str) -> bool:
    """Tell whether a file is one that is being written, the list of those, or a lock: those are in no backup."""
    return name.startswith(".") and name.endswith((".tmp", ".json", ".lock"))


def _is_of_project(file: str) -> bool:
    """Tell whether a file can be a transcript, or one of a project's own files."""
    return file in OWN_FILES or (PurePosixPath(file).suffix.lower() in TRANSCRIPT_SUFFIXES and not file.startswith("."))
