"""Whether talk is about the participation process, or about the neighbourhood, the plan itself, or nothing much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array, l2_normalize

ENOUGH = 0.38
"""Mean chance from which a cluster is about the process. Of the 175 clusters without a theme in 38 projects (the
samples, models/evaluation, evaluation_moments and turning_points/projects), read by somebody who saw nothing but their
fragments, 131 reach it: 0.77 of these are mostly about the process, and 0.94 of those that are reach it (from 0.3: 0.70
and 0.97; from 0.5: 0.82 and 0.83; before, by the share of passages: 0.68 and 0.99)."""
_BLOCK = 2_000  # passages at a time, so that distances to all support vectors fit in memory


@dataclass(frozen=True, slots=True)
class ProcessTalk:
    """Support vectors with a radial kernel on the layers of the encoder (models/process_talk/recipe/learn.py).

    Attributes
    ----------
    mean, axes
        Mean of the embeddings it was learned from (layers·width,), and their principal axes (layers·width x d).
    vectors, weights
        Support vectors on those axes (n x d), and a weight for each (n,).
    bias
        Added to the weighed sum.
    gamma
        Width of the kernel: how fast a support vector loses its say with distance.
    """

    mean: Array
    axes: Array
    vectors: Array
    weights: Array
    bias: float
    gamma: float

    def probabilities(self, embeddings: Array) -> Array:
        """Chance that each passage tells of the process (n,), from embeddings as `embed_passages` makes them."""
        places = (l2_normalize(embeddings) - self.mean) @ self.axes
        blocks = [self._weighed(places[at : at + _BLOCK]) for at in range(0, len(places), _BLOCK)]
        chances: Array = 1.0 / (1.0 + np.exp(-np.concatenate(blocks))) if blocks else np.zeros(0)
        return chances

    def _weighed(self, places: Array) -> Array:
        """Sum of what the support vectors say of each place (n,)."""
        squares = (places**2).sum(axis=1)[:, None] + (self.vectors**2).sum(axis=1) - 2 * places @ self.vectors.T
        said: Array = np.exp(-self.gamma * squares) @ self.weights + self.bias
        return said


def is_about_process(probabilities: Array) -> bool:
    """Whether a cluster tells of the process: the chance that its passages do, on average, is enough."""
    return bool(probabilities.mean() >= ENOUGH)


@cache
def load_process_talk() -> ProcessTalk:
    """Load the shipped classifier once per process."""
    with np.load(models_dir() / "process_talk" / "process_talk.npz") as arrays:
        mean, axes, vectors, weights = (
            arrays[name].astype(np.float32) for name in ("mean", "axes", "vectors", "weights")
        )
        return ProcessTalk(mean, axes, vectors, weights, float(arrays["bias"]), float(arrays["gamma"]))
