"""What a run finds: clusters of passages, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narratief.domain.trust import SHARES_FROM
from narratief.topics.constraints import Status
from narratief.topics.labels import keyword_label
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
        The name that a person gave, else its title, else keywords.
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
        True when it tells of the process and no codebook theme covers it.
    named
        True when a person gave the label.
    title
        A clause of a resident that says what it is about, first letter in upper case; empty when none does.
    about_process
        Whether it tells of the process of participation, as far as that is known.
    off_topic
        True when it does not, and no codebook theme covers it: talk of the plan, the neighbourhood, or of nothing much.
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
    title: str = ""
    about_process: bool = True
    off_topic: bool = False
    status: Status | None = None
    theme: str = ""
    valence: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    phases: Mapping[str, int] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The label as readers see it: words of a resident stand in quotation marks."""
        return f"“{self.label}”" if self.title and not self.named else self.label

    @property
    def own_name(self) -> str:
        """A name that repeats no resident's words: what a person gave, else keywords. It may stand in what is kept."""
        return self.label if self.named or not self.title else keyword_label(self.keywords)


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
        Clusters, the one told by most residents first; those off topic after the others, rejected ones last.
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
    def findings(self) -> tuple[Topic, ...]:
        """The clusters that are shown first: those on the process, or with a theme."""
        return tuple(topic for topic in self.shown if not topic.off_topic)

    @property
    def off_topic(self) -> tuple[Topic, ...]:
        """The clusters that are shown after the others, under a heading of their own."""
        return tuple(topic for topic in self.shown if topic.off_topic)

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


def most_told_first(topic: Topic) -> tuple[bool, bool, int, int, str]:
    """Key that puts the clusters told by most residents first, those off topic after them, and rejected ones last."""
    return topic.status == "rejected", topic.off_topic, -topic.residents, -len(topic.members), topic.id
