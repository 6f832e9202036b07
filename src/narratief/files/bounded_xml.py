"""XML from outside: no entities, no outside references, and no more elements or nesting than is reasonable.

The document is looked through first, without keeping anything of it, and only then made into a tree: the tree is what
takes memory, and ElementTree's own fast parser cannot be told to stop.
"""

from __future__ import annotations

from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

from narratief.files.limits import MAX_ATTRIBUTES, MAX_ATTRIBUTES_OF_ONE, MAX_ELEMENTS, MAX_NESTING, MAX_TAG_BYTES

_PIECE = 1024 * 1024
"""Bytes that the parser sees at a time. Chosen: it looks at a tag that goes on from its start again for each piece."""

_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
"""What expat says instead of raising a MemoryError."""


class UnsafeXmlError(ValueError):
    """XML with a trick in it that no document needs."""


class TooLargeXmlError(ValueError):
    """XML with more elements or nesting than a document of people has."""


class BrokenXmlError(ValueError):
    """No well-formed XML."""


class _ElementCounter:
    """Counts elements, their nesting and attributes, and stops where they grow beyond bounds."""

    def __init__(self, nesting: int) -> None:
        self._nesting = nesting
        self._depth = self._elements = self._attributes = 0

    def start(self, _tag: str, attributes: list[str]) -> None:
        """Count an element that begins; each attribute is two items, name and value."""
        self._depth += 1
        self._elements += 1
        self._attributes += len(attributes) // 2
        if (
            self._depth > self._nesting
            or self._elements > MAX_ELEMENTS
            or self._attributes > MAX_ATTRIBUTES
            or len(attributes) > 2 * MAX_ATTRIBUTES_OF_ONE
        ):
            raise TooLargeXmlError

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._depth -= 1


def parse_xml(data: bytes, *, doctype: bool = False, nesting: int = MAX_NESTING) -> ET.Element:
    """Parse a document.

    Parameters
    ----------
    doctype
        Whether a document type may be named (old programs do); what it could bring along is refused all the same.
    nesting
        Elements within each other that are allowed.

    Raises
    ------
    UnsafeXmlError
        When it declares entities, attributes or (unless `doctype`) a document type.
    TooLargeXmlError
        When it has more than `MAX_ELEMENTS` elements, deeper ones than `nesting`, or far more attributes than those of
        a document.
    BrokenXmlError
        When it is not well-formed.
    MemoryError
        When it takes more memory than this process may have.
    """
    parser, counter = expat.ParserCreate(), _ElementCounter(nesting)
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    # Default attributes of a document type are put on every element: a small file can become gigabytes.
    parser.AttlistDeclHandler = _refuse
    if not doctype:
        parser.StartDoctypeDeclHandler = _refuse
    try:
        _look_through(parser, data)
        return ET.fromstring(data)  # noqa: S314 - looked through above
    except (UnsafeXmlError, TooLargeXmlError):
        raise
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError) as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        raise BrokenXmlError from error


def _look_through(parser: expat.XMLParserType, data: bytes) -> None:
    """Let a parser see a document in pieces, and stop at a tag that does not end: it is read whole before it is told.

    Raises
    ------
    TooLargeXmlError
        When a tag or comment is larger than `MAX_TAG_BYTES`.
    """
    view = memoryview(data)
    for start in range(0, len(data), _PIECE):
        piece = view[start : start + _PIECE]
        parser.Parse(bytes(piece), False)
        if start + len(piece) - parser.CurrentByteIndex > MAX_TAG_BYTES:
            raise TooLargeXmlError
    parser.Parse(b"", True)


def _refuse(*_declaration: object) -> NoReturn:
    """Stop at a declaration that no document of a word processor has."""
    raise UnsafeXmlError
