"""Opening zip-based documents without being harmed by them."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import Element

from narratief.domain.errors import InputError
from narratief.files.bounded_xml import BrokenXmlError, TooLargeXmlError, UnsafeXmlError, parse_xml
from narratief.files.broken_zip import BROKEN_ZIP, read_part
from narratief.files.limits import MAX_PART, MAX_PARTS, MAX_RATIO, MAX_UNPACKED

_SMALL = 5 * 1024 * 1024  # bytes; chosen: parts below it are read whole
_SAVE_AGAIN = "Open het in uw tekstprogramma, sla het opnieuw op en probeer het nog eens."


class Archive:
    """A zip file of which the parts can be read within limits.

    Parameters
    ----------
    data
        The whole file.
    name
        File name for messages.

    Raises
    ------
    InputError
        When the zip is broken, or would unpack to an unreasonable size.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except BROKEN_ZIP as error:
            raise InputError(name, "Dit bestand is beschadigd.", _SAVE_AGAIN) from error
        self.names = frozenset(entry.filename for entry in entries)
        unpacked = sum(entry.file_size for entry in entries)
        bomb = any(entry.file_size > _SMALL and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries)
        if bomb or unpacked > MAX_UNPACKED or len(entries) > MAX_PARTS:
            raise InputError(
                name,
                "Dit bestand pakt uit tot een onredelijk grote inhoud en is daarom niet geopend.",
                "Haal plaatjes en bijlagen eruit, of sla alleen de tekst op als .txt.",
            )

    def read(self, part: str) -> bytes:
        """Unpack one part.

        Raises
        ------
        InputError
            When the part is missing, locked with a password, damaged or larger than it says it is.
        """
        try:
            content = read_part(self._zip, part, MAX_PART + 1)
        except BROKEN_ZIP as error:
            if "password" in str(error) or "encrypted" in str(error):
                raise locked(self.name) from error
            raise InputError(self.name, "Dit bestand is beschadigd.", _SAVE_AGAIN) from error
        if len(content) > MAX_PART:
            raise InputError(self.name, "De tekst in dit bestand is te groot.", "Splits het in losse interviews.")
        return content

    def xml(self, part: str) -> Element:
        """Parse one part as XML, entity tricks refused.

        Raises
        ------
        InputError
            When the part cannot be read or is no well-formed, harmless XML, or is far too large.
        """
        try:
            return parse_xml(self.read(part), doctype=True)
        except UnsafeXmlError as error:
            message = "Dit bestand bevat onveilige XML en is daarom niet geopend."
            raise InputError(self.name, message, _SAVE_AGAIN) from error
        except TooLargeXmlError as error:
            message = "Dit bestand heeft veel meer opmaak of tekst dan een gesprek heeft."
            raise InputError(self.name, message, "Sla alleen de tekst op als .txt, of splits het bestand.") from error
        except BrokenXmlError as error:
            raise InputError(self.name, "De tekst in dit bestand is beschadigd.", _SAVE_AGAIN) from error


def locked(name: str) -> InputError:
    """Make the error for a file that needs a password."""
    return InputError(
        name,
        "Dit bestand is met een wachtwoord beveiligd.",
        "Haal het wachtwoord eraf en sla het opnieuw op.",
    )


def local_name(node: Element) -> str:
    """Name of an element without its namespace (transitional and strict OOXML differ only in that)."""
    tag: object = node.tag  # a function for a comment or an instruction, whatever its type says
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Element, name: str) -> str:
    """Value of an attribute whatever its namespace; empty when absent."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
