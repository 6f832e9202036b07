"""What a run finds: clusters of passages, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narratief.domain.trust import SHARES_FROM
from narratief.topics.constraints import Status
from narratief.topics.passage import Passage


@dataclass(frozen=True, slots=True)
class NearTheme:
    """A codebook theme near a cluster.

    Attributes
    ----------
    share
        Share of the cluster's fragments that were given this theme, 0..1.
    nearness
        Cosine of the cluster and the theme's definition, each less the mean of its kind; -1..1.
    """

    theme: str
    label: str
    share: float
    nearness: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A cluster.

    Attributes
    ----------
    id
        Stays the same over runs.
    label
        The name that a person gave, else keywords.
    keywords
        Words that set it apart, strongest first.
    members
        Ids of its passages, most typical first.
    quotes
        Ids of the passages that represent it: the most typical of every resident before anyone's second.
    residents
        Number of residents that tell it.
    projects
        Names of the projects that it occurs in.
    near
        Nearest codebook themes, nearest first.
    new
        True when no codebook theme covers it.
    named
        True when a person gave the label.
    status
        None when no person decided about it.
    theme
        Codebook theme that a person promoted it to; empty when not.
    valence
        Number of fragments with a theme that goes well (``positive``), that can be better (``negative``), and
        without a theme (``none``); one with both counts for both.
    themes
        Number of fragments per codebook theme.
    phases
        Number of fragments per phase, in the order of the phases; empty when no phase is known.
    """

    id: str
    label: str
    keywords: tuple[str, ...]
    members: tuple[str, ...]
    quotes: tuple[str, ...]
    residents: int
    projects: tuple[str, ...]
    near: tuple[NearTheme, ...]
    new: bool
    named: bool = False
    status: Status | None = None
    theme: str = ""
    valence: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    phases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two groups of clusters that would go together next, seen from the finest division.

    Attributes
    ----------
    left, right
        Ids of the clusters on either side.
    distance
        How far apart they are: the lower, the sooner they would merge.
    label
        Keywords of the two together.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    distance: float
    label: str


@dataclass(frozen=True, slots=True)
class Topics:
    """Everything that a run found.

    Attributes
    ----------
    passages
        All that was clustered, by id.
    topics
        Clusters, the one told by most residents first; rejected ones last.
    left_out
        Ids of passages that fit no cluster, or that a person took out.
    merges
        The hierarchy, nearest pair first.
    points
        Place of passages on the map, by id; of a very large collection only a sample.
    phases
        Labels of the phases that occur, in order.
    """

    passages: Mapping[str, Passage]
    topics: tuple[Topic, ...]
    left_out: tuple[str, ...]
    merges: tuple[Merge, ...] = ()
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    phases: tuple[str, ...] = ()

    @property
    def shares(self) -> bool:
        """Whether enough residents tell of it to speak of percentages."""
        return len({passage.resident for passage in self.passages.values()}) >= SHARES_FROM

    @property
    def shown(self) -> tuple[Topic, ...]:
        """The clusters that count as findings: all but the rejected ones."""
        return tuple(topic for topic in self.topics if topic.status != "rejected")

    @property
    def rejected(self) -> tuple[Topic, ...]:
        """The clusters that a person rejected."""
        return tuple(topic for topic in self.topics if topic.status == "rejected")

    def topic_of(self) -> dict[str, Topic]:
        """Cluster of each passage, by id; those that are left out, or in a rejected cluster, are not in it."""
        return {member: topic for topic in self.shown for member in topic.members}

    def topic(self, topic_id: str) -> Topic:
        """Look up a cluster.

        Raises
        ------
        KeyError
            When there is none with this id.
        """
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)


def most_told_first(topic: Topic) -> tuple[bool, int, int, str]:
    """Key that puts the clusters told by most residents first, and rejected ones last."""
    return topic.status == "rejected", -topic.residents, -len(topic.members), topic.id
