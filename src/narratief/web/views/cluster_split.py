"""The fragments of a cluster with the meaning that each belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.pipeline.cluster_split import Proposal
from narratief.topics.passage import Passage
from narratief.topics.topic import Topic, Topics
from narratief.web.forms.cluster_split import SplitForm


@dataclass(frozen=True, slots=True)
class Sorted:
    """A fragment on the page.

    Attributes
    ----------
    letter
        Of its meaning; empty when it has none.
    example, unsure, unplaced
        Whether a person put it there, the computer is among the least sure half, or could not compare it.
    """

    passage: Passage
    letter: str = ""
    example: bool = False
    unsure: bool = False
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What becomes one cluster."""

    letter: str
    name: str
    fragments: tuple[Sorted, ...]


def unsorted(topics: Topics, topic: Topic, form: SplitForm) -> Sequence[Sorted]:
    """Lay out a cluster's fragments, the most typical first, with what was picked so far."""
    return [Sorted(topics.passages[each], form.part.get(each, ""), example=True) for each in topic.members]


def groups(topics: Topics, form: SplitForm, letters: Sequence[str], proposal: Proposal) -> list[Group]:
    """Lay out a division into meanings with these letters.

    What could not be compared stands with the first meaning, unless a person put it elsewhere.
    """
    made = []
    for letter, part in zip(letters, proposal.parts, strict=True):
        own = [
            Sorted(topics.passages[each.passage], letter, example=each.example, unsure=not each.sure) for each in part
        ]
        left = [each for each in proposal.unplaced if form.part.get(each, letters[0]) == letter]
        own += [Sorted(topics.passages[each], letter, unplaced=True) for each in left]
        made.append(Group(letter, form.names.get(letter, ""), tuple(own)))
    return made
