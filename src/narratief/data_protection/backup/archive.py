"""The file of a backup: a zip with a list of what is in it and a checksum of each part."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from narratief.domain.errors import InputError

LIST = "inhoud.json"
FORM = 1
_PIECE = 1 << 20
_ZIP = {"compression": zipfile.ZIP_DEFLATED, "allowZip64": True}


@dataclass(slots=True)
class Contents:
    """What a backup says of itself.

    Attributes
    ----------
    database
        "sqlite" or "postgresql": where it came from, and where it can go back to.
    revision
        Of the tables.
    home
        NARRATIEF_HOME then.
    folders
        Project number → folder elsewhere that its transcripts lay in.
    parts
        Name in the zip → SHA-256 and size.
    """

    database: str
    revision: str
    home: str
    made_at: str
    version: str
    folders: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)
    form: int = FORM


class Writer:
    """Writes a backup into an open file.

    Parameters
    ----------
    file
        Open for writing.
    contents
        Filled in with each part; written at the end by `close`.
    """

    def __init__(self, file: BinaryIO, contents: Contents) -> None:
        self._zip, self._contents = zipfile.ZipFile(file, "w", **_ZIP), contents

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a part."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self._contents.parts[name] = (digest.hexdigest(), size)

    def add_file(self, name: str, path: Path) -> bool:
        """Add a file; False when it was deleted meanwhile."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            self.add(name, iter(lambda: source.read(_PIECE), b""))
        return True

    def close(self) -> None:
        """Write the list of what is in it, which makes it whole."""
        self._zip.writestr(LIST, json.dumps(asdict(self._contents), ensure_ascii=False, indent=1))
        self._zip.close()


class Reader:
    """An opened backup whose parts were all compared with their checksums.

    Raises
    ------
    InputError
        When the file is none, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.contents = _contents(json.loads(self._zip.read(LIST)))
            self._check()
        except FileNotFoundError:
            raise InputError(path.name, "Dit bestand bestaat niet.", "Controleer de naam van het bestand.") from None
        except InputError:
            raise
        except OSError as error:
            message = "Dit bestand is niet te lezen."
            raise InputError(path.name, message, "Controleer of u het mag lezen, en of de schijf werkt.") from error
        except Exception:  # noqa: BLE001 - a damaged zip can fail in any way
            raise self._damaged() from None

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a part in pieces."""
        with self._zip.open(name) as part:
            while piece := part.read(_PIECE):
                yield piece

    def lines(self, name: str) -> Iterator[bytes]:
        """Give a part in lines."""
        with self._zip.open(name) as part:
            yield from part

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _check(self) -> None:
        """Compare all with the list: the same parts, of safe names, with the same content."""
        names = [entry.filename for entry in self._zip.infolist()]
        if sorted(names) != sorted([*self.contents.parts, LIST]) or not all(map(_safe, names)):
            raise self._damaged()
        for name, (checksum, _) in self.contents.parts.items():
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            if digest.hexdigest() != checksum:
                raise self._damaged()

    def _damaged(self) -> InputError:
        return InputError(
            self._path.name,
            "Deze reservekopie is beschadigd of niet compleet. Er is niets veranderd.",
            "Gebruik een andere reservekopie.",
        )


def _contents(data: dict[str, Any]) -> Contents:
    """Read the list.

    Raises
    ------
    InputError
        When a newer version of narratief made it.
    """
    if data["form"] > FORM:
        message = "Deze reservekopie is met een nieuwere versie van narratief gemaakt."
        raise InputError(LIST, message, "Installeer eerst die versie.")
    return Contents(**data)


def _safe(name: str) -> bool:
    """Tell whether a name stays in the folder that it is unpacked in."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
