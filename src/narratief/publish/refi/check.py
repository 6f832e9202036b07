"""Checks beyond the schema of REFI-QDA: whether references, positions, files and quotes are right."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from narratief.publish.refi.archive import QdpxArchive, read_limited
from narratief.publish.refi.guids import normalised_guid

_REFERENCES = frozenset(
    {
        *("targetGUID", "originGUID", "representedGUID", "sourceVertex", "targetVertex", "fromSyncPoint"),
        *("toSyncPoint", "creatingUser", "modifyingUser", "creatingUserGUID", "modifyingUserGUID"),
    }
)


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong in a .qdpx.

    Attributes
    ----------
    detail
        What and where, for a developer; in English, with GUIDs.
    """

    kind: Literal["duplicate-guid", "dangling-reference", "missing-file", "position", "quote"]
    detail: str

    def __str__(self) -> str:
        """Write the defect on one line."""
        return f"{self.kind}: {self.detail}"


def check_qdpx(path: Path) -> tuple[Defect, ...]:
    """List the defects of a .qdpx that its schema does not exclude; none when it is sound.

    Quotes are checked only in files that narratief made, since elsewhere the name of a selection can be anything.

    Raises
    ------
    InputError
        When it cannot be opened at all.
    """
    return check_bytes(read_limited(path), path.name)


def check_bytes(data: bytes, name: str = "project.qdpx") -> tuple[Defect, ...]:
    """Check a .qdpx in memory, as `check_qdpx` does."""
    archive = QdpxArchive(data, name)
    project = archive.project()
    own = project.get("origin", "").startswith("narratief")
    defects = [*_duplicates(project), *_dangling(project)]
    for source in project.iter("TextSource"):
        defects += _source_defects(archive, source, check_quotes=own)
    return tuple(defects)


def _duplicates(project: ET.Element) -> Iterator[Defect]:
    """Find GUIDs that identify two things; the guid of a MemberCode is a reference."""
    counts = Counter(normalised_guid(e.get("guid")) for e in project.iter() if e.get("guid") and e.tag != "MemberCode")
    for identity, count in counts.items():
        if count > 1:
            yield Defect("duplicate-guid", f"{identity} stands {count} times")


def _dangling(project: ET.Element) -> Iterator[Defect]:
    """Find references to something that is not in the document."""
    known = {normalised_guid(element.get("guid")) for element in project.iter()}
    for element in project.iter():
        for name in sorted(_REFERENCES.intersection(element.keys())):
            if normalised_guid(element.get(name)) not in known:
                yield Defect("dangling-reference", f"{element.tag}/@{name} {element.get(name)!r}")


def _source_defects(archive: QdpxArchive, source: ET.Element, *, check_quotes: bool) -> Iterator[Defect]:
    """Find what is wrong with a source: no text or two texts, or selections that do not fit it."""
    identity = source.get("guid", "")
    content, path = source.find("PlainTextContent"), source.get("plainTextPath", "")
    if (content is None) == (not path):
        yield Defect("missing-file", f"source {identity} must have either a plain text or a path to one")
        return
    if content is not None:
        text = content.text or ""
    else:
        data = archive.source(path)
        if data is None:
            yield Defect("missing-file", f"source {identity} refers to {path}")
            return
        text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    for selection in source.iter("PlainTextSelection"):
        yield from _selection_defects(selection, text, check_quotes=check_quotes)


def _selection_defects(selection: ET.Element, text: str, *, check_quotes: bool) -> Iterator[Defect]:
    """Find what is wrong with a selection, given the text that it points into."""
    identity = selection.get("guid", "")
    try:
        start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
    except ValueError:
        yield Defect("position", f"selection {identity} has no whole numbers as positions")
        return
    if not 0 <= start <= end <= len(text):
        yield Defect("position", f"selection {identity} is {start}-{end} in a text of {len(text)}")
        return
    quote = selection.get("name", "").removesuffix("…")
    if check_quotes and not " ".join(text[start:end].split()).startswith(quote):
        yield Defect("quote", f"selection {identity} is named {quote!r} but holds {text[start:end]!r}")
