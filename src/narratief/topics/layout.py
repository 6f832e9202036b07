"""The map: a place in the unit square per passage, like passages near each other, the same data always the same."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from narratief.domain.vectors import Array, Labels

NEIGHBOURHOOD = 1_500
"""Rows up to which t-SNE lays all out (van der Maaten & Hinton 2008); of more rows it lays out so many, and each other
row goes beside the ones that it is most like. This number, the rounds and the angle: docs/topics.md, "Map"."""
_ROUNDS = 500
_ANGLE = 0.8
"""How coarsely far points are taken together (Barnes-Hut)."""
_PERPLEXITY = 30.0  # scikit-learn's default; van der Maaten & Hinton: between 5 and 50 it matters little
_LEAST_PERPLEXITY = 2.0
_ROWS_PER_PERPLEXITY = 4  # t-SNE needs more rows than its perplexity; chosen, so that a few rows have some strangers
_START = 1e-4  # spread of the first places, as scikit-learn scales its own start by PCA
_PULL = 0.35
"""Weight of a cluster's mean in its rows' places: enough for the eye to see the clusters. Chosen, not measured."""
_NEAREST, _POWER = 5, 8
"""Landmarks beside which a row is placed, and the power of the cosine that weighs them: the nearest decides, the others
keep rows from lying on top of each other. Chosen, not measured; docs/topics.md measured the map that comes of it."""
_STAYS, _LEAST_STAYING = 0.8, 3
"""Share and number of rows with a place on an earlier map from which that map stays. Chosen, not measured: a researcher
should know the map again after an interview was added, but not look at one that is mostly guesswork."""
_EDGE = 0.002  # share of rows on either side that may lie beyond the map's edge, so that one stray does not shrink it
_BEYOND = 0.02  # how far beyond the edge such rows are drawn
_BLOCK = 5_000  # rows placed at a time: bounds the memory, changes nothing that comes out


def layout_stays(earlier: Array) -> bool:
    """Tell whether an earlier map stays: enough rows have a place on it (rows x 2, nan for those without)."""
    known = ~np.isnan(earlier[:, 0])
    return bool(known.sum() >= _LEAST_STAYING and known.mean() >= _STAYS)


def extend_layout(rows: Array, labels: Labels, earlier: Array) -> Array:
    """Keep the places of an earlier map and put each other row beside the rows that it is most like (rows x 2)."""
    places, new = np.array(earlier, dtype=np.float64), np.isnan(earlier[:, 0])
    if new.any():
        pulled = _pulled(rows, labels)
        with threadpool_limits(1):
            places[new] = _beside(pulled[new], pulled[~new], places[~new])
    return places


def lay_out(rows: Array, labels: Labels, seed: int = 0) -> Array:
    """Lay rows out in the unit square (rows x 2).

    Parameters
    ----------
    rows
        Unit vectors, in an order that depends on their content alone.
    labels
        Cluster per row, -1 for none: rows of a cluster are drawn a little towards its mean.
    seed
        Of t-SNE.
    """
    if len(rows) < 3:
        row: Array = 0.5 + np.arange(len(rows))[:, None] * 0.1
        return np.repeat(row, 2, axis=1)
    pulled = _pulled(rows, labels)
    with threadpool_limits(1):
        if len(rows) <= NEIGHBOURHOOD:
            places = _neighbourhoods(pulled, seed)
        else:
            chosen = np.arange(NEIGHBOURHOOD) * len(rows) // NEIGHBOURHOOD
            places = _beside(pulled, pulled[chosen], _neighbourhoods(pulled[chosen], seed))
    low, high = np.quantile(places, _EDGE, axis=0), np.quantile(places, 1 - _EDGE, axis=0)
    scaled: Array = np.clip((places - low) / np.maximum(high - low, 1e-9), -_BEYOND, 1 + _BEYOND)
    return scaled


def _neighbourhoods(rows: Array, seed: int) -> Array:
    """Lay rows out by t-SNE, from their two main directions."""
    perplexity = max(_LEAST_PERPLEXITY, min(_PERPLEXITY, (len(rows) - 1) / _ROWS_PER_PERPLEXITY))
    start = PCA(2, random_state=seed, svd_solver="full").fit_transform(rows)
    start = start / max(float(start[:, 0].std()), 1e-9) * _START
    model = TSNE(2, perplexity=perplexity, init=start, random_state=seed, max_iter=_ROUNDS, angle=_ANGLE, n_jobs=1)
    places: Array = model.fit_transform(rows)
    return places


def _pulled(rows: Array, labels: Labels) -> Array:
    """Draw the rows of a cluster a little towards its mean."""
    result = rows.astype(np.float64).copy()
    for cluster in np.unique(labels[labels >= 0]):
        own = labels == cluster
        result[own] += _PULL * rows[own].mean(axis=0)
    return result


def _beside(rows: Array, landmarks: Array, places: Array) -> Array:
    """Place rows at the weighted mean of the places of the landmarks that they are most like."""
    result = np.empty((len(rows), 2))
    for at in range(0, len(rows), _BLOCK):
        cosines = rows[at : at + _BLOCK] @ landmarks.T
        count = min(_NEAREST, len(landmarks))
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        weight = np.maximum(np.take_along_axis(cosines, near, axis=1), 1e-3) ** _POWER
        result[at : at + _BLOCK] = (places[near] * weight[..., None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    return result
