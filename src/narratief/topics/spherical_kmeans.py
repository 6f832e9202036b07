"""Spherical k-means for stories: from Ward's merging, without small clusters and outliers, new themes kept whole.

Rows are unit vectors. Above 5,000 rows it runs on a sample, so that time grows linearly.
"""

from __future__ import annotations

import math

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans

from narratief.domain.vectors import Array, Labels, Mask, l2_normalize
from narratief.topics.centroids import centroids, evenly_spread, nearest_centroid
from narratief.topics.n_clusters import MIN_CLUSTER_SIZE, SAMPLE, estimate_n_clusters

OUTLIER = -1
"""Label of a row that is in no cluster; the number is BERTopic's and scikit-learn's."""
_MERGE_SAMPLE = 2_500
"""Rows that Ward's merging sees; its time and memory grow by the square (docs/topics.md, "Size")."""
_ROUNDS = 3
"""Times that all rows go to their nearest centroid when k-means saw a sample of them. Chosen, not measured."""
_SMALL_OF_ROOT, _SMALL_UP_TO = 3, 8
"""A cluster has at least a third of the square root of the rows, up to eight of them. Chosen, not measured: what
counts as small grows with the collection, but eight like stories are a finding in any."""
_MOSTLY = 0.5  # share of its rows without a theme from which a cluster is a candidate for joining: the most of them
_JOINED_FROM = 0.4
"""Mean cosine between two clusters, over that within the looser of them, from which they are one. Chosen while the
planted themes were looked at (docs/topics.md), not measured by itself."""
_OUTLIER_MADS = 2.5
"""Median absolute deviations, scaled to a standard deviation, below the median from which a row is an outlier: the
moderate bound of Leys et al. (2013), "Detecting outliers"."""
_MAD_TO_DEVIATION = 1.4826  # turns a median absolute deviation into a standard deviation, of normal data
_LEAST_COSINE = 0.12
"""Cosine with its centroid below which a row is an outlier, however loose the cluster. Chosen, not measured."""


def spherical_kmeans(rows: Array, uncovered: Mask, n_clusters: int | None = None, sample_size: int = SAMPLE) -> Labels:
    """Cluster unit rows.

    Parameters
    ----------
    rows
        Unit vectors (n x d), in an order that depends on their content alone.
    uncovered
        Rows that no codebook theme covers. Clusters of mostly such rows are joined more readily, so that a theme that
        the codebook lacks comes out as one cluster.
    n_clusters
        How many clusters to begin with; as `estimate_n_clusters` says when None.
    sample_size
        Rows that k-means runs on.

    Returns
    -------
    array
        Cluster per row, from 0; -1 for outliers.
    """
    if len(rows) < 2 * MIN_CLUSTER_SIZE:
        return np.full(len(rows), 0 if len(rows) >= MIN_CLUSTER_SIZE else OUTLIER, dtype=np.int64)
    sample = rows[evenly_spread(len(rows), sample_size)]
    count = estimate_n_clusters(rows, sample_size=sample_size) if n_clusters is None else n_clusters
    centers = _fitted_centroids(sample, count)
    labels = nearest_centroid(rows, centers)
    if len(rows) > len(sample):
        for _ in range(_ROUNDS):
            centers = centroids(rows, labels, count)
            labels = nearest_centroid(rows, centers)
    labels = _without_small(rows, labels)
    labels = _joined(rows, labels, uncovered)
    return _renumbered(_without_outliers(rows, labels))


def _fitted_centroids(rows: Array, n_clusters: int) -> Array:
    """Merge the nearest clusters again and again (Ward), and improve the centroids by k-means (n_clusters x d).

    From such a start k-means finds small clusters that it passes over from a random one.
    """
    some = rows[evenly_spread(len(rows), _MERGE_SAMPLE)]
    labels = AgglomerativeClustering(n_clusters, linkage="ward").fit_predict(some)
    start = centroids(some, labels.astype(np.int64), n_clusters)
    fitted = KMeans(n_clusters, init=start, n_init=1, algorithm="lloyd").fit(rows)
    return l2_normalize(fitted.cluster_centers_).astype(np.float32)


def _without_small(rows: Array, labels: Labels) -> Labels:
    """Move the rows of clusters that are too small to the nearest other cluster."""
    sizes = np.bincount(labels)
    least = max(MIN_CLUSTER_SIZE, min(_SMALL_UP_TO, round(math.sqrt(len(rows)) / _SMALL_OF_ROOT)))
    if sizes.max() < least:
        return labels
    stay = np.flatnonzero(sizes >= least)
    centers = centroids(rows, labels, len(sizes))[stay]
    result = labels.copy()
    lost = np.isin(labels, stay, invert=True)
    if lost.any():
        result[lost] = stay[nearest_centroid(rows[lost], centers)]
    return result


def _joined(rows: Array, labels: Labels, uncovered: Mask) -> Labels:
    """Join clusters of mostly uncovered rows that are nearly as like each other as they are in themselves.

    K-means cuts what is loose and large; a theme that the codebook lacks must not come out in halves. The nearest pair
    goes first. Likeness is the mean cosine over pairs of rows, so that a joined cluster that became vague joins no
    further.
    """
    result = labels.copy()
    clusters = [cluster for cluster in np.unique(labels) if uncovered[labels == cluster].mean() > _MOSTLY]
    means = {c: rows[result == c].mean(axis=0, dtype=np.float64) for c in clusters}
    sizes = {c: int((result == c).sum()) for c in clusters}
    while len(clusters) > 1:
        inside = {c: (sizes[c] * means[c] @ means[c] - 1) / max(sizes[c] - 1, 1) for c in clusters}
        pairs = [
            (float(means[one] @ means[other]) / max(min(inside[one], inside[other]), 1e-6), -one, -other)
            for place, one in enumerate(clusters)
            for other in clusters[place + 1 :]
        ]
        likeness, one, other = max(pairs)
        if likeness < _JOINED_FROM:
            break
        one, other = -one, -other
        result[result == other] = one
        total = sizes[one] + sizes[other]
        means[one] = (sizes[one] * means[one] + sizes[other] * means[other]) / total
        sizes[one] = total
        clusters.remove(other)
    return result


def _without_outliers(rows: Array, labels: Labels) -> Labels:
    """Leave out rows that are much less like their cluster than its other rows are."""
    result = labels.copy()
    for cluster in np.unique(labels):
        places = np.flatnonzero(labels == cluster)
        own = rows[places] @ l2_normalize(rows[places].mean(axis=0))
        median = float(np.median(own))
        deviation = _MAD_TO_DEVIATION * float(np.median(np.abs(own - median)))
        out = own < max(median - _OUTLIER_MADS * deviation, _LEAST_COSINE)
        if (~out).sum() >= MIN_CLUSTER_SIZE:
            result[places[out]] = OUTLIER
    return result


def _renumbered(labels: Labels) -> Labels:
    """Number the clusters 0, 1, 2 … in the order in which they first occur."""
    result = np.full(len(labels), OUTLIER, dtype=np.int64)
    seen: dict[int, int] = {}
    for place, label in enumerate(labels):
        if label != OUTLIER:
            result[place] = seen.setdefault(int(label), len(seen))
    return result
