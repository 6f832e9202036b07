"""A recording that comes in: what kind of sound it is by its first bytes, and how large it may be."""

from __future__ import annotations

from typing import BinaryIO

from narratief.domain.errors import InputError
from narratief.domain.settings import get_settings
from narratief.web.body_limit import MAX_UPLOAD, MEGABYTE

ENDINGS = ".mp3,.m4a,.ogg,.wav,.webm"
"""What a browser offers to choose from."""
_REMEDY = "Lever de opname aan als mp3, m4a, ogg, wav of webm."
_FIRST = 16


def largest() -> int:
    """Most mebibytes of a recording: NARRATIEF_RECORDING_MEGABYTES, within what the workspace takes in at once."""
    return min(get_settings("recording_megabytes").recording_megabytes, MAX_UPLOAD // MEGABYTE - 1)


def checked(source: BinaryIO, name: str) -> tuple[str, int]:
    """Check a recording; gives its type (such as ``audio/mpeg``) and its size in bytes.

    Raises
    ------
    InputError
        When it is empty, too large, or by its first bytes no sound that browsers play.
    """
    size = source.seek(0, 2)
    source.seek(0)
    if size > largest() * MEGABYTE:
        raise InputError(
            name,
            f"Deze opname is groter dan {largest()} MB.",
            "Bewaar haar als mp3 of m4a, of vraag de beheerder om een ruimere grens.",
        )
    first = source.read(_FIRST)
    source.seek(0)
    kind = _kind(first)
    if kind is None:
        raise InputError(name, "Dit bestand is geen geluid dat hier kan worden afgespeeld.", _REMEDY)
    return kind, size


def _kind(first: bytes) -> str | None:
    """Type of sound that a file with these first bytes holds; None for anything else."""
    if first[:3] == b"ID3" or (len(first) > 1 and first[0] == 0xFF and first[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "audio/mpeg"
    if first[4:8] == b"ftyp":
        return "audio/mp4"
    if first[:4] == b"OggS":
        return "audio/ogg"
    if first[:4] == b"RIFF" and first[8:12] == b"WAVE":
        return "audio/wav"
    return "audio/webm" if first[:4] == b"\x1a\x45\xdf\xa3" else None
