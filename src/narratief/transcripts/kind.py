"""What kind of file this really is, going by its content and not by its name."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from narratief.domain.errors import InputError
from narratief.files.broken_zip import BROKEN_ZIP
from narratief.transcripts.archive import locked

Kind = Literal["docx", "odt", "rtf", "pdf", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_DOCX = "Sla het op als .docx, .odt of .txt en probeer het opnieuw."
_FOREIGN = {
    b"\x89PNG": "een plaatje",
    b"\xff\xd8\xff": "een foto",
    b"GIF8": "een plaatje",
    b"ID3": "een geluidsbestand",
    b"OggS": "een geluidsbestand",
    b"fLaC": "een geluidsbestand",
    b"\x1f\x8b": "een ingepakt bestand (gzip)",
    b"7z\xbc\xaf": "een ingepakt bestand (7-zip)",
    b"Rar!": "een ingepakt bestand (rar)",
    b"SQLite format 3": "een database",
    b"MZ\x90\x00": "een programma",
    b"\x7fELF": "een programma",
}


def detect(data: bytes, name: str) -> Kind:
    """Tell the kind of a file by its first bytes.

    Raises
    ------
    InputError
        For files that are known to be something else, or locked.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise locked(name)
        raise InputError(name, "Dit is een oud Word-bestand (.doc).", "Open het in Word en sla het op als .docx.")
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise InputError(name, f"Dit is geen transcript maar {what}.", _AS_DOCX)
    if data.startswith(b"ooBinaryFile"):
        message = "Dit is een binair bestand van Praat."
        raise InputError(name, message, "Open het in Praat en sla het op als tekst (Save as text file).")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise InputError(name, "Dit is geen transcript maar een geluids- of beeldbestand.", _AS_DOCX)
    if data[:2] == b"PK":
        return _zipped(data, name)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "text"


def _zipped(data: bytes, name: str) -> Kind:
    """Tell Word, OpenDocument and other zip files apart by the parts inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP as error:
        raise InputError(name, "Dit bestand is beschadigd.", _AS_DOCX) from error
    if "content.xml" in names:
        return "odt"
    if "[Content_Types].xml" in names or "_rels/.rels" in names or "word/document.xml" in names:
        if any(part.startswith(("xl/", "ppt/")) for part in names):
            raise InputError(name, "Dit is een Excel- of PowerPoint-bestand, geen transcript.", _AS_DOCX)
        return "docx"
    message = "Dit is een ingepakt bestand (zip) en geen transcript."
    raise InputError(name, message, "Pak het uit en lever de losse transcripten.")
