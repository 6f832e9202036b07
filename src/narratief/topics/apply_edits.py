"""The clusters of a run as people left them since: acts count at once, before the next run holds on to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from narratief.topics.coverage import is_covered, theme_counts
from narratief.topics.decisions import Event, steering
from narratief.topics.passage import Passage
from narratief.topics.quotes import quotes_of
from narratief.topics.topic import Topic, Topics


def applied(found: Topics, events: Sequence[Event]) -> Topics:
    """Apply what people decided to the clusters of a run, as the next run will."""
    state = steering(events)
    taken = {member: key for key, held in state.held.items() for member in held.members}
    known = {topic.id: topic for topic in found.topics}
    topics = []
    for key in [*known, *(key for key in state.held if key not in known)]:
        if key in state.gone:
            continue
        held = state.held.get(key)
        base = known.get(key)
        members = [m for m in (base.members if base else ()) if taken.get(m, key) == key and m not in state.loose]
        members += sorted((held.members if held else frozenset()) - set(members))
        members = [member for member in members if member in found.passages]
        if not members and held is None:
            continue
        topic = base or Topic(key, key, (), (), (), 0, (), (), new=False)
        topic = refreshed(topic, members, found.passages)
        if held:
            named = {"label": held.label, "named": True} if held.label else {}
            topic = replace(topic, status=held.status, theme=held.theme, new=topic.new and not held.theme, **named)
        topics.append(topic)
    inside = {member for topic in topics for member in topic.members}
    left = tuple(passage for passage in found.passages if passage not in inside)
    ordered = sorted(
        topics, key=lambda topic: (topic.status == "rejected", -topic.residents, -len(topic.members), topic.id)
    )
    here = {topic.id for topic in ordered}
    merges = tuple(merge for merge in found.merges if {*merge.left, *merge.right} <= here)
    return replace(found, topics=tuple(ordered), left_out=left, merges=merges)


def refreshed(topic: Topic, members: Sequence[str], passages: Mapping[str, Passage]) -> Topic:
    """Give a cluster with these members, its counts worked out anew."""
    own = [passages[member] for member in members]
    return replace(
        topic,
        members=tuple(members),
        quotes=quotes_of(own),
        residents=len({passage.resident for passage in own}),
        projects=tuple(sorted({passage.project for passage in own})),
        new=bool(own) and not is_covered(own),
        themes=theme_counts(own),
    )
