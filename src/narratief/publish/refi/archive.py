"""Opening a .qdpx from any source safely: nothing is unpacked to disk, and nothing may grow beyond bounds."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path, PurePosixPath

from narratief.domain.errors import InputError
from narratief.files.bounded_xml import BrokenXmlError, TooLargeXmlError, UnsafeXmlError, parse_xml
from narratief.files.broken_zip import BROKEN_ZIP, read_part
from narratief.files.limits import MAX_EXCHANGE_BYTES, MAX_EXCHANGE_NESTING, MAX_EXCHANGE_PART, MAX_EXCHANGE_PARTS

_REMEDY = "Exporteer het project opnieuw als REFI-QDA (.qdpx) en probeer het nog eens."


class QdpxArchive:
    """The files in a .qdpx.

    Parameters
    ----------
    data
        Bytes of the .qdpx.
    name
        Its name, for messages.

    Raises
    ------
    InputError
        When it is no zip file, is damaged, has a password, or is suspiciously large.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except BROKEN_ZIP as error:
            raise InputError(name, "Dit is geen geldig .qdpx-bestand.", _REMEDY) from error
        if (
            len(self._entries) > MAX_EXCHANGE_PARTS
            or sum(entry.file_size for entry in self._entries) > MAX_EXCHANGE_BYTES
        ):
            raise InputError(name, "Dit bestand wordt na uitpakken te groot om veilig te openen.", _REMEDY)

    def project(self) -> ET.Element:
        """Read the project document: project.qde, else any other .qde.

        Raises
        ------
        InputError
            When there is none, or it cannot be read.
        """
        found = [entry for entry in self._entries if self._is_project(entry)]
        found.sort(key=lambda entry: (entry.filename.casefold() != "project.qde", entry.filename.count("/")))
        if not found:
            raise InputError(self.name, "Er zit geen project (.qde) in dit bestand.", _REMEDY)
        return parse_exchange_xml(self._read(found[0]), self.name)

    def source(self, reference: str) -> bytes | None:
        """Content of a file that the project refers to; None when it is not in the archive.

        Only the last part of the path is used, whatever the folder, so no path can lead outside the archive.
        """
        wanted = PurePosixPath(reference.replace("\\", "/").removeprefix("internal://")).name.casefold()
        found = [entry for entry in self._entries if PurePosixPath(entry.filename).name.casefold() == wanted]
        found.sort(key=lambda entry: not entry.filename.casefold().startswith("sources/"))
        return self._read(found[0]) if wanted and found else None

    @staticmethod
    def _is_project(entry: zipfile.ZipInfo) -> bool:
        """Whether a file can be the project document; files that macOS adds to archives cannot."""
        path = PurePosixPath(entry.filename)
        return path.suffix.casefold() == ".qde" and not path.name.startswith(".") and path.parts[0] != "__MACOSX"

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        """Read one file, never more than allowed, whatever size the archive states."""
        try:
            data = read_part(self._zip, entry, MAX_EXCHANGE_PART + 1)
        except BROKEN_ZIP as error:
            message = f"Het onderdeel '{entry.filename}' is beschadigd of heeft een wachtwoord."
            raise InputError(self.name, message, _REMEDY) from error
        if len(data) > MAX_EXCHANGE_PART:
            message = f"Het onderdeel '{entry.filename}' is te groot om veilig te openen."
            raise InputError(self.name, message, _REMEDY)
        return data


def parse_exchange_xml(data: bytes, name: str) -> ET.Element:
    """Parse an XML document without entities or document type, and strip the namespaces from its tags.

    Raises
    ------
    InputError
        When it is no XML, is too large, or has entities or a document type, which exchange files never need.
    """
    try:
        element = parse_xml(data.lstrip(b" \t\r\n"), nesting=MAX_EXCHANGE_NESTING)
    except UnsafeXmlError as error:
        raise InputError(name, "Dit bestand bevat XML die niet veilig te openen is.", _REMEDY) from error
    except TooLargeXmlError as error:
        message = "Dit bestand is te groot of te ingewikkeld opgebouwd om veilig te openen."
        raise InputError(name, message, "Exporteer het project in delen en probeer het nog eens.") from error
    except BrokenXmlError as error:
        raise InputError(name, "De XML in dit bestand is beschadigd.", _REMEDY) from error
    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = each.tag.rpartition("}")[2]
    return element


def read_limited(path: Path) -> bytes:
    """Read a file that a person chose, up to a limit.

    Raises
    ------
    InputError
        When it cannot be read or is too large.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would never end, and a device never stop
            raise InputError(path.name, "Dit is geen gewoon bestand.", "Kies een .qdpx- of .qdc-bestand.")
        if path.stat().st_size > MAX_EXCHANGE_BYTES:
            raise InputError(path.name, "Dit bestand is te groot om te openen.", _REMEDY)
        return path.read_bytes()
    except OSError as error:
        raise InputError(path.name, "Dit bestand is niet te openen.", "Controleer of het bestaat.") from error
