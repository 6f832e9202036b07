"""Places of passages on a flat map: like passages near each other, the same data always at the same place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

Array = npt.NDArray[np.float32]

NEIGHBOURHOOD = 1_500
"""Rows up to which neighbourhoods are laid out (t-SNE, van der Maaten & Hinton 2008); of more rows so many are, and
each other row goes beside the ones that it is most like."""
_ROUNDS = 500
_ANGLE = 0.8
"""How coarsely far points are taken together (Barnes-Hut); with the rounds, what docs/topics.md measured."""
_NEAREST = 5
_STAYS = 0.8
"""Share of rows with a place on an earlier map from which that map stays; new rows go beside those they are like."""


def stays(earlier: Array) -> bool:
    """Say whether an earlier map stays: enough rows have a place on it (rows x 2, nan for those without)."""
    known = ~np.isnan(earlier[:, 0])
    return bool(known.sum() >= 3 and known.mean() >= _STAYS)


def laid_on(rows: Array, labels: npt.NDArray[np.int64], earlier: Array) -> Array:
    """Keep the places of an earlier map and give each other row one beside the rows that it is most like."""
    places, new = np.array(earlier, dtype=np.float64), np.isnan(earlier[:, 0])
    if new.any():
        pulled = _pulled(rows, labels)
        with threadpool_limits(1):
            places[new] = _beside(pulled[new], pulled[~new], places[~new])
    return places


def flat(rows: Array, labels: npt.NDArray[np.int64], seed: int = 0) -> Array:
    """Give each row a place in the unit square.

    Parameters
    ----------
    rows
        Unit vectors, in an order that depends on their content alone.
    labels
        Group per row, -1 for none: rows of a group are drawn a little towards its middle.
    """
    if len(rows) < 3:
        return np.full((len(rows), 2), 0.5) + np.arange(len(rows))[:, None] * 0.1
    pulled = _pulled(rows, labels)
    with threadpool_limits(1):
        if len(rows) <= NEIGHBOURHOOD:
            places = _neighbourhoods(pulled, seed)
        else:
            chosen = np.arange(NEIGHBOURHOOD) * len(rows) // NEIGHBOURHOOD
            places = _beside(pulled, pulled[chosen], _neighbourhoods(pulled[chosen], seed))
    low, high = np.quantile(places, 0.002, axis=0), np.quantile(places, 0.998, axis=0)
    return np.clip((places - low) / np.maximum(high - low, 1e-9), -0.02, 1.02)


def _neighbourhoods(rows: Array, seed: int) -> Array:
    """Lay rows out by t-SNE, from their two main directions."""
    perplexity = max(2.0, min(30.0, (len(rows) - 1) / 4))
    start = PCA(2, random_state=seed, svd_solver="full").fit_transform(rows)
    start = start / max(float(start[:, 0].std()), 1e-9) * 1e-4
    model = TSNE(2, perplexity=perplexity, init=start, random_state=seed, max_iter=_ROUNDS, angle=_ANGLE, n_jobs=1)
    return model.fit_transform(rows)


def _pulled(rows: Array, labels: npt.NDArray[np.int64]) -> Array:
    """Draw the rows of a group a little towards its middle."""
    result = rows.astype(np.float64).copy()
    for group in np.unique(labels[labels >= 0]):
        own = labels == group
        result[own] += 0.35 * rows[own].mean(axis=0)
    return result


def _beside(rows: Array, landmarks: Array, places: Array) -> Array:
    """Place rows at the weighted middle of the landmarks that they are most like."""
    result = np.empty((len(rows), 2))
    for at in range(0, len(rows), 5_000):
        like = rows[at : at + 5_000] @ landmarks.T
        count = min(_NEAREST, len(landmarks))
        near = np.argpartition(-like, count - 1, axis=1)[:, :count]
        weight = np.maximum(np.take_along_axis(like, near, axis=1), 1e-3) ** 8
        result[at : at + 5_000] = (places[near] * weight[..., None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    return result
