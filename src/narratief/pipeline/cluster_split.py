"""A cluster divided by examples that a person picks, before anything is saved.

The likeness of fragments is that of the embeddings that are kept with each coding, so that no network is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.domain.spans import Span, overlap
from narratief.domain.vectors import Array
from narratief.store.coding.runs import Embedded, embedded_fragments
from narratief.store.review.project_state import project_state
from narratief.topics.split_by_examples import divide
from narratief.topics.topic import Topic

LEAST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A fragment in a part.

    Attributes
    ----------
    passage
        Id of the fragment.
    example
        Whether a person put it there.
    sure
        Whether it is among the half of the divided fragments of which the computer is surest.
    """

    passage: str
    example: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a cluster would be divided.

    Attributes
    ----------
    parts
        Per part its fragments: the examples, then the others, the least sure first.
    unplaced
        Ids of fragments of which no embedding is kept: they stay with the first part.
    """

    parts: tuple[tuple[Placed, ...], ...]
    unplaced: tuple[str, ...]


def propose_split(session: Session, project_id: int, topic: Topic, examples: Sequence[Sequence[str]]) -> Proposal:
    """Divide a cluster's fragments by likeness to examples of each part; nothing is saved.

    Parameters
    ----------
    topic
        As people left it.
    examples
        Per part the ids of fragments of the cluster that a person put there.

    Raises
    ------
    Refusal
        When there are fewer than two parts with an example, an example is in two or is not of the cluster, or the
        embeddings of the examples were not kept.
    """
    given = [tuple(dict.fromkeys(part)) for part in examples]
    named = [passage for part in given for passage in part]
    if len(given) < LEAST_PARTS or not all(given):
        raise Refusal("Splitsen vraagt voorbeelden van twee betekenissen.", "Kies bij elke betekenis een fragment.")
    if len(named) > len(set(named)):
        raise Refusal("Een fragment kan maar bij één betekenis horen.")
    if set(named) - set(topic.members):
        raise Refusal("Dit fragment zit niet (meer) in het cluster.", "Laad de pagina opnieuw.")
    known = _embeddings(session, project_id, topic.members)
    if not known.keys() >= set(named):
        raise Refusal(
            "Van deze voorbeelden is niet bewaard waar ze op lijken: ze zijn met een oudere versie verwerkt.",
            "Verwerk de gesprekken opnieuw, of kies andere voorbeelden.",
        )
    ids = [member for member in topic.members if member in known]
    place = {member: number for number, member in enumerate(ids)}
    found = divide(np.stack([known[member] for member in ids]), [[place[each] for each in part] for part in given])
    free = [number for member, number in place.items() if member not in set(named)]
    middle = float(np.median(found.margins[free])) if free else 0.0
    parts = []
    for part, own in enumerate(given):
        others = sorted(
            (number for number in free if found.parts[number] == part), key=lambda number: float(found.margins[number])
        )
        placed = [Placed(ids[number], example=False, sure=bool(found.margins[number] >= middle)) for number in others]
        parts.append((*(Placed(passage, example=True, sure=True) for passage in own), *placed))
    return Proposal(tuple(parts), tuple(member for member in topic.members if member not in known))


def _embeddings(session: Session, project_id: int, passages: Iterable[str]) -> dict[str, Array]:
    """Find the embedding of each fragment; a person's own selection has that of the fragment it shares most with."""
    wanted = set(passages)
    spans: dict[str, tuple[int, Span]] = {
        fragment.id: (number, (fragment.start, fragment.end))
        for number, state in project_state(session, project_id).interviews.items()
        for fragment in state.marked_fragments
        if fragment.id in wanted
    }
    kept = embedded_fragments(session, project_id)
    found: dict[str, Array] = {}
    for passage, (number, span) in spans.items():
        own = kept.get(number)
        at = _nearest(own, span) if own is not None else None
        if own is not None and at is not None:
            found[passage] = own.embeddings[at]
    return found


def _nearest(own: Embedded, span: Span) -> int | None:
    """Number of the fragment that shares most characters with a span; None when none shares any."""
    best = max(range(len(own.spans)), key=lambda number: _likeness(own.spans[number], span), default=None)
    return best if best is not None and overlap(own.spans[best], span) else None


def _likeness(one: Span, other: Span) -> float:
    """Share of the characters of either span that both have, 0..1."""
    return overlap(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))
