"""Files that were read for an import and wait for somebody's yes; in memory only, so that nothing stays behind."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narratief.publish.attribute_sheet import AttributeSheet
    from narratief.publish.refi.read_codes import CodebookImport
    from narratief.publish.refi.read_project import ProjectImport

    Read = CodebookImport | ProjectImport | AttributeSheet

_MOST = 8
"""Files held at once, the oldest goes first; chosen, not measured: what a file may be bounds the memory of each."""
_SECONDS = 1800
"""How long one is held; chosen, not measured: long enough to read a list."""


@dataclass(frozen=True, slots=True)
class HeldImport:
    """A file that was read.

    Attributes
    ----------
    person, project
        Who brought it, and for which project: nobody else gets it.
    name
        Of the file.
    since
        Seconds of a clock that only goes forward.
    """

    person: int | None
    project: int
    name: str
    read: Read
    since: float


class HeldImports:
    """Holds what was read, by a word that only its page knows."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, HeldImport] = OrderedDict()
        self._lock = Lock()

    def hold(self, person: int | None, project: int, name: str, read: Read) -> str:
        """Hold a file, instead of an earlier one of this person; gives the word by which it is found."""
        word = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old()
            for other in [key for key, each in self._held.items() if each.person == person]:
                del self._held[other]
            self._held[word] = HeldImport(person, project, name, read, time.monotonic())
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return word

    def find(self, word: str, person: int | None, project: int) -> HeldImport | None:
        """Find a file that this person brought for this project; None when it is not held (any more)."""
        with self._lock:
            self._forget_old()
            held = self._held.get(word)
        return held if held is not None and (held.person, held.project) == (person, project) else None

    def drop(self, word: str) -> None:
        """Hold a file no more."""
        with self._lock:
            self._held.pop(word, None)

    def _forget_old(self) -> None:
        """Drop what was held too long."""
        border = time.monotonic() - _SECONDS
        for word in [word for word, each in self._held.items() if each.since < border]:
            del self._held[word]
