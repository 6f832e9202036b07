"""What a person changes in a timeline: other names, moments that are one, moments that are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from narratief.turning_points.model import Perspective, Place, Timeline, TurningPoint, Voice
from narratief.turning_points.timeline import timeline_of


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decisions on a timeline; they refer to moments by id, so they hold when interviews are added.

    Whoever makes one leaves out what was decided on another moment with the same id (`same_moment`).

    Attributes
    ----------
    rename
        Id → the name that a person gave.
    merge
        Groups of ids that are one moment; the first keeps its id and name.
    reject
        Ids that are no moment, or not one of this process.
    order
        Ids in the order in which they happened; moments not listed keep their place after the one before them.
    confirmed
        Ids of moments that a person stands behind, renamed and merged ones too; of these it is sure that residents mean
        the same.
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    merge: Sequence[Sequence[str]] = ()
    reject: frozenset[str] = frozenset()
    order: Sequence[str] = ()
    confirmed: frozenset[str] = frozenset()


def same_moment(found: Timeline, moment: str, seen: Collection[Place]) -> bool:
    """Tell whether what a person decided on a moment still is about the one that has its id now.

    Another moment of its kind can get the id when interviews are added: then nothing is told of it where the person saw
    it told, and it waits for a person's look as if it were new.

    Parameters
    ----------
    found
        What is found now, before any review.
    moment
        Its id; one that is not found is passed over by `reviewed`, so that it may hold.
    seen
        Where it was told when the person decided; empty when that was not kept.
    """
    now = found.by_id.get(moment)
    return now is None or not seen or not now.places.isdisjoint(seen)


def reviewed(timeline: Timeline, review: Review) -> Timeline:
    """Apply a review; ids that the timeline lacks are passed over.

    Merging may make a turning point of moments that too few residents mentioned.
    """
    moments = timeline.by_id
    place = {moment: at for at, moment in enumerate(moments)}
    for group in review.merge:
        known = [moments[each] for each in dict.fromkeys(group) if each in moments]
        if len(known) > 1:
            moments[known[0].id] = _merged(known)
            for other in known[1:]:
                del moments[other.id]
    kept = [
        replace(
            moment,
            label=review.rename.get(moment.id, moment.label),
            unsure=moment.unsure and moment.id not in review.confirmed,
            confirmed=moment.id in review.confirmed,
        )
        for moment in moments.values()
        if moment.id not in review.reject
    ]
    kept.sort(key=lambda moment: place[moment.id])
    ordered = _placed(kept, review.order)
    return timeline_of(timeline.project, timeline.residents, ordered)


def _merged(moments: Sequence[TurningPoint]) -> TurningPoint:
    """Join moments under the first one's id and name; a fragment that mentions both counts once."""
    voices: defaultdict[str, dict[str, Voice]] = defaultdict(dict)
    for moment in moments:
        for perspective in moment.perspectives:
            for voice in perspective.voices:
                voices[perspective.interview].setdefault(voice.quote.fragment, voice)
    perspectives = tuple(
        Perspective(interview, tuple(sorted(own.values(), key=lambda voice: voice.quote.start)))
        for interview, own in sorted(voices.items())
    )
    when = next((moment.when for moment in moments if moment.when), None)
    return replace(moments[0], perspectives=perspectives, when=when, unsure=False)


def _placed(moments: Sequence[TurningPoint], order: Sequence[str]) -> tuple[TurningPoint, ...]:
    """Put the listed moments in the given order, each followed by the unlisted ones that stand after it."""
    blocks: list[list[TurningPoint]] = [[]]
    for moment in moments:
        if moment.id in order:
            blocks.append([])
        blocks[-1].append(moment)
    head, listed = blocks[0], {block[0].id: block for block in blocks[1:]}
    return (*head, *(moment for each in dict.fromkeys(order) for moment in listed.get(each, ())))
