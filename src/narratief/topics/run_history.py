"""What a run knows of earlier runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narratief.domain.vectors import Array


@dataclass(frozen=True, slots=True)
class EarlierTopic:
    """A cluster of an earlier run.

    Attributes
    ----------
    id
        Its id, which a cluster that continues it keeps.
    members
        Ids of its fragments.
    centroid
        Mean of its fragments' embeddings, unit length.
    present
        False when the last run did not have it any more.
    """

    id: str
    members: frozenset[str]
    centroid: Array
    present: bool = True


@dataclass(frozen=True, slots=True)
class RunHistory:
    """What is known of earlier runs.

    Attributes
    ----------
    topics
        All clusters that ever were.
    seen
        All passages of the last run.
    points
        Per passage its place on the map that was last laid out as a whole: that map stays for as long as most passages
        are on it.
    counted
        Number of rows over which the number of clusters was last estimated, and that number; see `ConstrainedKMeans`.
    """

    topics: tuple[EarlierTopic, ...] = ()
    seen: frozenset[str] = frozenset()
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    counted: tuple[int, int] = (0, 0)
