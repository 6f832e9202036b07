"""A cluster divided by a few examples of each meaning in it.

In the literature's words: seeded k-means on the sphere (Basu, Banerjee & Mooney 2002, "Semi-supervised Clustering by
Seeding"), the seeds being fixed. What all rows of the cluster have in common is taken off first, since that is just
what does not tell its meanings apart. benchmarks/split_by_examples.py measures it, beside likeness to the examples
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narratief.domain.vectors import Array, Labels, l2_normalize
from narratief.topics.centroids import centroids

_ROUNDS = 20
"""Most times that all rows go to the likest part. Chosen, not measured: in the benchmark nothing moves after ten."""


@dataclass(frozen=True, slots=True)
class Division:
    """Rows divided over parts.

    Attributes
    ----------
    parts
        Per row the number of its part (n,).
    margins
        Per row how much likelier its part is than the next one: a difference of cosines, 0..2 (n,).
    """

    parts: Labels
    margins: Array


def divide(rows: Array, examples: Sequence[Sequence[int]]) -> Division:
    """Divide rows by likeness to examples of each part; the examples stay where they are.

    Parameters
    ----------
    rows
        Embeddings of all fragments of a cluster (n x d).
    examples
        Per part the numbers of its example rows: two parts or more, each with an example, no row in two.
    """
    own = l2_normalize(rows - rows.mean(axis=0))
    fixed = np.full(len(rows), -1, dtype=np.int64)
    for part, given in enumerate(examples):
        fixed[list(given)] = part
    parts = fixed
    for _ in range(_ROUNDS):
        cosines = own @ centroids(own, parts, len(examples)).T
        found = np.where(fixed < 0, cosines.argmax(axis=1), fixed)
        if np.array_equal(found, parts):
            break
        parts = found
    at = np.arange(len(rows))
    others = cosines.copy()
    others[at, parts] = -np.inf
    return Division(parts, cosines[at, parts] - others.max(axis=1))
