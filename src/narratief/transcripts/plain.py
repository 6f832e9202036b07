"""Plain text: lines, and which of them go on with the paragraph before."""

from __future__ import annotations

import re
from statistics import median

from narratief.transcripts.document import Document, Paragraph, Run

_MARKER = re.compile(r"\s*(?P<marker>[-–—•*‣>]{1,2}|>>+|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
_QUOTE = re.compile(r"\s*>+\s?(?=\S)")


def read_plain(text: str) -> Document:
    """Read plain text; every line is a line, a blank line ends a paragraph."""
    lines = text.replace("\f", "\n\n").replace("\v", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").split("\n")
    one_line_each = not _wrapped(lines)
    found: list[Paragraph] = []
    after_blank = True
    for line in lines:
        if not line.strip():
            after_blank = True
            continue
        fresh = after_blank or one_line_each or bool(re.match(r"\s*(?:[-–—•]\s|>)", line))
        found.append(marked(line, starts=fresh))
        after_blank = False
    return Document(found)


def marked(line: str, *, starts: bool) -> Paragraph:
    """Make a paragraph of a line, an opening dash, number or > noted as a mark and kept in the text."""
    marks: set[str] = set()
    indent = len(line) - len(line.lstrip(" \t"))
    if indent:
        marks.add("indent")
    match = _MARKER.match(line)
    if match:
        marks.add("number" if match["marker"][0].isdigit() else "quote" if ">" in match["marker"] else "dash")
    elif _QUOTE.match(line):
        marks.add("quote")
    return Paragraph((Run(line.strip(" "), frozenset(marks)),), starts=starts)


def without_marker(text: str) -> str:
    """Take an opening dash, number or > off a line."""
    match = _MARKER.match(text) or _QUOTE.match(text)
    return text[match.end() :] if match else text


def _wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a fixed width, so that a line is not a paragraph."""
    blocks: list[list[int]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(len(line.rstrip()))
        elif blocks[-1]:
            blocks.append([])
    inner = [length for block in blocks for length in block[:-1]]
    filled = [block for block in blocks if block]
    if not inner:
        return False
    longest = max(length for block in filled for length in block)
    full = sum(length >= longest * 0.7 for length in inner)
    if len(filled) == 1:
        return longest <= 100 and full >= len(inner) * 0.6
    return (longest <= 120 and full >= len(inner) * 0.5) or median(len(block) for block in filled) <= 3
