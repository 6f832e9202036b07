"""How many clusters there are: the knee of the gap statistic."""

from __future__ import annotations

import math

import numpy as np
from sklearn.cluster import KMeans

from narratief.domain.vectors import Array, l2_normalize
from narratief.topics.centroids import evenly_spread

MIN_CLUSTER_SIZE = 3
"""Rows that a cluster has at least: two like fragments are a coincidence, three begin to tell something. Chosen, not
measured."""
SAMPLE = 5_000
"""Rows that k-means runs on; every other row goes to its nearest centroid. docs/topics.md ("Size") says why this many
and what smaller samples give."""
_COUNT_SAMPLE = 1_500
"""Rows over which the gap is computed; with it, counting takes 1.1 s of a run over 100,000 (docs/performance.md)."""
_TRIED = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40)
"""Numbers of clusters that are tried, closer together where they are low: 19 or 20 makes no difference to a reader,
2 or 3 does."""
_REACH = 1.7
"""Most clusters tried, times the square root of the number of rows. Chosen, not measured: of thirty rows it leaves
three a cluster, the least that counts."""
_CLOUDS = 2
"""Structureless clouds that the rows are compared with. Tibshirani et al. draw more; the mean of two already gives the
knee of made-up groups (tests/topics), and each costs as much as the rows themselves."""
_RESTARTS = 2  # of k-means per number tried; chosen, not measured, for the same reason
_FEW_UP_TO = 8
_FEW_OF_ROOT = 2.5
"""Fewer clusters than the square root of the rows over this, and than `_FEW_UP_TO`, tell a researcher nothing …"""
_CLEAR = 0.6
"""… unless they explain this share of the whole gap. All three were chosen on the sample projects, not measured."""


def estimate_n_clusters(rows: Array, seed: int = 0, sample_size: int = SAMPLE) -> int:
    """Estimate the number of clusters of unit rows, on a sample once there are many; 0 for too few rows to divide."""
    if len(rows) < 2 * MIN_CLUSTER_SIZE:
        return 0
    sample = rows[evenly_spread(len(rows), sample_size)]
    return knee_of_gap_statistic(sample[evenly_spread(len(sample), _COUNT_SAMPLE)], seed)


def knee_of_gap_statistic(rows: Array, seed: int = 0) -> int:
    """Choose the number of clusters: the knee of the gap statistic (Tibshirani, Walther & Hastie 2001).

    The spread that remains within clusters keeps falling with more clusters, also where there are none. The gap is how
    much further its logarithm falls than in a structureless cloud of the same shape. It rises steeply up to the number
    of clusters that really are there and slowly after it; the knee is where it is highest above the straight line
    between its ends (Satopää et al. 2011). Of a few interviews the curve is rough and may bend at two clusters, which
    tells a researcher nothing; so two fifths of the square root of the number of rows is the least, up to eight, unless
    fewer clusters explain most of the gap.
    """
    most = round(_REACH * math.sqrt(len(rows)))
    counts = [count for count in _TRIED if count <= most] or [_TRIED[0]]
    clouds = [_cloud_like(rows, seed + number) for number in range(_CLOUDS)]
    gaps = [
        np.mean([_spread_within(cloud, k, seed) for cloud in clouds]) - _spread_within(rows, k, seed) for k in counts
    ]
    height = np.maximum.accumulate(np.maximum(gaps, 0.0))
    if height[-1] <= 0:
        return counts[0]
    along = (np.array(counts) - counts[0]) / max(counts[-1] - counts[0], 1)
    above = height / height[-1] - along
    few = np.array(counts) < min(_FEW_UP_TO, math.sqrt(len(rows)) / _FEW_OF_ROOT)
    vague = height / height[-1] < _CLEAR
    return counts[int(np.argmax(np.where(few & vague, -1.0, above)))]


def _cloud_like(rows: Array, seed: int) -> Array:
    """Draw rows with the mean and covariance of the given ones, but without clusters."""
    generator = np.random.default_rng(seed)
    mean = rows.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(rows.T))
    draws = generator.standard_normal(rows.shape) * np.sqrt(np.maximum(variances, 0))
    return l2_normalize(draws @ directions.T + mean).astype(np.float32)


def _spread_within(rows: Array, n_clusters: int, seed: int) -> float:
    """Logarithm of the mean squared distance to the nearest of so many centroids."""
    fitted = KMeans(n_clusters, n_init=_RESTARTS, random_state=seed, algorithm="lloyd").fit(rows)
    return math.log(max(fitted.inertia_ / len(rows), 1e-9))
