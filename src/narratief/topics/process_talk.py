"""Whether talk is about the participation process, or about the neighbourhood, the plan itself, or nothing much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from narratief.domain.settings import models_dir
from narratief.domain.vectors import Array, l2_normalize

LIKELY = 0.5
ENOUGH = 0.2
"""Chance from which a passage, and share of passages from which a cluster, is about the process. A passage's is the
border that the classifier was learned at; of a cluster less than half is asked, because of seven themes on the process
that were planted (tests/topics/data) the least clear has 0.28; of 120 subjects that residents tell of the plan, their
life or the neighbourhood (models/corpus/likeness_u3 to u6) the mean share is 0.16, 0.14 and 0.09."""


@dataclass(frozen=True, slots=True)
class ProcessTalk:
    """Logistic regression on the layers of the encoder (models/process_talk/recipe/learn.py).

    Attributes
    ----------
    mean, weights
        Mean of the embeddings it was learned from, and a weight per number of an embedding (layers·width,).
    bias
        Added to their sum.
    """

    mean: Array
    weights: Array
    bias: float

    def probabilities(self, embeddings: Array) -> Array:
        """Chance that each passage tells of the process (n,), from embeddings as `embed_passages` makes them."""
        rows = (l2_normalize(embeddings) - self.mean) @ self.weights + self.bias
        chances: Array = 1.0 / (1.0 + np.exp(-rows))
        return chances


def is_about_process(probabilities: Array) -> bool:
    """Whether a cluster tells of the process: enough of its passages do, more likely than not."""
    return bool((probabilities >= LIKELY).mean() >= ENOUGH)


@cache
def load_process_talk() -> ProcessTalk:
    """Load the shipped classifier once per process."""
    with np.load(models_dir() / "process_talk" / "process_talk.npz") as arrays:
        return ProcessTalk(arrays["mean"], arrays["weights"], float(arrays["bias"]))
