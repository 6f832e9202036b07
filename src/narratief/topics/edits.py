"""What people decided about clusters: edits that are only ever added, never changed.

Every edit carries the fragments of the clusters that it is about, so that the log alone says what holds, whatever a
later run would have found.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypedDict, Unpack

Act = Literal["rename", "merge", "split", "move", "reject", "promote", "undo"]


class EditDetails(TypedDict, total=False):
    """What an edit is about; see `TopicEdit`."""

    topic: str
    members: tuple[str, ...]
    label: str
    merged: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]
    labels: tuple[str, ...]
    fragments: tuple[str, ...]
    theme: str
    undone: str


@dataclass(frozen=True, slots=True)
class TopicEdit:
    """One decision of a person; its fields are also the keys under which databases hold it.

    Attributes
    ----------
    id
        Unique over all logs.
    when
        ISO 8601, in UTC.
    who
        Name of the person, as given.
    act
        What the person did.
    topic
        The cluster that it is about; for a merge the one that stays, for a move the one that gets the fragments
        (empty: they belong to no cluster), for an undo empty.
    members
        Fragments of that cluster at the time; for a merge those of all the merged clusters.
    label
        New name (rename, promote; for a merge optional).
    merged
        Clusters that went up in `topic` (merge).
    parts
        Fragments of each part (split); the first part keeps the cluster's id.
    ids
        Ids of the parts (split).
    labels
        Names of the parts (split), empty for one that gets none; as many as there are parts, or none at all.
    fragments
        Fragments that were moved (move).
    theme
        Id of the codebook theme (promote).
    undone
        Id of the edit that no longer counts (undo).
    """

    id: str
    when: str
    who: str
    act: Act
    topic: str = ""
    members: tuple[str, ...] = ()
    label: str = ""
    merged: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    ids: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    theme: str = ""
    undone: str = ""


def new_edit(who: str, act: Act, **details: Unpack[EditDetails]) -> TopicEdit:
    """Make an edit with a new id and the time of now."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return TopicEdit(uuid.uuid4().hex[:12], when, who, act, **details)


def effective_edits(edits: Iterable[TopicEdit]) -> tuple[TopicEdit, ...]:
    """Select the edits that count: without those undone and the undoing itself (an undo can be undone)."""
    given = tuple(edits)
    undone: set[str] = set()
    for edit in reversed(given):
        if edit.act == "undo" and edit.id not in undone:
            undone.add(edit.undone)
    return tuple(edit for edit in given if edit.act != "undo" and edit.id not in undone)


def last_effective_edit(edits: Sequence[TopicEdit]) -> TopicEdit | None:
    """Find the latest edit that still counts, which a bare undo takes back; None when there is none."""
    counting = effective_edits(edits)
    return counting[-1] if counting else None
