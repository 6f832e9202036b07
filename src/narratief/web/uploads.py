"""Uploaded transcripts: names made safe, limits kept, written whole and readable by the owner only."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import BinaryIO

from narratief.domain.errors import InputError
from narratief.domain.project import TRANSCRIPT_SUFFIXES
from narratief.domain.project_identity import IDENTITY_FILE
from narratief.files.atomic import write_atomic
from narratief.files.limits import MAX_BYTES
from narratief.privacy.vault.sealed_file import sealed
from narratief.transcripts.kind import detect

# All chosen, not measured (docs/asvs.md, 5.1.1): nobody checks more at a time, and a disk is not filled by accident.
MAX_FILES = 200
"""Files in one upload."""
MAX_IN_PROJECT = 500
"""Files of a project that wait to be accepted."""
MAX_BYTES_IN_PROJECT = 2 * 1024**3
"""Their size together."""
_MAX_NAME = 120  # characters; within the 255 bytes that file systems take, with room for the name of a draft
_KINDS = "docx, odt, rtf, pdf, txt, md, vtt, srt, json, otr, eaf, TextGrid of html"


def safe_name(given: str) -> str:
    """Make a file name safe on every system: no folders, no control characters, not hidden, not too long.

    Raises
    ------
    InputError
        When nothing is left of it, or its extension is none of a transcript.
    """
    base = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in base)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot or not stem.strip(" ._"):
        stem, suffix = kept, ""
    if f".{suffix.lower()}" not in TRANSCRIPT_SUFFIXES:
        raise InputError(
            kept or "bestand", "Dit soort bestand kan narratief niet lezen.", f"Lever het aan als {_KINDS}."
        )
    stem = stem.strip(" .")[: _MAX_NAME - len(suffix) - 1].rstrip(" .")
    if stem.split(".")[0].upper() in {"CON", "PRN", "AUX", "NUL"} or re.fullmatch(r"(COM|LPT)\d", stem.upper()):
        stem = f"_{stem}"
    return f"{stem}.{suffix.lower()}"


def keep_upload(folder: Path, name: str, source: BinaryIO, project: str) -> None:
    """Write an upload into a project's folder, encrypted as the vault is, whole or not at all.

    Parameters
    ----------
    name
        From `safe_name`.
    project
        Key of the project.

    Raises
    ------
    InputError
        When there is no key to encrypt it with, or it is empty, too large, by its first bytes something that is no
        transcript, or when the folder is full.
    """
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(name, "Dit bestand is groter dan 50 MB.", "Haal plaatjes eruit of splits het bestand.")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InputError(name, "Dit bestand is leeg.", "Kies het goede bestand en upload het opnieuw.")
    detect(data, name)
    kept = sealed(data, project)
    _room_for(folder, name, len(kept))
    write_atomic(folder / name, kept, private=True)


def _room_for(folder: Path, name: str, size: int) -> None:
    """Refuse a file when too many, or too much, waits in a project to be accepted (accepted uploads are erased).

    Raises
    ------
    InputError
        When there is no room.
    """
    files = (path for path in folder.iterdir() if path.is_file() and path.name not in (name, IDENTITY_FILE))
    others = [path.stat().st_size for path in files]
    if len(others) >= MAX_IN_PROJECT or sum(others) + size > MAX_BYTES_IN_PROJECT:
        message = "Er staan al te veel bestanden in dit project die nog niet zijn goedgekeurd."
        raise InputError(name, message, "Keur eerst gesprekken goed, of verwijder bestanden.")
