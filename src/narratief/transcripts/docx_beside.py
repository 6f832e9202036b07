"""What a Word document shows beside its text: notes, comments, text boxes, page headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from narratief.domain.errors import InputError
from narratief.transcripts.archive import Archive, local_name
from narratief.transcripts.document import tidy

_PARTS = re.compile(r"(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_MOST_PARTS = 50  # chosen: a document has some three headers and footers per section
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback"})


def docx_beside(archive: Archive, body: Element, folder: str) -> tuple[list[str], list[str]]:
    """Texts beside the body, a paragraph at a time, and Dutch remarks on parts that cannot be read.

    Parameters
    ----------
    body
        The part with the text, in which text boxes stand.
    folder
        Where the other parts are.
    """
    texts, remarks = list(_boxes(body)), []
    parts = sorted(name for name in archive.names if _PARTS.fullmatch(name.removeprefix(f"{folder}/")))
    for part in parts[:_MOST_PARTS]:
        try:
            texts.extend(_paragraphs(archive.xml(part)))
        except InputError:
            remarks = ["Een kop- of voettekst, noot of opmerking in dit bestand is beschadigd en niet gelezen."]
    return texts, remarks


def _boxes(node: Element) -> Iterator[str]:
    """Paragraphs in text boxes; the second rendering of the same box, for old programs, is left out."""
    for child in node:
        kind = local_name(child)
        if kind == "txbxContent":
            yield from _paragraphs(child)
        elif kind not in _UNSEEN or (
            kind == "Fallback" and not any(len(other) for other in node if other is not child)
        ):
            yield from _boxes(child)


def _paragraphs(node: Element) -> Iterator[str]:
    """Text of every paragraph below an element, those in boxes within a paragraph included."""
    for child in node:
        kind = local_name(child)
        if kind == "p":
            yield tidy("".join(_texts(child)))
        elif kind not in _UNSEEN:
            yield from _paragraphs(child)


def _texts(node: Element) -> Iterator[str]:
    """Characters below an element that are not deleted."""
    for child in node:
        kind = local_name(child)
        if kind == "t":
            yield child.text or ""
        elif kind in ("tab", "br", "cr", "p"):
            yield " "
        if kind not in _UNSEEN:
            yield from _texts(child)
