"""What people decided about clusters: events that are only ever added, and what they mean together.

Every event carries the fragments of the clusters that it is about, so that the log alone says what holds, whatever a
later run would have found.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

Act = Literal["rename", "merge", "split", "move", "reject", "promote", "undo"]
ACTS: tuple[str, ...] = get_args(Act)
Status = Literal["kept", "rejected", "promoted"]


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of a person.

    Attributes
    ----------
    id
        Unique over all logs.
    when
        ISO 8601, in UTC.
    who
        Name of the person, as given.
    topic
        The cluster that it is about; for a merge the one that stays, for a move the one that gets the fragments
        (empty: they belong to no cluster), for an undo empty.
    members
        Fragments of that cluster at the time; for a merge those of all the merged clusters.
    label
        New name (rename, promote; for a merge and split optional).
    merged
        Clusters that went up in `topic` (merge).
    parts
        Fragments of each part (split); the first part keeps the cluster's id.
    ids
        Ids of the parts (split).
    fragments
        Fragments that were moved (move).
    theme
        Id of the codebook theme (promote).
    undone
        Id of the event that no longer counts (undo).
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
    fragments: tuple[str, ...] = ()
    theme: str = ""
    undone: str = ""


def new_event(who: str, act: Act, **details: object) -> Event:
    """Make an event of now."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return Event(uuid.uuid4().hex[:12], when, who, act, **details)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Held:
    """A cluster that a person decided about: it stays, with these fragments, in every next run.

    Attributes
    ----------
    label
        The name that a person gave; empty when none did.
    status
        ``rejected`` clusters are not shown as findings and take similar fragments with them.
    theme
        Codebook theme that it was promoted to; empty when it was not.
    """

    members: frozenset[str]
    label: str = ""
    status: Status = "kept"
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Steering:
    """What all decisions together ask of the next run.

    Attributes
    ----------
    held
        Clusters that stay, by id; no fragment is in two.
    loose
        Fragments that a person took out of every cluster.
    gone
        Ids that no longer exist because a person merged them away.
    """

    held: Mapping[str, Held] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """Give the events that count: undone ones and the undoing itself left out (an undo can be undone)."""
    given = tuple(events)
    undone: set[str] = set()
    for event in reversed(given):
        if event.act == "undo" and event.id not in undone:
            undone.add(event.undone)
    return tuple(event for event in given if event.act != "undo" and event.id not in undone)


def steering(events: Iterable[Event]) -> Steering:
    """Work out what decisions, in the order in which they were made, ask of the next run."""
    state = _State()
    for event in standing(events):
        state.apply(event)
    return Steering(dict(sorted(state.held.items())), frozenset(state.loose), frozenset(state.gone))


class _State:
    """Decisions being worked out one after another."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.loose: set[str] = set()
        self.gone: set[str] = set()

    def apply(self, event: Event) -> None:
        """Let one event change what holds."""
        if event.act == "merge":
            self._merge(event)
        elif event.act == "split":
            self._split(event)
        elif event.act == "move":
            self._move(event)
        else:
            old = self.held.get(event.topic)
            status: Status = {"reject": "rejected", "promote": "promoted"}.get(event.act, old.status if old else "kept")  # type: ignore[assignment]
            label = event.label or (old.label if old else "")
            theme = event.theme or (old.theme if old else "")
            self._hold(event.topic, event.members, Held(frozenset(), label, status, theme))

    def _merge(self, event: Event) -> None:
        """Let one cluster take the fragments, and the first name and theme, of those merged into it."""
        known = [self.held.pop(topic) for topic in (event.topic, *event.merged) if topic in self.held]
        label = event.label or next((old.label for old in known if old.label), "")
        theme = next((old.theme for old in known if old.theme), "")
        self.gone |= set(event.merged)
        self._hold(event.topic, event.members, Held(frozenset(), label, "promoted" if theme else "kept", theme))

    def _split(self, event: Event) -> None:
        """Make parts of a cluster; the first keeps its name."""
        old = self.held.get(event.topic)
        for place, (topic, part) in enumerate(zip(event.ids, event.parts, strict=True)):
            label = old.label if old and place == 0 else ""
            self._hold(topic, part, Held(frozenset(), label))

    def _move(self, event: Event) -> None:
        """Take fragments to a cluster, or out of all of them."""
        moved = frozenset(event.fragments)
        if not event.topic:
            self._free(moved)
            self.loose |= moved
            return
        old = self.held.get(event.topic, Held(frozenset()))
        self._hold(event.topic, {*event.members, *moved}, old)

    def _hold(self, topic: str, members: Iterable[str], look: Held) -> None:
        """Let a cluster have these fragments, and no other cluster."""
        own = frozenset(members)
        self.held.pop(topic, None)
        self._free(own)
        self.loose -= own
        self.gone.discard(topic)
        self.held[topic] = Held(own, look.label, look.status, look.theme)

    def _free(self, fragments: frozenset[str]) -> None:
        """Take fragments out of the clusters that have them."""
        for topic, old in list(self.held.items()):
            if old.members & fragments:
                self.held[topic] = Held(old.members - fragments, old.label, old.status, old.theme)


def last_standing(events: Sequence[Event]) -> Event | None:
    """Give the latest event that still counts: what a bare undo takes back; None when there is none."""
    counting = standing(events)
    return counting[-1] if counting else None
