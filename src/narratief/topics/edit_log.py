"""What editing clusters needs of the place where edits are recorded."""

from __future__ import annotations

from typing import Protocol

from narratief.topics.edits import TopicEdit


class EditLog(Protocol):
    """Where edits of the clusters of one project (or of all together) are recorded; the store has one."""

    def edits(self) -> tuple[TopicEdit, ...]:
        """All edits, in the order in which they were recorded."""
        ...

    def add(self, edit: TopicEdit, /) -> TopicEdit:
        """Record an edit; it is kept when this returns."""
        ...
