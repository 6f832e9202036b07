"""What the acts on clusters need of the place where decisions are recorded."""

from __future__ import annotations

from typing import Protocol

from narratief.topics.decisions import Event


class EventLog(Protocol):
    """Where decisions about the clusters of one project (or of all together) are recorded; the store has one."""

    def events(self) -> tuple[Event, ...]:
        """Give all events in the order in which they were recorded."""
        ...

    def add(self, event: Event) -> Event:
        """Record an event; it is kept when this returns."""
        ...
