"""The space in which passages are clustered: the encoder's embeddings, with the way a story is told weighed down.

An encoder that was tuned on the codebook sets its themes apart and little else, so that a theme outside it would be
swallowed. Within-class covariance normalisation (Hatch, Kajarekar & Stolcke 2006, from speaker recognition) brings it
back: directions in which residents who tell the *same* theme differ (the place, the person, the occasion) say little of
what is told, and are shrunk by what was measured on the labelled corpus; what is left over, known theme or not, counts.
models/topics/recipe/learn_space.py learns the space and its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array, l2_normalize

DIMENSIONS = 30
"""Main directions that are kept of each layer (8 to 100 were tried without gain: docs/topics.md) …"""
_LEAST_DIMENSIONS = 6
_ROWS_PER_DIMENSION = 2
"""… fewer of a small collection: one per two rows and layer, at least six. Chosen, not measured."""
_BLOCK = 5_000  # embeddings brought to double precision at a time: bounds the memory (docs/performance.md)
_OWN_FROM = 100
"""Rows that the shipped mean and covariance weigh as much as. Chosen, not measured: about the fragments of two
interviews, whose own mean says what these residents talk of, not what talk has in common."""


@dataclass(frozen=True, slots=True)
class Layer:
    """How the embeddings of one layer of the encoder become rows.

    Attributes
    ----------
    whitening
        Matrix (d x d) that shrinks directions in which passages on the same theme differ.
    mean
        Mean of the unit embeddings of ordinary talk (d,).
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

    def rows(self, embeddings: Array, dimensions: int) -> Array:
        """Project embeddings (n x d) on their main directions after the whitening (n x dimensions, unit rows).

        The mean and the main directions are those of the embeddings themselves, mixed with the shipped ones when there
        are few.
        """
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(embeddings), _BLOCK)]
        weight = len(embeddings) + _OWN_FROM
        whole, squares = np.zeros(len(self.mean)), np.zeros((len(self.mean), len(self.mean)))
        for block in blocks:
            some = _units(embeddings[block])
            whole += some.sum(axis=0)
            squares += some.T @ some
        mean = (whole + _OWN_FROM * self.mean) / weight
        # the scatter about the mean, from sums alone: whitened rows of full width are never made
        crossed = np.outer(whole, mean)
        scatter = squares - crossed - crossed.T + len(embeddings) * np.outer(mean, mean)
        covariance = (self.whitening.T @ scatter @ self.whitening + _OWN_FROM * self.covariance) / weight
        _, directions = np.linalg.eigh(covariance)
        projection = self.whitening @ directions[:, ::-1][:, :dimensions]
        rows = [(_units(embeddings[block]) - mean) @ projection for block in blocks]
        return l2_normalize(np.concatenate(rows))


def _units(embeddings: Array) -> Array:
    """Bring embeddings to unit length, in double precision."""
    return l2_normalize(np.asarray(embeddings, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Space:
    """How the encoder's embeddings become rows to cluster.

    Attributes
    ----------
    layers
        One per layer of the encoder that is used; the last one is its output. Earlier layers know less of the
        codebook's themes and more of other things.
    """

    layers: tuple[Layer, ...]

    def rows(self, embeddings: Array, sureness: Array | None = None) -> Array:
        """Project embeddings (n x layers·d, the layers side by side) to rows of unit length (n x layers·dimensions).

        Embeddings of the last layer alone (from an encoder that gives no other) are taken too; themes outside the
        codebook then come out less well.

        Parameters
        ----------
        embeddings
            As `features.embed_passages` makes them.
        sureness
            Per passage the score of its surest codebook theme, 0 without one (all 1 when None). The surer, the more the
            last layer counts, which knows the themes; the less sure, the more the layers that know other things.

        Raises
        ------
        ValueError
            When the embeddings have another number of layers.
        """
        widths = [len(layer.mean) for layer in self.layers]
        if len(widths) > 1 and embeddings.shape[1] == widths[-1]:
            return Space(self.layers[-1:]).rows(embeddings, sureness)
        if embeddings.shape[1] != sum(widths):
            raise ValueError(f"embeddings of {embeddings.shape[1]} numbers do not fit a space of {widths}")
        if not len(embeddings):
            return np.zeros((0, DIMENSIONS * len(widths)), dtype=np.float32)
        own = len(embeddings) // (_ROWS_PER_DIMENSION * len(widths))
        dimensions = max(_LEAST_DIMENSIONS, min(DIMENSIONS, own))
        parts = np.split(embeddings, np.cumsum(widths)[:-1], axis=1)
        known = np.ones((len(embeddings), 1)) if sureness is None else np.square(np.asarray(sureness))[:, None]
        with threadpool_limits(1):  # sums in one order whatever the number of cores
            weighed = [
                (layer.weight_uncovered + (layer.weight - layer.weight_uncovered) * known)
                * layer.rows(part, dimensions)
                for layer, part in zip(self.layers, parts, strict=True)
            ]
        return l2_normalize(np.hstack(weighed)).astype(np.float32)


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
