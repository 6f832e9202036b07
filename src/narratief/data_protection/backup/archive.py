"""The file of a backup: a zip with a list of what is in it and a checksum of each part."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

from pydantic import BaseModel, ConfigDict, field_validator

from narratief.data_protection.backup.parts import part_named
from narratief.domain.errors import InputError

LIST = "inhoud.json"
FORM = 1
"""Number of the form that a backup has; a higher one is of a later version of narratief."""

_PIECE = 1 << 20  # bytes read at once: a part may be larger than the memory


class Contents(BaseModel):
    """What a backup says of itself.

    Attributes
    ----------
    database
        "sqlite" or "postgresql": where it came from. It goes back to the same kind; one of SQLite also to PostgreSQL.
    revision
        Of the tables.
    home
        NARRATIEF_HOME then.
    made_at
        ISO 8601, with its time zone.
    version
        Of narratief.
    folders
        Project number → folder outside NARRATIEF_HOME that its transcripts lay in. Information: whether anything may be
        written there is for the present installation to say.
    parts
        Name in the zip → SHA-256 (hexadecimal) and size in bytes.
    form
        See `FORM`.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    database: str
    revision: str
    home: str
    made_at: str
    version: str
    folders: dict[str, str] = {}
    parts: dict[str, tuple[str, int]] = {}
    form: int = FORM

    @field_validator("made_at")
    @classmethod
    def _a_moment(cls, value: str) -> str:
        datetime.fromisoformat(value)
        return value


class Writer:
    """Writes a backup into an open file; the list of what is in it, which makes it whole, when the context ends well.

    Parameters
    ----------
    file
        Open for writing.
    contents
        Filled in with each part.
    """

    def __init__(self, file: BinaryIO, contents: Contents) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._contents = contents

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        """Write the list, unless an error leaves the context: the file is thrown away then."""
        if error is None:
            self._zip.writestr(LIST, json.dumps(self._contents.model_dump(mode="json"), ensure_ascii=False, indent=1))
            self._zip.close()
            return
        with suppress(OSError, ValueError):  # a full disk, or in the middle of a part
            self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a part.

        Raises
        ------
        InputError
            When its name is one that no backup may have: it could not be restored.
        """
        if part_named(name) is None:
            message = "Dit bestand past niet in een reservekopie, omdat de naam vreemde tekens heeft."
            raise InputError(name, message, "Geef het bestand een gewone naam, en maak de reservekopie opnieuw.")
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self._contents.parts[name] = (digest.hexdigest(), size)

    def add_file(self, name: str, path: Path) -> bool:
        """Add a file; False when it was deleted meanwhile.

        Raises
        ------
        InputError
            As `add`.
        """
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            self.add(name, iter(lambda: source.read(_PIECE), b""))
        return True


class Reader:
    """An opened backup whose parts were all compared with their checksums.

    Raises
    ------
    InputError
        When the file is no backup, or is damaged, or has parts that narratief does not make.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.contents = _contents(self._zip.read(LIST))
            self._check()
        except FileNotFoundError:
            raise InputError(path.name, "Dit bestand bestaat niet.", "Controleer de naam van het bestand.") from None
        except InputError:
            raise
        except OSError as error:
            message = "Dit bestand is niet te lezen."
            raise InputError(path.name, message, "Controleer of u het mag lezen, en of de schijf werkt.") from error
        except Exception:  # noqa: BLE001 - a damaged zip can fail in any way
            raise self.damaged() from None

    def pieces(self, name: str) -> Iterator[bytes]:
        """Read a part in pieces of a mebibyte."""
        with self._zip.open(name) as part:
            while piece := part.read(_PIECE):
                yield piece

    def lines(self, name: str) -> Iterator[bytes]:
        """Read a part line by line."""
        with self._zip.open(name) as part:
            yield from part

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def damaged(self) -> InputError:
        """Make the error that says that this backup cannot be used."""
        return InputError(
            self._path.name,
            "Deze reservekopie is beschadigd of niet compleet. Er is niets veranderd.",
            "Gebruik een andere reservekopie.",
        )

    def _check(self) -> None:
        """Compare all with the list: the same parts, of names that narratief gives, with the same content."""
        entries, parts = self._zip.infolist(), self.contents.parts
        if sorted(entry.filename for entry in entries) != sorted([*parts, LIST]) or any(map(_is_link, entries)):
            raise self.damaged()
        if not all(map(part_named, parts)):
            raise self.damaged()
        for name, (checksum, size) in parts.items():
            digest, read = hashlib.sha256(), 0
            for piece in self.pieces(name):
                digest.update(piece)
                read += len(piece)
            if digest.hexdigest() != checksum or read != size:
                raise self.damaged()


def _contents(data: bytes) -> Contents:
    """Read the list.

    Raises
    ------
    InputError
        When a newer version of narratief made it.
    """
    if json.loads(data)["form"] > FORM:
        message = "Deze reservekopie is met een nieuwere versie van narratief gemaakt."
        raise InputError(LIST, message, "Installeer eerst die versie.")
    return Contents.model_validate_json(data)


def _is_link(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry of a zip calls itself a link (the upper half of its attributes is a mode of Unix)."""
    return stat.S_ISLNK(entry.external_attr >> 16)
