"""From passages and their embeddings to topics: the whole of what a run does, without reading or writing anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from narratief.domain.codebook import Codebook
from narratief.domain.vectors import Array, Labels, l2_normalize
from narratief.topics.constrained_kmeans import ConstrainedKMeans
from narratief.topics.constraints import Constraints
from narratief.topics.describe import Describer
from narratief.topics.engine import RankedWords, fit_bertopic, ranked_words
from narratief.topics.identity import keep_ids
from narratief.topics.layout import extend_layout, lay_out, layout_stays
from narratief.topics.material import Material
from narratief.topics.relations import merges_of
from narratief.topics.run_history import EarlierTopic, RunHistory
from narratief.topics.space import Space
from narratief.topics.spherical_kmeans import OUTLIER
from narratief.topics.topic import Topics

MAPPED = 5_000
"""Passages that the map shows; of more passages a sample, which stays the same when some are added. Chosen, not
measured: more dots hide each other."""
SHORTEST = 5
"""Words of a passage that can be in a cluster; "Ja, dat klopt" tells nothing by itself. Chosen, not measured."""
_DECIMALS = 4  # of a place on the map: a tenth of a pixel

Points = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run gives.

    Attributes
    ----------
    topics
        The clusters.
    history
        What the next run must know of this one and all before.
    """

    topics: Topics
    history: RunHistory


def discover(
    material: Material,
    codebook: Codebook,
    space: Space,
    constraints: Constraints | None = None,
    history: RunHistory | None = None,
    phases: Sequence[str] = (),
    seed: int = 0,
) -> Discovery:
    """Find topics.

    Parameters
    ----------
    material
        What is clustered.
    codebook
        Tells which clusters are new: those that none of its themes covers.
    space
        The space to cluster in.
    constraints
        What people decided; these clusters stay as they are, and only passages that no run has seen may join them.
    history
        Earlier runs, for ids that stay the same.
    phases
        Labels of all phases in order, when known.
    seed
        The same material and seed give the same topics.
    """
    run = _Run(material.ordered(), codebook, constraints or Constraints(), history or RunHistory(), tuple(phases), seed)
    passages = run.material.passages
    sureness = np.array([max(passage.themes.values(), default=0.0) for passage in passages], dtype=np.float32)
    rows = space.rows(run.material.embeddings, sureness)
    if not len(rows):
        return run.outcome(rows, np.zeros(0, dtype=np.int64), [], run.history.counted)
    clusters = run.cluster_model()
    model = fit_bertopic(run.material.words.lemmas, rows, clusters)
    ranked, numbers = ranked_words(model), clusters.labels_
    firsts = (np.flatnonzero(numbers == n)[0] for n in range(int(numbers.max()) + 1))
    return run.outcome(rows, numbers, [ranked[model.topics_[first]] for first in firsts], clusters.counted_)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over passages in order: what holds for each of its steps."""

    material: Material
    codebook: Codebook
    constraints: Constraints
    history: RunHistory
    phases: tuple[str, ...]
    seed: int

    def pinned_ids(self) -> list[str]:
        """Ids of clusters that a person decided about and that still have passages."""
        here = {passage.id for passage in self.material.passages}
        return [topic for topic, pinned in self.constraints.pinned.items() if pinned.members & here]

    def cluster_model(self) -> ConstrainedKMeans:
        """Make the cluster model, with what is known of each passage."""
        passages, seen = self.material.passages, self.history.seen
        pinned, excluded = self.constraints.pinned, self.constraints.excluded
        number = {member: n for n, topic in enumerate(self.pinned_ids()) for member in pinned[topic].members}
        before = {old.id: old.members for old in self.history.topics}
        were_in: set[str] = set().union(*(before.get(topic, frozenset()) for topic in self.pinned_ids()))
        return ConstrainedKMeans(
            uncovered=np.array([not passage.themes for passage in passages], dtype=bool),
            blank=np.array([p.id in excluded or len(p.text.split()) < SHORTEST for p in passages], dtype=bool),
            pinned=np.array([number.get(passage.id, OUTLIER) for passage in passages], dtype=np.int64),
            joining=np.array([p.id not in seen or p.id in were_in for p in passages], dtype=bool),
            random_state=self.seed,
            counted=self.history.counted,
        )

    def outcome(
        self, rows: Array, numbers: Labels, ranked: Sequence[RankedWords], counted: tuple[int, int]
    ) -> Discovery:
        """Name, order and describe the clusters.

        Parameters
        ----------
        rows
            The space that was clustered in (n x d).
        numbers
            Cluster per passage, those of pinned clusters first; -1 for none.
        ranked
            Per cluster its words, strongest first.
        counted
            As `RunHistory.counted`, for the next run.
        """
        passages, embeddings = self.material.passages, self.material.embeddings
        groups = [np.flatnonzero(numbers == n) for n in range(len(ranked))]
        centroids = (
            l2_normalize(np.stack([embeddings[group].mean(axis=0) for group in groups]))
            if groups
            else np.zeros((0, 1), dtype=np.float32)
        )
        members = [frozenset(passages[int(i)].id for i in group) for group in groups]
        ids = self._ids(members, centroids)
        describer = Describer(self.material, self.codebook, self.constraints.pinned, self.phases)
        topics = describer.topics(ranked, groups, ids, rows) if groups else []
        points, whole_map = self._points([p.id for p in passages[:MAPPED]], rows[:MAPPED], numbers[:MAPPED])
        row_of = {topic: row for row, topic in enumerate(ids)}
        found = Topics(
            passages={passage.id: passage for passage in passages},
            topics=tuple(topics),
            left_out=tuple(passages[int(i)].id for i in np.flatnonzero(numbers == OUTLIER)),
            merges=merges_of([topic for topic in topics if topic.status != "rejected"], rows, groups, row_of),
            points=points,
            phases=tuple(phase for phase in self.phases if any(p.phase == phase for p in passages)),
        )
        topics_now = [EarlierTopic(i, m, c.astype(np.float32)) for i, m, c in zip(ids, members, centroids, strict=True)]
        seen = frozenset(passage.id for passage in passages)
        return Discovery(found, RunHistory((*topics_now, *self._gone(ids)), seen, whole_map, counted))

    def _ids(self, members: Sequence[frozenset[str]], centroids: Array) -> list[str]:
        """Ids of clusters: those of pinned clusters, then as `keep_ids` recognises the others."""
        pinned = self.pinned_ids()
        taken = {*self.constraints.pinned, *self.constraints.merged_away}
        everyone = {passage.id for passage in self.material.passages}
        others = keep_ids(
            members[len(pinned) :], centroids[len(pinned) :], self.history.topics, self.history.seen, everyone, taken
        )
        return pinned + others

    def _points(self, ids: list[str], rows: Array, labels: Labels) -> tuple[Points, Points]:
        """Lay the map out: its places, and those of the last map that was laid out as a whole."""
        if not ids:
            return {}, {}
        earlier = np.array([self.history.points.get(one, (np.nan, np.nan)) for one in ids], dtype=np.float64)
        kept = layout_stays(earlier)
        spots = extend_layout(rows, labels, earlier) if kept else lay_out(rows, labels, self.seed)
        points = {
            one: (round(float(x), _DECIMALS), round(float(y), _DECIMALS))
            for one, (x, y) in zip(ids, spots, strict=True)
        }
        return points, self.history.points if kept else points

    def _gone(self, ids: Sequence[str]) -> list[EarlierTopic]:
        """Clusters of earlier runs that are not there now, but may come back."""
        now = {*ids, *self.constraints.merged_away}
        return [replace(old, present=False) for old in self.history.topics if old.id not in now]
