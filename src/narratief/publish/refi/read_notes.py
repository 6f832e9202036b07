"""Memos in any tool's project: notes that elements refer to or are linked with, and descriptions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from narratief.domain.interview import normalise
from narratief.publish.memo import ExchangeMemo, Subject
from narratief.publish.refi.archive import QdpxArchive
from narratief.publish.refi.guids import normalised_guid
from narratief.publish.refi.notes import memo_lines
from narratief.publish.refi.read_sources import raw_text


@dataclass(frozen=True, slots=True)
class MemoTarget:
    """What a memo is about, in the terms of `ExchangeMemo`."""

    project: str
    target: str = ""
    theme: str = ""
    coder: str = ""


class NoteReader:
    """The notes of a project document, read as memos on the elements that they belong to.

    Parameters
    ----------
    users
        Name per GUID of a user.
    """

    def __init__(self, archive: QdpxArchive, root: ET.Element, users: Mapping[str, str]) -> None:
        self._users = users
        self._notes = {normalised_guid(note.get("guid")): note for note in root.findall("Notes/Note")}
        self._texts = {identity: normalise(raw_text(archive, note) or "") for identity, note in self._notes.items()}
        self._linked: defaultdict[str, list[str]] = defaultdict(list)
        for link in root.findall("Links/Link"):
            ends = normalised_guid(link.get("originGUID")), normalised_guid(link.get("targetGUID"))
            notes = [*_references(link), *(end for end in ends if end in self._notes)]
            for end in ends:
                if end and end not in self._notes:
                    self._linked[end] += notes
        self._used: set[str] = set()

    def on(
        self, element: ET.Element, subject: Subject, about: MemoTarget, notes: tuple[str, ...] = ()
    ) -> list[ExchangeMemo]:
        """Read the memos on an element: its notes, and its description when that says more than they do.

        Parameters
        ----------
        notes
            GUIDs of further notes on the element.
        """
        refs = [*_references(element), *self._linked[normalised_guid(element.get("guid"))], *notes]
        memos = [self._memo(identity, subject, about) for identity in dict.fromkeys(refs) if self._texts.get(identity)]
        description = normalise(element.findtext("Description") or "").strip()
        repeated = memo_lines((memo.author, memo.text) for memo in memos).strip()
        if description and description != repeated:
            memos.append(_memo(description, subject, about, self._author(element)))
        return memos

    def on_codes(self, root: ET.Element, themes: Mapping[str, str]) -> Iterator[ExchangeMemo]:
        """Read the memos on codes; the description of a code is its definition and no memo.

        Parameters
        ----------
        themes
            Id of the theme per GUID of a code.
        """
        for code in root.iter("Code"):
            theme = themes.get(normalised_guid(code.get("guid")))
            for identity in dict.fromkeys([*_references(code), *self._linked[normalised_guid(code.get("guid"))]]):
                if theme and self._texts.get(identity):
                    yield self._memo(identity, "theme", MemoTarget("", theme))

    def left_over(self, project: str) -> Iterator[ExchangeMemo]:
        """Read the notes that nothing in the document refers to, as memos on the project."""
        for identity, text in self._texts.items():
            if text and identity not in self._used:
                yield self._memo(identity, "project", MemoTarget(project))

    def _memo(self, identity: str, subject: Subject, about: MemoTarget) -> ExchangeMemo:
        """Read a note as a memo on one thing, and mark it as used."""
        self._used.add(identity)
        note = self._notes[identity]
        return _memo(self._texts[identity], subject, about, self._author(note), note.get("name", ""), _time(note))

    def _author(self, element: ET.Element) -> str:
        """Name of who made an element; empty when unknown."""
        return self._users.get(normalised_guid(element.get("creatingUser")), "")


def _memo(
    text: str, subject: Subject, about: MemoTarget, author: str, title: str = "", time: datetime | None = None
) -> ExchangeMemo:
    """Make a memo of its parts."""
    return ExchangeMemo(text, subject, about.project, about.target, about.theme, about.coder, author, title, time)


def _references(element: ET.Element) -> list[str]:
    """GUIDs of the notes that an element refers to."""
    return [normalised_guid(reference.get("targetGUID")) for reference in element.findall("NoteRef")]


def _time(note: ET.Element) -> datetime | None:
    """When a note was written; UTC where the tool says no time zone, None where it says nothing."""
    try:
        time = datetime.fromisoformat(note.get("creationDateTime", "").strip())
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
