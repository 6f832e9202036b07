"""The sources of any tool's project: their texts, normalised as stored texts are, and the selections in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from narratief.domain.errors import InputError, Problem
from narratief.domain.interview import normalise
from narratief.files.limits import MAX_CHARACTERS, MAX_SOURCES
from narratief.publish.refi.archive import QdpxArchive
from narratief.publish.refi.guids import normalised_guid
from narratief.publish.refi.positions import Selected, stored_spans

_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_REMEDY = "Exporteer dit document in het andere programma als platte tekst en lees het opnieuw in."


@dataclass(slots=True)
class Selection:
    """A selected stretch of a source's stored text, with the element that holds its codings."""

    start: int
    end: int
    element: ET.Element


@dataclass(slots=True)
class SourceText:
    """The text of a source.

    Attributes
    ----------
    element
        The element with the text: the source itself, or the text of a PDF or a recording.
    owner
        The source in the list of sources, with its name, memos and variables.
    """

    guid: str
    name: str
    text: str
    element: ET.Element
    owner: ET.Element
    selections: list[Selection] = field(default_factory=list)


def read_sources(archive: QdpxArchive, project: ET.Element, problems: list[Problem]) -> list[SourceText]:
    """Read every source that has a text, and add what could not be read to the problems.

    Raises
    ------
    InputError
        When there are more sources than `MAX_SOURCES`.
    """
    found: list[SourceText] = []
    own = project.get("origin", "").startswith("narratief")
    for owner, element in _texts(project):
        name = owner.get("name") or element.get("name") or element.get("plainTextPath") or "Zonder naam"
        if len(found) >= MAX_SOURCES:
            message = f"In dit bestand staan meer dan {MAX_SOURCES} documenten."
            raise InputError(archive.name, message, "Exporteer het project in delen en probeer het nog eens.")
        raw = raw_text(archive, element)
        if raw and len(raw) > MAX_CHARACTERS:
            message = f"Het document '{name}' heeft meer dan een miljoen tekens en is overgeslagen."
            problems.append(Problem(archive.name, message, "Splits het in losse gesprekken.", fatal=False))
            continue
        if raw is None or not normalise(raw).strip():
            message = f"Van het document '{name}' zit geen leesbare tekst in het bestand."
            problems.append(Problem(archive.name, message, _REMEDY, fatal=False))
            continue
        source = SourceText(normalised_guid(owner.get("guid")), name, normalise(raw), element, owner)
        lost = _find_selections(source, raw, standard=own)
        if lost:
            message = f"In het document '{name}' wijzen {lost} markeringen naar een plaats die er niet is."
            problems.append(Problem(archive.name, message, "Kijk de codes van dit document na.", fatal=False))
        found.append(source)
    return found


def _texts(project: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Find every source with the element that holds its text; pictures, and recordings without text, are skipped."""
    for sources in project.findall("Sources"):
        for owner in sources:
            if owner.tag == "TextSource":
                yield owner, owner
            else:
                inside = owner.findall("Transcript") if owner.tag != "PDFSource" else owner.findall("Representation")
                yield from ((owner, element) for element in inside)


def raw_text(archive: QdpxArchive, element: ET.Element) -> str | None:
    """Text as the other tool keeps it, with its line ends and byte-order mark; None when there is none."""
    content = element.findtext("PlainTextContent")
    if content:
        return content
    path = element.get("plainTextPath") or _text_file(element.get("richTextPath"))
    if not path or re.match(r"(absolute|relative|file|https?):", path, re.IGNORECASE):
        return None
    data = archive.source(path)
    if data is None:
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _writable(data.decode("utf-16", errors="replace"))
    try:
        return _writable(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _writable(data.decode("cp1252", errors="replace"))


def _writable(text: str) -> str:
    """Replace characters that no document can hold by U+FFFD, one for one, so that positions stay right."""
    return _UNWRITABLE.sub("\ufffd", text)


def _text_file(path: str | None) -> str:
    """Path of a styled text, when that is a plain text after all; else empty."""
    return path if path and path.lower().endswith(".txt") else ""


def _find_selections(source: SourceText, raw: str, *, standard: bool) -> int:
    """Add the selections to the source, and count those that point nowhere."""
    places = {normalised_guid(point.get("guid")): point.get("position") for point in source.element.iter("SyncPoint")}
    elements, counted = [], []
    lost = 0
    for element in source.element:
        if element.tag not in _SELECTIONS:
            continue
        start = element.get("startPosition") or places.get(normalised_guid(element.get("fromSyncPoint")))
        end = element.get("endPosition") or places.get(normalised_guid(element.get("toSyncPoint")))
        try:
            low, high = int(start or ""), int(end or "")
        except ValueError:
            lost += 1
            continue
        elements.append(element)
        counted.append(Selected(low, high, element.get("name", "")))
    for element, span in zip(elements, stored_spans(raw, counted, standard=standard), strict=True):
        if span is None:
            lost += 1
        else:
            source.selections.append(Selection(*span, element))
    source.selections.sort(key=lambda selection: (selection.start, selection.end))
    return lost
