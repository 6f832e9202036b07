"""The log of decisions: a file of JSON lines to which lines are only added."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Protocol

from narratief.errors import InputError
from narratief.topics.decisions import ACTS, Event


class EventLog(Protocol):
    """Where decisions are recorded: a file (`Journal`) or the workspace's store (`StoreJournal`)."""

    def events(self) -> tuple[Event, ...]:
        """Give all events in the order in which they were recorded."""
        ...

    def add(self, event: Event) -> Event:
        """Record an event; it is kept when this returns."""
        ...


class Journal:
    """Decisions about the clusters of one project (or of all projects together).

    Parameters
    ----------
    path
        The file; it is made with the first decision.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def events(self) -> tuple[Event, ...]:
        """Give all events in the order in which they were recorded.

        A last line that was cut off (the computer stopped while writing) was never confirmed to anyone and is left out.

        Raises
        ------
        InputError
            When another line is broken: decisions must not get lost silently.
        """
        if not self.path.exists():
            return ()
        lines = self.path.read_text("utf-8").split("\n")
        found = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found.append(_event(json.loads(line)))
            except (ValueError, TypeError, KeyError) as error:
                if number == len(lines):
                    continue
                raise InputError(
                    self.path.name,
                    f"Regel {number} van het logboek met beslissingen is niet te lezen.",
                    "Zet een reservekopie van dit bestand terug.",
                ) from error
        return tuple(found)

    def add(self, event: Event) -> Event:
        """Record an event; it is on disk when this returns.

        Raises
        ------
        InputError
            When the log cannot be written.
        """
        line = json.dumps({k: v for k, v in asdict(event).items() if v}, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._close_last_line()
            with self.path.open("ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InputError(
                self.path.name, "De beslissing kon niet worden vastgelegd.", "Controleer of de schijf vol is."
            ) from error
        return event

    def _close_last_line(self) -> None:
        if not self.path.exists() or not self.path.stat().st_size:
            return
        with self.path.open("rb+") as file:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                content = self.path.read_bytes()
                file.truncate(content.rfind(b"\n") + 1)


_TUPLES = frozenset({"members", "merged", "ids", "fragments"})


def _event(data: dict[str, Any]) -> Event:
    if data["act"] not in ACTS:
        raise ValueError(data["act"])
    known = {field.name for field in fields(Event)}
    values = {key: tuple(value) if key in _TUPLES else value for key, value in data.items() if key in known}
    if "parts" in values:
        values["parts"] = tuple(tuple(part) for part in values["parts"])
    return Event(**values)
