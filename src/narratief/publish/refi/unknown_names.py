"""What a file says of codes beyond REFI-QDA, so that nothing is passed over without a word."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

_CODEBOOK = ({"origin", "schemaLocation"}, {"Codes", "Sets"})
_ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "Codes": (set(), {"Code"}),
    "Code": ({"guid", "name", "isCodable", "color"}, {"Description", "NoteRef", "Code"}),
    "Sets": (set(), {"Set"}),
    "Set": ({"guid", "name"}, {"Description", "MemberCode", "MemberSource", "MemberNote"}),
}
"""Attributes and elements that REFI-QDA 1.5 has in a codebook; colours are known, and not used."""


def unknown_names(root: ET.Element) -> tuple[str, ...]:
    """List names of attributes and elements of a document's codebook that the standard does not have, each once."""
    book = root if root.tag == "CodeBook" else root.find("CodeBook")
    if book is None:
        return ()
    found = dict.fromkeys(_beyond(book, _CODEBOOK))
    for part in book:
        for element in part.iter():
            if element.tag in _ELEMENTS:
                found |= dict.fromkeys(_beyond(element, _ELEMENTS[element.tag]))
    return tuple(found)


def _beyond(element: ET.Element, known: tuple[set[str], set[str]]) -> Iterator[str]:
    """Names on and right below an element that are not known."""
    yield from (name for name in map(_bare, element.attrib) if name not in known[0])
    yield from (name for name in (_bare(str(child.tag)) for child in element) if name not in known[1])


def _bare(name: str) -> str:
    """Name without its namespace."""
    return name.rpartition("}")[2]
