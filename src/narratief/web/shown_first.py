"""Changes that are shown before they are made, and only made while they still are what was shown.

A page works out what a file or a form would change and shows it (`ShownFirst.show`), with a mark of what it showed. Who
agrees sends that mark back: what would change is worked out again, where nobody else can write meanwhile, and is made
when its mark is the same (`ShownFirst.make`). Otherwise nothing is made, and the page shows it anew. A file is held in
between (`HeldFiles`), in memory only, so that nothing stays behind.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.database import Store
from narratief.store.decision_log import lock_project

Plan = TypeVar("Plan")
Read = TypeVar("Read")

_MOST = 8
"""Files held at once, the oldest goes first; chosen, not measured: what a file may be bounds the memory of each."""
_SECONDS = 1800
"""How long one is held; chosen, not measured: long enough to read a list."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Plan]):
    """What would change, for a page that asks whether it may.

    Attributes
    ----------
    mark
        Stands for what is shown; comes back with the yes.
    word
        By which the file is held that it comes from; empty for a form, which is sent again itself.
    again
        Whether something else was shown before.
    """

    plan: Plan
    mark: str
    word: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class ShownFirst(Generic[Plan]):
    """A change of a project that is shown first.

    Attributes
    ----------
    work_out
        Works out what would change.
    told
        What a page shows of that; its ``repr`` must differ when the page would.
    carry_out
        Makes what was worked out in the same session.
    """

    project_id: int
    work_out: Callable[[Session], Plan]
    told: Callable[[Plan], object]
    carry_out: Callable[[Session, Plan], None]

    def show(self, store: Store, word: str = "") -> Shown[Plan]:
        """Work out what would change; nothing does."""
        with store.reading() as session:
            plan = self.work_out(session)
        return Shown(plan, self._mark(plan), word)

    def make(self, store: Store, seen: str, word: str = "") -> tuple[Plan, Shown[Plan] | None]:
        """Make the change when it is what was shown.

        Parameters
        ----------
        seen
            Mark of what was shown.

        Returns
        -------
        tuple
            What was worked out now, and what to show instead of what was seen: None when the change is made.

        Raises
        ------
        Refusal
            When the project does not exist (any more).
        """
        with store.writing() as session:
            lock_project(session, self.project_id)
            plan = self.work_out(session)
            mark = self._mark(plan)
            if mark == seen:
                self.carry_out(session, plan)
        return plan, None if mark == seen else Shown(plan, mark, word, again=True)

    def _mark(self, plan: Plan) -> str:
        return hashlib.sha256(repr(self.told(plan)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of a file; who brought it, for which project, and at what second of a clock that goes forward."""

    person: int | None
    project: int
    read: object
    since: float


class HeldFiles:
    """Holds what was read of files, by a word that only its page knows."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = Lock()

    def hold(self, person: int | None, project: int, read: object) -> str:
        """Hold a file, instead of an earlier one of this person; gives the word by which it is found."""
        word = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old()
            for other in [key for key, each in self._held.items() if each.person == person]:
                del self._held[other]
            self._held[word] = _Held(person, project, read, time.monotonic())
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return word

    def find(self, word: str, person: int | None, project: int, kind: type[Read]) -> Read:
        """Find what was read of a file that this person brought for this project.

        Raises
        ------
        Refusal
            When no such file of this kind is held (any more).
        """
        with self._lock:
            self._forget_old()
            held = self._held.get(word)
        if held is None or (held.person, held.project) != (person, project) or not isinstance(held.read, kind):
            raise Refusal("Dit bestand is niet meer open.", "Kies het opnieuw.")
        return held.read

    def drop(self, word: str) -> None:
        """Hold a file no more."""
        with self._lock:
            self._held.pop(word, None)

    def _forget_old(self) -> None:
        """Drop what was held too long."""
        border = time.monotonic() - _SECONDS
        for word in [word for word, each in self._held.items() if each.since < border]:
            del self._held[word]
