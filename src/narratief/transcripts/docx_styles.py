"""What Word's formatting and styles say about a stretch of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from narratief.transcripts.archive import attribute, local_name

_SWITCHES = {"b": "bold", "i": "italic", "vanish": "hidden", "webHidden": "hidden", "caps": "caps", "smallCaps": "caps"}
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
    """Read all styles of a document, by style id; a circle of styles ends where it began."""
    nodes = {attribute(node, "styleId"): node for node in root if local_name(node) == "style"}
    found: dict[str, Style] = {}
    for style_id in nodes:
        chain: dict[str, None] = {}
        base = style_id
        while base in nodes and base not in found and base not in chain:
            chain[base] = None
            base = next((attribute(child, "val") for child in nodes[base] if local_name(child) == "basedOn"), "")
        style = found.get(base, Style())
        for each in reversed(chain):
            style = found[each] = _derived(nodes[each], style)
    return found


def _derived(node: Element, base: Style) -> Style:
    """Work out one style from the one it is based on."""
    marks, heading, contents = base.marks, base.heading, base.contents
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
