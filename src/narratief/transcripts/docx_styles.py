"""What Word's formatting and styles say about a stretch of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from narratief.transcripts.archive import attribute, local_name

_SWITCHES = {"b": "bold", "i": "italic", "vanish": "hidden", "webHidden": "hidden", "caps": "caps", "smallCaps": "caps"}
_MOST_ANCESTORS = 50  # Word itself stops at eleven
_OFF = ("0", "false", "off", "none")
_PLAIN_COLOURS = ("", "auto", "000000", "none")
_HEADINGS = re.compile(r"(heading|kop|titel|title|subtitle|ondertitel|koptekst)\s*\d*( char)?", re.IGNORECASE)
_CONTENTS = re.compile(r"(toc|inhopg|inhoudsopgave)\s*(heading|\d)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A named style, its ancestors taken in.

    Attributes
    ----------
    marks
        Formatting that text in this style has.
    heading
        True for headings and titles.
    contents
        True for lines of a table of contents.
    """

    marks: frozenset[str] = frozenset()
    heading: bool = False
    contents: bool = False


def heading_by_name(name: str) -> bool:
    """Whether a style name or id is that of a heading."""
    return bool(_HEADINGS.fullmatch(name.strip()))


def read_styles(root: Element) -> dict[str, Style]:
    """Read all styles of a document, by style id."""
    nodes = {attribute(node, "styleId"): node for node in root if local_name(node) == "style"}
    return {style_id: _resolve(style_id, nodes) for style_id in nodes}


def _resolve(style_id: str, nodes: dict[str, Element]) -> Style:
    """Work out one style from the styles it is based on; a circle of styles, or an endless chain, ends the search."""
    chain: list[Element] = []
    while style_id in nodes and nodes[style_id] not in chain and len(chain) < _MOST_ANCESTORS:
        chain.append(nodes[style_id])
        style_id = next((attribute(child, "val") for child in chain[-1] if local_name(child) == "basedOn"), "")
    marks: frozenset[str] = frozenset()
    heading = contents = False
    for node in reversed(chain):
        for child in node:
            kind = local_name(child)
            if kind == "rPr":
                marks = marks_of(child, marks)
            elif kind == "name":
                name = attribute(child, "val").strip()
                heading = heading or heading_by_name(name)
                contents = contents or bool(_CONTENTS.fullmatch(name))
    return Style(marks, heading, contents)


def marks_of(properties: Element | None, inherited: frozenset[str]) -> frozenset[str]:
    """Apply run properties on top of the formatting that the text has already."""
    marks = set(inherited)
    for child in properties if properties is not None else ():
        kind, value = local_name(child), attribute(child, "val").lower()
        if kind in _SWITCHES:
            _switch(marks, _SWITCHES[kind], on=value not in _OFF)
        elif kind == "u":
            _switch(marks, "underline", on=value not in _OFF)
        elif kind in ("color", "highlight"):
            marks -= {mark for mark in marks if mark.startswith(f"{kind}:")}
            _switch(marks, f"{kind}:{value}", on=value not in _PLAIN_COLOURS)
    return frozenset(marks)


def _switch(marks: set[str], mark: str, *, on: bool) -> None:
    """Set or take off one mark."""
    if on:
        marks.add(mark)
    else:
        marks.discard(mark)
