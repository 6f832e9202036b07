"""What is done with vectors everywhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def unit(vectors: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Bring a vector, or each row of vectors, to length one; zero vectors stay as they are."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
