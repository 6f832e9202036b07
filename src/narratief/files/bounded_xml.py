"""XML from outside: no entities, no outside references, and no more elements or nesting than is reasonable.

The document is looked through first, without keeping anything of it, and only then made into a tree: the tree is what
takes memory, and ElementTree's own fast parser cannot be told to stop.
"""

from __future__ import annotations

from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

from narratief.files.limits import MAX_ELEMENTS, MAX_NESTING


class UnsafeXmlError(ValueError):
    """XML with a trick in it that no document needs."""


class TooLargeXmlError(ValueError):
    """XML with more elements or nesting than a document of people has."""


class BrokenXmlError(ValueError):
    """No well-formed XML."""


class _ElementCounter:
    """Counts elements and their nesting, and stops where they grow beyond bounds."""

    def __init__(self, nesting: int) -> None:
        self._nesting = nesting
        self._depth = self._elements = 0

    def start(self, _tag: str, _attributes: list[str]) -> None:
        """Count an element that begins."""
        self._depth += 1
        self._elements += 1
        if self._depth > self._nesting or self._elements > MAX_ELEMENTS:
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
        When it has more than `MAX_ELEMENTS` elements, or deeper ones than `nesting`.
    BrokenXmlError
        When it is not well-formed.
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
        parser.Parse(data, True)
        return ET.fromstring(data)  # noqa: S314 - looked through above
    except (UnsafeXmlError, TooLargeXmlError):
        raise
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError) as error:
        raise BrokenXmlError from error


def _refuse(*_declaration: object) -> NoReturn:
    """Stop at a declaration that no document of a word processor has."""
    raise UnsafeXmlError
