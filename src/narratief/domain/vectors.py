"""Arrays of numbers, and the one thing that is done with embeddings everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
"""Floating-point numbers of any precision: embeddings, scores, weights. Shapes stand in the docstrings."""
Labels = npt.NDArray[np.int64]
"""Whole numbers per row: the cluster that each row is in."""
Mask = npt.NDArray[np.bool_]
"""True or false per row."""


def l2_normalize(vectors: Array) -> Array:
    """Bring a vector, or each row of vectors, to length one.

    The norm is bounded from below by 1e-9, so that a zero vector stays zero instead of becoming NaN.
    """
    lengths: Array = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)
