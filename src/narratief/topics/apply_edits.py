"""The clusters of a run as people left them since: edits count at once, before the next run holds on to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from narratief.topics.constraints import PinnedTopic, constraints_from
from narratief.topics.coverage import is_covered, theme_counts
from narratief.topics.edits import TopicEdit
from narratief.topics.passage import Passage
from narratief.topics.quotes import quotes_of
from narratief.topics.topic import Topic, Topics, most_told_first


def apply_edits(found: Topics, edits: Sequence[TopicEdit]) -> Topics:
    """Apply what people decided to the clusters of a run, as the next run will."""
    state = constraints_from(edits)
    pinned_in = {member: key for key, pinned in state.pinned.items() for member in pinned.members}
    known = {topic.id: topic for topic in found.topics}
    topics = []
    for key in [*known, *(key for key in state.pinned if key not in known)]:
        if key in state.merged_away:
            continue
        pinned, base = state.pinned.get(key), known.get(key)
        members = [
            member
            for member in (base.members if base else ())
            if pinned_in.get(member, key) == key and member not in state.excluded
        ]
        members += sorted((pinned.members if pinned else frozenset()) - set(members))
        members = [member for member in members if member in found.passages]
        if not members and pinned is None:
            continue
        topic = with_members(base or _unknown(key, members, known.values()), members, found.passages)
        topics.append(_as_decided(topic, pinned) if pinned else topic)
    inside = {member for topic in topics for member in topic.members}
    left = tuple(passage for passage in found.passages if passage not in inside)
    here = {topic.id for topic in topics}
    merges = tuple(merge for merge in found.merges if {*merge.left, *merge.right} <= here)
    return replace(found, topics=tuple(sorted(topics, key=most_told_first)), left_out=left, merges=merges)


def with_members(topic: Topic, members: Sequence[str], passages: Mapping[str, Passage]) -> Topic:
    """Put these members in a cluster and work its counts and quotes out anew.

    A title that none of them says (any more: it may be off the record by now) is gone.
    """
    own = [passages[member] for member in members]
    bare = bool(own) and not is_covered(own)
    said = topic.title.casefold()
    title = topic.title if any(said in passage.words.casefold() for passage in own) else ""
    return replace(
        topic,
        members=tuple(members),
        quotes=quotes_of(own),
        residents=len({passage.resident for passage in own}),
        projects=tuple(sorted({passage.project for passage in own})),
        label=topic.own_name if topic.title and not title else topic.label,
        title=title,
        new=bare and topic.about_process,
        off_topic=bare and not topic.about_process and not topic.theme,
        themes=theme_counts(own),
    )


def _unknown(key: str, members: Sequence[str], known: Collection[Topic]) -> Topic:
    """A cluster that the run did not find, before it gets its members and name; it is about what they were about."""
    own = set(members)
    base = max(known, key=lambda topic: len(own & set(topic.members)), default=None)
    return Topic(key, key, (), (), (), 0, (), (), new=False, about_process=base is None or base.about_process)


def _as_decided(topic: Topic, pinned: PinnedTopic) -> Topic:
    """A cluster with the status, theme and name that a person gave it."""
    decided = replace(topic, status=pinned.status, theme=pinned.theme, new=topic.new and not pinned.theme)
    decided = replace(decided, off_topic=decided.off_topic and not pinned.theme)
    return replace(decided, label=pinned.label, named=True) if pinned.label else decided
