"""What people's edits ask of the next run: constraints on the clustering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from narratief.topics.edits import TopicEdit, effective_edits

Status = Literal["kept", "rejected", "promoted"]


@dataclass(frozen=True, slots=True)
class PinnedTopic:
    """A cluster that a person decided about: it stays, with these fragments, in every next run.

    Attributes
    ----------
    members
        Its fragments.
    label
        The name that a person gave; empty when none did.
    status
        ``rejected`` clusters are not shown as findings and take similar fragments with them.
    theme
        Codebook theme that it was promoted to; empty when it was not.
    """

    members: frozenset[str] = frozenset()
    label: str = ""
    status: Status = "kept"
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What all edits together ask of the next run.

    Attributes
    ----------
    pinned
        Clusters that stay, by id; no fragment is in two.
    excluded
        Fragments that a person took out of every cluster.
    merged_away
        Ids that no longer exist because a person merged them into another.
    """

    pinned: Mapping[str, PinnedTopic] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    merged_away: frozenset[str] = frozenset()


def constraints_from(edits: Iterable[TopicEdit]) -> Constraints:
    """Work out what edits, in the order in which they were made, ask of the next run."""
    state = _State()
    for edit in effective_edits(edits):
        state.apply(edit)
    return Constraints(dict(sorted(state.pinned.items())), frozenset(state.excluded), frozenset(state.merged_away))


class _State:
    """Constraints being built up, one edit after another."""

    def __init__(self) -> None:
        self.pinned: dict[str, PinnedTopic] = {}
        self.excluded: set[str] = set()
        self.merged_away: set[str] = set()

    def apply(self, edit: TopicEdit) -> None:
        """Let one edit change what holds."""
        match edit.act:
            case "merge":
                self._merge(edit)
            case "split":
                self._split(edit)
            case "move":
                self._move(edit)
            case _:
                self._decide(edit)

    def _decide(self, edit: TopicEdit) -> None:
        """Pin a cluster with the name, status or theme that a person gave it; what was given before stays."""
        old = self.pinned.get(edit.topic, PinnedTopic())
        status = old.status
        if edit.act == "reject":
            status = "rejected"
        elif edit.act == "promote":
            status = "promoted"
        label, theme = edit.label or old.label, edit.theme or old.theme
        self._pin(edit.topic, edit.members, PinnedTopic(label=label, status=status, theme=theme))

    def _merge(self, edit: TopicEdit) -> None:
        """Let one cluster take the fragments, and the first name and theme, of those merged into it."""
        known = [self.pinned.pop(topic) for topic in (edit.topic, *edit.merged) if topic in self.pinned]
        label = edit.label or next((old.label for old in known if old.label), "")
        theme = next((old.theme for old in known if old.theme), "")
        self.merged_away |= set(edit.merged)
        status: Status = "promoted" if theme else "kept"
        self._pin(edit.topic, edit.members, PinnedTopic(label=label, status=status, theme=theme))

    def _split(self, edit: TopicEdit) -> None:
        """Make parts of a cluster; the first keeps its name where it gets no other."""
        old = self.pinned.get(edit.topic)
        kept = (old.label if old else "", *("" for _ in edit.parts[1:]))
        for topic, part, given, before in zip(edit.ids, edit.parts, edit.labels or kept, kept, strict=True):
            self._pin(topic, part, PinnedTopic(label=given or before))

    def _move(self, edit: TopicEdit) -> None:
        """Take fragments to a cluster, or out of all of them."""
        moved = frozenset(edit.fragments)
        if not edit.topic:
            self._free(moved)
            self.excluded |= moved
            return
        self._pin(edit.topic, {*edit.members, *moved}, self.pinned.get(edit.topic, PinnedTopic()))

    def _pin(self, topic: str, members: Iterable[str], decided: PinnedTopic) -> None:
        """Let a cluster have these fragments, and no other cluster, with the name, status and theme of `decided`."""
        own = frozenset(members)
        self.pinned.pop(topic, None)
        self._free(own)
        self.excluded -= own
        self.merged_away.discard(topic)
        self.pinned[topic] = replace(decided, members=own)

    def _free(self, fragments: frozenset[str]) -> None:
        """Take fragments out of the clusters that have them."""
        for topic, old in self.pinned.items():
            if old.members & fragments:
                self.pinned[topic] = replace(old, members=old.members - fragments)
