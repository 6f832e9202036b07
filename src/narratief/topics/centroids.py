"""Centroids of clusters, the nearest one of each row, and samples: what the steps of clustering share."""

from __future__ import annotations

import numpy as np

from narratief.domain.vectors import Array, Labels, l2_normalize

_CHUNK = 20_000  # rows compared with the centroids at a time: bounds the memory, changes nothing that comes out


def centroids(rows: Array, labels: Labels, n_clusters: int) -> Array:
    """Compute the unit mean of each cluster's rows (n_clusters x d), summed in double precision.

    A cluster without rows has the zero vector.
    """
    sums = [rows[labels == cluster].sum(axis=0, dtype=np.float64) for cluster in range(n_clusters)]
    return l2_normalize(np.array(sums)).astype(np.float32)


def nearest_centroid(rows: Array, among: Array) -> Labels:
    """Find for each row the number of the centroid with the highest cosine."""
    found = [(rows[at : at + _CHUNK] @ among.T).argmax(axis=1) for at in range(0, len(rows), _CHUNK)]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def evenly_spread(size: int, most: int) -> Labels:
    """Choose at most so many of `size` places, evenly spread.

    Rows come in the order of the passages' ids, which are hashes, so evenly spread places are a random sample.
    """
    return np.arange(size) if size <= most else np.arange(most) * size // most
