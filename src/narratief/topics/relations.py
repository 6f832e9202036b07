"""How clusters hang together: which would merge next, how they change over phases, and what they occur with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from narratief.domain.vectors import Array, Labels, l2_normalize
from narratief.topics.topic import Merge, Topic, Topics

_WORDS = 4  # keywords that name two clusters together; one more than name a single one


def merges_of(
    topics: Sequence[Topic],
    rows: Array,
    groups: Sequence[Labels],
    row_of: Mapping[str, int],
) -> tuple[Merge, ...]:
    """Work out which clusters would merge next, then next, until one is left (average linkage of cosine distance).

    Parameters
    ----------
    topics
        The clusters that take part.
    rows
        The space that was clustered in (n x d).
    groups
        Per cluster the places of its rows.
    row_of
        Per cluster id its place in `groups`.
    """
    from scipy.cluster.hierarchy import linkage  # a third of a second, which clusters that are kept do without

    if len(topics) < 2:
        return ()
    centroids = l2_normalize(np.stack([rows[groups[row_of[topic.id]]].mean(axis=0) for topic in topics]))
    sides: list[tuple[str, ...]] = [(topic.id,) for topic in topics]
    words = {topic.id: topic.keywords for topic in topics}
    sizes = {topic.id: len(topic.members) for topic in topics}
    merges = []
    for left, right, distance, _ in linkage(centroids.astype(np.float64), "average", metric="cosine"):
        one, other = sides[int(left)], sides[int(right)]
        sides.append((*one, *other))
        merges.append(Merge(one, other, round(float(distance), 4), _words_of(sides[-1], words, sizes)))
    return tuple(merges)


def _words_of(side: Sequence[str], words: Mapping[str, tuple[str, ...]], sizes: Mapping[str, int]) -> str:
    """Take the strongest word of each cluster in turn, the largest cluster first."""
    chosen: list[str] = []
    for place in range(_WORDS):
        for topic in sorted(side, key=lambda t: (-sizes[t], t)):
            if place < len(words[topic]) and words[topic][place] not in chosen:
                chosen.append(words[topic][place])
    return ", ".join(chosen[:_WORDS])


def phase_shares(found: Topics) -> dict[str, dict[str, float]]:
    """Per cluster its share of each phase's clustered fragments, so that phases of unequal length compare."""
    totals = {phase: sum(topic.phases.get(phase, 0) for topic in found.shown) for phase in found.phases}
    return {
        topic.id: {phase: topic.phases.get(phase, 0) / max(totals[phase], 1) for phase in found.phases}
        for topic in found.shown
    }
