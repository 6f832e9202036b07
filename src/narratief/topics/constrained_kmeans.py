"""The cluster model that BERTopic gets: k-means that keeps the clusters a person decided about.

In the literature's words: seeded clustering with constraints (Basu, Banerjee & Mooney 2002, "Semi-supervised Clustering
by Seeding"), the seeds being fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import threadpool_limits

from narratief.domain.vectors import Array, Labels, Mask
from narratief.topics.centroids import evenly_spread
from narratief.topics.n_clusters import SAMPLE, estimate_n_clusters
from narratief.topics.spherical_kmeans import OUTLIER, spherical_kmeans

_NEIGHBOURS = 5
"""Nearest rows by whose likeness a new row joins a person's cluster. Chosen, not measured: one may be a coincidence,
and a person's cluster often has no more than a handful of kinds of story."""
_TYPICAL = 0.25
"""A new row joins when it is as near as all but this share of the cluster's own rows are. Chosen, not measured."""
_SAME = 0.1
"""Share by which the number of rows may change before clusters are counted anew; docs/performance.md has what it saves
(one interview added to a hundred)."""
_BLOCK = 2_000  # rows whose likeness is computed at a time: bounds the memory, changes nothing that comes out


@dataclass
class ConstrainedKMeans:
    """A cluster model as scikit-learn and BERTopic know them: `fit` sets `labels_`.

    Parameters
    ----------
    uncovered
        Rows that no codebook theme covers; see `spherical_kmeans`.
    blank
        Rows without content, which are in no cluster.
    pinned
        Per row the number of the cluster that a person decided it is in; -1 where nobody did.
    joining
        Rows that may join a person's cluster when they are like it (rows that no run has seen before).
    random_state
        Seed.
    counted
        Number of rows over which the number of clusters was last estimated, and that number. A tenth more or fewer rows
        keep it: one new interview must not turn a project's clusters about, and counting is what takes longest.

    Attributes
    ----------
    labels_
        Cluster per row, -1 for none; a person's clusters keep their numbers, the others follow.
    counted_
        `counted` for the next run.
    """

    uncovered: Mask
    blank: Mask
    pinned: Labels
    joining: Mask
    random_state: int = 0
    counted: tuple[int, int] = (0, 0)
    labels_: Labels = field(init=False)
    counted_: tuple[int, int] = field(init=False)

    def fit(self, vectors: Array, y: object = None) -> ConstrainedKMeans:
        """Cluster rows (n x d, unit length); they must come in an order that depends on their content alone."""
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        labels = self.pinned.astype(np.int64).copy()
        first = int(labels.max(initial=OUTLIER)) + 1
        free = (labels == OUTLIER) & ~self.blank
        with threadpool_limits(1):  # sums in one order whatever the number of cores
            size = int(free.sum())
            self.counted_ = self.counted
            if not _as_many(size, self.counted[0]):
                self.counted_ = (size, estimate_n_clusters(rows[free], self.random_state))
            found = spherical_kmeans(rows[free], self.uncovered[free], self.counted_[1])
            labels[free] = np.where(found == OUTLIER, OUTLIER, found + first)
            if first:
                self._join(rows, labels, first, free & self.joining)
        self.labels_ = labels
        return self

    def _join(self, rows: Array, labels: Labels, first: int, candidates: Mask) -> None:
        """Let new rows go to a person's cluster that they are like; changes `labels`.

        A row joins when it is as like its nearest rows in the cluster as three in four of the cluster's own rows are,
        and likest to that cluster of all rows that were there before. By nearest rows and not by the centroid, because
        a person may have put unlike things together.
        """
        places = np.flatnonzero(candidates)
        if not len(places):
            return
        likeness = np.full((len(places), first), -1.0)
        for cluster in range(first):
            own = rows[self.pinned == cluster][: SAMPLE // 2]
            if len(own) >= 2:
                least = np.quantile(_mean_of_nearest(own, own, itself=True), _TYPICAL)
                likeness[:, cluster] = _mean_of_nearest(rows[places], own)
                likeness[likeness[:, cluster] < least, cluster] = -1.0
        others = rows[(self.pinned == OUTLIER) & ~candidates & (labels != OUTLIER)]
        others = others[evenly_spread(len(others), SAMPLE // 2)]
        elsewhere = _mean_of_nearest(rows[places], others) if len(others) else -1.0
        best, highest = likeness.argmax(axis=1), likeness.max(axis=1)
        joins = (highest > -1.0) & (highest >= elsewhere)
        labels[places[joins]] = best[joins]


def _as_many(rows: int, counted: int) -> bool:
    """Whether there are about as many rows as when clusters were last counted."""
    return bool(counted) and abs(rows - counted) <= _SAME * counted


def _mean_of_nearest(rows: Array, others: Array, *, itself: bool = False) -> Array:
    """Mean cosine of each row with its (at most five) nearest other rows; `itself` leaves the row itself out."""
    count = min(_NEIGHBOURS, len(others) - itself)
    parts = []
    for at in range(0, len(rows), _BLOCK):
        cosines = rows[at : at + _BLOCK] @ others.T
        if itself:
            np.fill_diagonal(cosines[:, at:], -1.0)
        parts.append(np.sort(cosines, axis=1)[:, -count:].mean(axis=1))
    return np.concatenate(parts)
