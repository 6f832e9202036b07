"""XML from outside: no entities, no outside references, and no more elements, text or nesting than is reasonable."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from narratief.limits import MAX_ELEMENTS, MAX_NESTING, MAX_XML_PIECES

_CHUNK = 1024 * 1024


class UnsafeXmlError(ValueError):
    """XML with a trick in it that no document needs."""


class TooLargeXmlError(ValueError):
    """XML with more elements, pieces of text or nesting than a document of people has."""


class BrokenXmlError(ValueError):
    """No well-formed XML."""


class _Counting(TreeBuilder):
    """Builds the tree, and stops where it grows beyond bounds."""

    def __init__(self, nesting: int) -> None:
        super().__init__()
        self._nesting = nesting
        self._depth = self._elements = self._pieces = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:  # type: ignore[override]
        """Open an element."""
        self._depth += 1
        self._elements += 1
        if self._depth > self._nesting or self._elements > MAX_ELEMENTS:
            raise TooLargeXmlError
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)

    def data(self, data: str) -> None:  # type: ignore[override]
        """Take text in."""
        self._pieces += 1
        if self._pieces > MAX_XML_PIECES:
            raise TooLargeXmlError
        super().data(data)


def parse_xml(data: bytes, *, doctype: bool = False, nesting: int = MAX_NESTING) -> Element:
    """Parse a document.

    Parameters
    ----------
    doctype
        Whether a document type may be named (old programs do); what it could bring along is refused all the same.
    nesting
        Elements within each other that are allowed.

    Raises
    ------
    UnsafeXmlError, TooLargeXmlError, BrokenXmlError
    """
    parser = DefusedXMLParser(target=_Counting(nesting), forbid_dtd=not doctype)
    # Default attributes of a document type are put on every element: a small file can become gigabytes.
    parser.parser.AttlistDeclHandler = _refuse
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        return parser.close()
    except DefusedXmlException as error:
        raise UnsafeXmlError from error
    except (UnsafeXmlError, TooLargeXmlError):
        raise
    except (ParseError, ValueError, LookupError, AssertionError) as error:
        raise BrokenXmlError from error


def _refuse(*_declaration: Any) -> None:
    raise UnsafeXmlError
