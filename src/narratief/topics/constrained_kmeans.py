"""Division of vectors into groups: how many the data says, what fits none left out, a person's groups kept.

Spherical k-means (rows are unit vectors), on a sample once there are many rows, so that time grows linearly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering, KMeans
from threadpoolctl import threadpool_limits

from narratief.domain.vectors import l2_normalize

Array = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NONE = -1
SMALLEST = 3
"""Rows that a group has at least."""
SAMPLE = 5_000
"""Rows that k-means runs on; more rows are given to the nearest centre (see docs/topics.md for why this many)."""
_COUNT_SAMPLE = 1_500
_REACH = 1.7
_CLOUDS = 2
_MERGE_SAMPLE = 2_500
_FARTHEST = 2.5
_LEAST_LIKE = 0.12
_FEWEST_MOST = 8
_CLEAR = 0.6
_JOIN = 0.4
_CHUNK = 20_000
_NEIGHBOURS = 5
_SAME = 0.1


@dataclass
class Grouping:
    """A cluster model for BERTopic: `fit` divides the rows.

    Parameters
    ----------
    uncovered
        Rows that no codebook theme covers. Groups of mostly such rows are joined more readily, so that a theme that the
        codebook lacks comes out as one group.
    blank
        Rows without content, which are in no group.
    kept
        Per row the number of the group that a person decided it is in; -1 where nobody did.
    joining
        Rows that may join a person's group when they are like it (rows that no run has seen before).
    counted
        Of how many rows the groups were counted last, and how many there were. A tenth more or fewer rows keep that
        number: one new interview must not turn a project's clusters about, and counting is what takes longest.

    Attributes
    ----------
    labels_
        Group per row, -1 for none; a person's groups keep their numbers, the others follow.
    counted
        After `fit`: as for the next run.
    """

    uncovered: Mask
    blank: Mask
    kept: Labels
    joining: Mask
    seed: int = 0
    counted: tuple[int, int] = (0, 0)
    labels_: Labels = field(init=False)

    def fit(self, vectors: Array, y: object = None) -> Grouping:
        """Divide the rows; they must come in an order that depends on their content alone."""
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        labels = self.kept.astype(np.int64).copy()
        first = int(labels.max(initial=NONE)) + 1
        free = (labels == NONE) & ~self.blank
        with threadpool_limits(1):  # sums in one order whatever the number of cores
            if not _as_many(int(free.sum()), self.counted[0]):
                self.counted = (int(free.sum()), how_many(rows[free], self.seed))
            found = divide(rows[free], self.uncovered[free], self.counted[1])
            labels[free] = np.where(found == NONE, NONE, found + first)
            if first:
                self._join(rows, labels, first, free & self.joining)
        self.labels_ = labels
        return self

    def _join(self, rows: Array, labels: Labels, first: int, candidates: Mask) -> None:
        """Let new rows go to a person's group that they are like.

        A row joins when it is as like its nearest rows in the group as three in four of the group's own rows are, and
        likest to that group of all rows that were there before. By nearest rows and not by the middle, because a person
        may have put unlike things together.
        """
        places = np.flatnonzero(candidates)
        if not len(places):
            return
        likeness = np.full((len(places), first), -1.0)
        for group in range(first):
            own = rows[self.kept == group][: SAMPLE // 2]
            if len(own) >= 2:
                least = np.quantile(_near(own, own, itself=True), 0.25)
                likeness[:, group] = _near(rows[places], own)
                likeness[likeness[:, group] < least, group] = -1.0
        others = rows[(self.kept == NONE) & ~candidates & (labels != NONE)]
        elsewhere = _near(rows[places], others[_spread(len(others), SAMPLE // 2)]) if len(others) else -1.0
        best = likeness.argmax(axis=1)
        highest = likeness.max(axis=1)
        joins = (highest > -1.0) & (highest >= elsewhere)
        labels[places[joins]] = best[joins]


def how_many(rows: Array, seed: int = 0) -> int:
    """Count the groups of unit vectors, on a sample once there are many; 0 for too few rows to divide."""
    if len(rows) < 2 * SMALLEST:
        return 0
    sample = rows[_spread(len(rows), SAMPLE)]
    return count_groups(sample[_spread(len(sample), _COUNT_SAMPLE)], seed)


def divide(rows: Array, uncovered: Mask, count: int | None = None) -> Labels:
    """Divide unit vectors into groups.

    Parameters
    ----------
    count
        How many groups to begin with; as `how_many` says when None.

    Returns
    -------
    array
        Group per row, from 0; -1 for rows that fit none.
    """
    if len(rows) < 2 * SMALLEST:
        return np.full(len(rows), 0 if len(rows) >= SMALLEST else NONE, dtype=np.int64)
    sample = rows[_spread(len(rows), SAMPLE)]
    count = how_many(rows) if count is None else count
    centres = _centres_by_merging(sample, count)
    labels = _nearest(rows, centres)
    if len(rows) > len(sample):
        for _ in range(3):
            centres = _centres(rows, labels, count)
            labels = _nearest(rows, centres)
    labels = _without_small(rows, labels)
    labels = _joined(rows, labels, uncovered)
    return _numbered(_without_outliers(rows, labels))


def count_groups(rows: Array, seed: int = 0) -> int:
    """Choose how many groups there are: the knee of the gap statistic (Tibshirani, Walther & Hastie 2001).

    The spread that remains within groups keeps falling with more groups, also where there are none. The gap is how much
    further its logarithm falls than in a structureless cloud of the same shape. It rises steeply up to the number of
    groups that really are there and slowly after it; the knee is where it is highest above the straight line between
    its ends (Satopää et al. 2011). Of a few interviews the curve is rough and may bend at two groups, which tells a
    researcher nothing; so two fifths of the square root of the number of rows is the least, up to eight, unless fewer
    groups explain most of the gap.
    """
    counts = _ladder(round(_REACH * math.sqrt(len(rows))))
    clouds = [_cloud(rows, seed + number) for number in range(_CLOUDS)]
    gaps = [
        np.mean([_spread_within(cloud, k, seed) for cloud in clouds]) - _spread_within(rows, k, seed) for k in counts
    ]
    height = np.maximum.accumulate(np.maximum(gaps, 0.0))
    if height[-1] <= 0:
        return counts[0]
    along = (np.array(counts) - counts[0]) / max(counts[-1] - counts[0], 1)
    above = height / height[-1] - along
    few = np.array(counts) < min(_FEWEST_MOST, math.sqrt(len(rows)) / 2.5)
    vague = height / height[-1] < _CLEAR
    return counts[int(np.argmax(np.where(few & vague, -1.0, above)))]


def _as_many(rows: int, counted: int) -> bool:
    """Tell whether there are about as many rows as were counted last."""
    return bool(counted) and abs(rows - counted) <= _SAME * counted


def _ladder(most: int) -> list[int]:
    """Give the numbers of groups that are tried."""
    steps = [2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40]
    return [count for count in steps if count <= most] or steps[:1]


def _cloud(rows: Array, seed: int) -> Array:
    """Make rows with the mean and covariance of the given ones, but without groups."""
    generator = np.random.default_rng(seed)
    middle = rows.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(rows.T))
    draws = generator.standard_normal(rows.shape) * np.sqrt(np.maximum(variances, 0))
    return l2_normalize(draws @ directions.T + middle).astype(np.float32)


def _spread_within(rows: Array, count: int, seed: int) -> float:
    """Give the logarithm of the mean squared distance to the centre of the nearest of so many groups."""
    return math.log(max(_kmeans(rows, count, seed, 2).inertia_ / len(rows), 1e-9))


def _kmeans(rows: Array, count: int, seed: int, restarts: int) -> KMeans:
    return KMeans(count, n_init=restarts, random_state=seed, algorithm="lloyd").fit(rows)


def _centres_by_merging(rows: Array, count: int) -> Array:
    """Give the centres of groups that come of merging the nearest again and again (Ward), then improved by k-means.

    From such a start k-means finds small groups that it passes over from a random one.
    """
    some = rows[_spread(len(rows), _MERGE_SAMPLE)]
    labels = AgglomerativeClustering(count, linkage="ward").fit_predict(some)
    start = _centres(some, labels.astype(np.int64), count)
    return l2_normalize(KMeans(count, init=start, n_init=1, algorithm="lloyd").fit(rows).cluster_centers_).astype(
        np.float32
    )


def _without_small(rows: Array, labels: Labels) -> Labels:
    """Give the rows of groups that are too small to the nearest other group."""
    sizes = np.bincount(labels)
    least = max(SMALLEST, min(8, round(math.sqrt(len(rows)) / 3)))
    if sizes.max() < least:
        return labels
    stay = np.flatnonzero(sizes >= least)
    centres = _centres(rows, labels, len(sizes))[stay]
    result = labels.copy()
    lost = np.isin(labels, stay, invert=True)
    result[lost] = stay[_nearest(rows[lost], centres)] if lost.any() else result[lost]
    return result


def _joined(rows: Array, labels: Labels, uncovered: Mask) -> Labels:
    """Join groups of mostly uncovered rows that are nearly as like each other as they are in themselves.

    K-means cuts what is loose and large; a theme that the codebook lacks must not come out in halves. The nearest pair
    goes first. Likeness is the mean over pairs of rows, so that a joined group that became vague joins no further.
    """
    result = labels.copy()
    groups = [group for group in np.unique(labels) if uncovered[labels == group].mean() > 0.5]
    means = {g: rows[result == g].mean(axis=0, dtype=np.float64) for g in groups}
    sizes = {g: int((result == g).sum()) for g in groups}
    while len(groups) > 1:
        inside = {g: (sizes[g] * means[g] @ means[g] - 1) / max(sizes[g] - 1, 1) for g in groups}
        pairs = [
            (float(means[one] @ means[other]) / max(min(inside[one], inside[other]), 1e-6), -one, -other)
            for place, one in enumerate(groups)
            for other in groups[place + 1 :]
        ]
        nearness, one, other = max(pairs)
        if nearness < _JOIN:
            break
        one, other = -one, -other
        result[result == other] = one
        total = sizes[one] + sizes[other]
        means[one] = (sizes[one] * means[one] + sizes[other] * means[other]) / total
        sizes[one] = total
        groups.remove(other)
    return result


def _without_outliers(rows: Array, labels: Labels) -> Labels:
    """Leave out rows that are much less like their group than its other rows are."""
    result = labels.copy()
    for group in np.unique(labels):
        places = np.flatnonzero(labels == group)
        own = rows[places] @ l2_normalize(rows[places].mean(axis=0))
        middle = float(np.median(own))
        spread = 1.4826 * float(np.median(np.abs(own - middle)))
        out = own < max(middle - _FARTHEST * spread, _LEAST_LIKE)
        if (~out).sum() >= SMALLEST:
            result[places[out]] = NONE
    return result


def _numbered(labels: Labels) -> Labels:
    """Number the groups 0, 1, 2 … in the order in which they first occur."""
    result = np.full(len(labels), NONE, dtype=np.int64)
    seen: dict[int, int] = {}
    for place, label in enumerate(labels):
        if label != NONE:
            result[place] = seen.setdefault(int(label), len(seen))
    return result


def _near(rows: Array, others: Array, itself: bool = False) -> npt.NDArray[np.floating]:
    """Give each row's mean likeness to its (at most five) nearest other rows; `itself` leaves the row itself out."""
    count = min(_NEIGHBOURS, len(others) - itself)
    parts = []
    for at in range(0, len(rows), 2_000):
        like = rows[at : at + 2_000] @ others.T
        if itself:
            np.fill_diagonal(like[:, at:], -1.0)
        parts.append(np.sort(like, axis=1)[:, -count:].mean(axis=1))
    return np.concatenate(parts)


def _nearest(rows: Array, centres: Array) -> Labels:
    """Give for each row the number of the centre that it is most like."""
    found = [(rows[at : at + _CHUNK] @ centres.T).argmax(axis=1) for at in range(0, len(rows), _CHUNK)]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def _centres(rows: Array, labels: Labels, count: int) -> Array:
    """Give the unit mean of each group's rows, summed in double precision; zero for a group without rows."""
    sums = [rows[labels == group].sum(axis=0, dtype=np.float64) for group in range(count)]
    return l2_normalize(np.array(sums)).astype(np.float32)


def _spread(size: int, most: int) -> Labels:
    """Give at most so many places, evenly spread."""
    return np.arange(size) if size <= most else np.arange(most) * size // most
