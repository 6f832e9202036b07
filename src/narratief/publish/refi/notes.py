"""Memos as REFI-QDA notes: the notes themselves, and the references to them from what they are about."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.guids import guid
from narratief.publish.refi.xml import add_child, xml_text


class Notes:
    """The memos of an export, by the GUID of what each is about.

    Parameters
    ----------
    memos
        Memos in any order; equal ones count once.
    owner_of
        Function from a memo to the GUID of what it is about; None when that is not in the export, and the memo is left
        out.
    """

    def __init__(self, memos: Iterable[ExchangeMemo], owner_of: Callable[[ExchangeMemo], str | None]) -> None:
        self._memos: dict[str, ExchangeMemo] = {}
        self.on: defaultdict[str, list[str]] = defaultdict(list)
        for identity, memo in sorted({_guid(memo): memo for memo in memos}.items()):
            owner = owner_of(memo)
            if owner is not None:
                self._memos[identity] = memo
                self.on[owner].append(identity)

    @property
    def authors(self) -> set[str]:
        """Everyone who wrote a memo that is in the export."""
        return {memo.author for memo in self._memos.values() if memo.author}

    def as_text(self, owner: str) -> str:
        """The memos on one thing as text, for tools that show a description but no notes."""
        return memo_lines((memo.author, memo.text) for memo in map(self._memos.__getitem__, self.on[owner]))

    def add_refs(self, parent: ET.Element, owner: str) -> None:
        """Add the references from one thing to its notes."""
        for identity in self.on[owner]:
            add_child(parent, "NoteRef", targetGUID=identity)

    def add(self, parent: ET.Element, users: dict[str, str]) -> None:
        """Add the element Notes, unless there are no notes.

        Parameters
        ----------
        users
            GUID per person's name.
        """
        if not self._memos:
            return
        notes = add_child(parent, "Notes")
        for identity, memo in self._memos.items():
            user, time = users.get(memo.author, ""), timestamp(memo.time)
            attributes = {"guid": identity, "name": memo.title, "creatingUser": user, "creationDateTime": time}
            note = add_child(notes, "Note", **attributes)
            add_child(note, "PlainTextContent", memo.text)


def memo_lines(memos: Iterable[tuple[str, str]]) -> str:
    """Join memos, given as author and text, one below the other, each after its author's name."""
    return "\n".join(xml_text(f"{author}: {text}" if author else text) for author, text in memos)


def timestamp(time: datetime | None) -> str:
    """Write a time as XML Schema's dateTime, in UTC and whole seconds; empty when there is none."""
    if time is None:
        return ""
    utc = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def _guid(memo: ExchangeMemo) -> str:
    """GUID of a memo, computed from everything that it says and what it is about."""
    parts: Sequence[object] = (memo.subject, memo.project, memo.target, memo.theme, memo.coder)
    return guid("note", *parts, memo.author, memo.title, timestamp(memo.time), memo.text)
