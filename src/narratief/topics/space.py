"""The space in which passages are clustered: the encoder's vectors, with the way a story is told weighed down.

An encoder that was tuned on the codebook sets its themes apart and little else, so that a theme outside it would be
swallowed. Within-class covariance normalisation (Hatch, Kajarekar & Stolcke 2006, from speaker recognition) brings it
back: directions in which residents who tell the *same* theme differ (the place, the person, the occasion) say little of
what is told, and are shrunk by what was measured on the labelled corpus; what is left over, known theme or not, counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from narratief.domain.settings import models_dir
from narratief.domain.vectors import l2_normalize

Array = npt.NDArray[np.float32]
DIMENSIONS = 30
"""Main directions that are kept of each layer; fewer of a small collection, which has no more to tell."""
_BLOCK = 5_000  # vectors that are brought to double precision at a time, to bound the memory
_OWN_FROM = 100  # the shipped mean and covariance weigh as much as this many rows


@dataclass(frozen=True, slots=True)
class Layer:
    """How the vectors of one layer of the encoder become rows.

    Attributes
    ----------
    whitening
        Matrix (d x d) that shrinks directions in which passages on the same theme differ.
    mean
        Mean of unit vectors of ordinary talk (d,).
    covariance
        Covariance of ordinary talk after the whitening (d x d).
    weight
        How much this layer counts beside the others, for passages that surely have a codebook theme.
    weight_uncovered
        The same for passages without a theme.
    """

    whitening: Array
    mean: Array
    covariance: Array
    weight: float = 1.0
    weight_uncovered: float = 1.0

    def rows(self, vectors: Array, dimensions: int) -> Array:
        """Give unit rows (n x dimensions) for vectors (n x d).

        The middle and the main directions are those of the vectors themselves, mixed with the shipped ones when there
        are few.
        """
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(vectors), _BLOCK)]
        weight = len(vectors) + _OWN_FROM
        whole, squares = np.zeros(len(self.mean)), np.zeros((len(self.mean), len(self.mean)))
        for block in blocks:
            some = _units(vectors[block])
            whole += some.sum(axis=0)
            squares += some.T @ some
        middle = (whole + _OWN_FROM * self.mean) / weight
        # the scatter about the middle, from sums alone: whitened rows of full width are never made
        crossed = np.outer(whole, middle)
        scatter = squares - crossed - crossed.T + len(vectors) * np.outer(middle, middle)
        covariance = (self.whitening.T @ scatter @ self.whitening + _OWN_FROM * self.covariance) / weight
        _, directions = np.linalg.eigh(covariance)
        projection = self.whitening @ directions[:, ::-1][:, :dimensions]
        rows = [(_units(vectors[block]) - middle) @ projection for block in blocks]
        return l2_normalize(np.concatenate(rows))


def _units(vectors: Array) -> npt.NDArray[np.float64]:
    """Give unit vectors in double precision."""
    return l2_normalize(np.asarray(vectors, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Space:
    """How encoder vectors become rows to cluster.

    Attributes
    ----------
    layers
        One per layer of the encoder that is used; the last one is its output. EarlierTopic layers know less of the
        codebook's themes and more of other things.
    """

    layers: tuple[Layer, ...]

    def rows(self, vectors: Array, sureness: Array | None = None) -> Array:
        """Give unit rows for vectors (n x layers·d), the layers' vectors side by side.

        Parameters
        ----------
        sureness
            Per passage the score of its surest codebook theme, 0 without one (all 1 when None). The surer, the more the
            last layer counts, which knows the themes; the less sure, the more the layers that know other things.

        Vectors of the last layer alone (from an encoder that gives no other) are taken too; themes outside the codebook
        then come out less well.

        Raises
        ------
        ValueError
            When the vectors have another number of layers.
        """
        widths = [len(layer.mean) for layer in self.layers]
        if len(widths) > 1 and vectors.shape[1] == widths[-1]:
            return Space(self.layers[-1:]).rows(vectors, sureness)
        if vectors.shape[1] != sum(widths):
            raise ValueError(f"vectors of {vectors.shape[1]} numbers do not fit a space of {widths}")
        if not len(vectors):
            return np.zeros((0, DIMENSIONS * len(widths)), dtype=np.float32)
        dimensions = max(6, min(DIMENSIONS, len(vectors) // (2 * len(widths))))
        parts = np.split(vectors, np.cumsum(widths)[:-1], axis=1)
        known = np.ones((len(vectors), 1)) if sureness is None else np.square(np.asarray(sureness))[:, None]
        with threadpool_limits(1):  # sums in one order whatever the number of cores
            weighed = [
                (layer.weight_uncovered + (layer.weight - layer.weight_uncovered) * known)
                * layer.rows(part, dimensions)
                for layer, part in zip(self.layers, parts, strict=True)
            ]
        return l2_normalize(np.hstack(weighed)).astype(np.float32)


def learn_layer(
    vectors: Array,
    themes: Sequence[str],
    ordinary: Array,
    damping: float = 0.5,
    weights: tuple[float, float] = (1.0, 1.0),
) -> Layer:
    """Learn the whitening from labelled vectors.

    Parameters
    ----------
    vectors
        Vectors of texts with one theme each (n x d).
    themes
        Their themes.
    ordinary
        Vectors of residents' talk of every kind.
    damping
        Share of the mean variance that is added to every direction, so that none is blown up.
    weights
        How much the layer counts beside the others, for passages with and without a theme.
    """
    rows = l2_normalize(np.asarray(vectors, dtype=np.float64))
    names = np.asarray(themes)
    within = np.vstack([rows[names == name] - rows[names == name].mean(axis=0) for name in sorted(set(themes))])
    variances, directions = np.linalg.eigh(within.T @ within / len(within))
    whitening = directions / np.sqrt(np.maximum(variances, 0) + damping * variances.mean())
    talk = l2_normalize(np.asarray(ordinary, dtype=np.float64))
    mean = talk.mean(axis=0)
    white = (talk - mean) @ whitening
    return Layer(
        whitening.astype(np.float32),
        mean.astype(np.float32),
        (white.T @ white / len(white)).astype(np.float32),
        *weights,
    )


def save_space(space: Space, path: Path) -> None:
    """Write a space to an npz file, in half precision."""
    arrays = {"weights": np.array([[layer.weight, layer.weight_uncovered] for layer in space.layers])} | {
        f"{name}_{number}": getattr(layer, name).astype(np.float16)
        for number, layer in enumerate(space.layers)
        for name in ("whitening", "mean", "covariance")
    }
    np.savez_compressed(path, **arrays)


@cache
def load_space(path: Path | None = None) -> Space:
    """Load a space once per process; by default the shipped one (see models/topics/meta.json)."""
    with np.load(path or models_dir() / "topics" / "space.npz") as arrays:
        return Space(
            tuple(
                Layer(
                    *(arrays[f"{name}_{number}"].astype(np.float32) for name in ("whitening", "mean", "covariance")),
                    *map(float, weights),
                )
                for number, weights in enumerate(arrays["weights"])
            )
        )
