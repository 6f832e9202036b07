"""Themes that a researcher adds: recognised at once from a definition and a few examples.

After prototypical networks (Snell, Swersky & Zemel 2017, "Prototypical Networks for Few-shot Learning"): a theme's
prototype is the mean of its examples' embeddings, and a text belongs to a theme when it is near its prototype. Here the
definition counts as half an example, the nearest single example counts beside the prototype, and how near is near
enough is measured on ordinary residents' talk (shipped background embeddings).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from narratief.domain.codebook import Theme
from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.encoder import Encoder

_DEFINITION_WEIGHT = 0.5
"""Weight of the definition against an example's 1: it is in other words than residents use. Chosen, not measured."""
_SHARPNESS = 8.0
"""Slope of the score around the threshold. Chosen, not measured: as far above the threshold as that is above the median
of ordinary talk gives a score of practically 1. It moves no theme over its threshold."""
_ORDINARY = 0.98
"""Share of ordinary talk that stays below a theme's threshold: 2 % false ones, the bar at which
benchmarks/added_themes.py compares the layers (docs/measurements.md)."""
_LEAST_SPREAD = 1e-4  # keeps the division finite where a theme's similarity hardly varies over ordinary talk
_EXAMPLE_WORDS = 3
"""Words from which a part of a theme's include text counts as an example; shorter ones are mere keywords. Chosen, not
measured."""


@dataclass(frozen=True, slots=True)
class PrototypeClassifier:
    """Themes with the embeddings that stand for them.

    Attributes
    ----------
    themes
        Their ids.
    supports
        Per theme the embeddings of its examples (and include text), unit rows (n x width).
    prototypes
        Per theme the weighted mean of definition and examples, unit length (width,).
    limits, spreads
        Per theme the similarity that 98 % of ordinary talk stays below, and how far that is above the median.
    background_mean
        Mean embedding of ordinary talk (width,): what all talk has in common is taken off first.
    """

    threshold: ClassVar[float] = 0.5
    themes: tuple[str, ...]
    supports: tuple[Array, ...]
    prototypes: tuple[Array, ...]
    limits: tuple[float, ...]
    spreads: tuple[float, ...]
    background_mean: Array

    @classmethod
    def from_codebook(cls, themes: Sequence[Theme], encoder: Encoder) -> PrototypeClassifier:
        """Embed the themes' label, definition, include text and examples."""
        ordinary = ordinary_talk()
        mean = ordinary.mean(axis=0)
        background = center_and_normalize(ordinary, mean)
        supports, prototypes, limits, spreads = [], [], [], []
        for theme in themes:
            texts = [f"{theme.label}. {theme.definition}", *_examples(theme)]
            told = center_and_normalize(encoder.embed_mid_layer(texts), mean)
            weights = np.array([_DEFINITION_WEIGHT] + [1.0] * (len(told) - 1), dtype=np.float32)
            prototype = l2_normalize((told * weights[:, None]).sum(axis=0))
            supports.append(told[1:] if len(told) > 1 else told)
            prototypes.append(prototype)
            similarity = prototype_similarity(background, supports[-1], prototype)
            limits.append(float(np.quantile(similarity, _ORDINARY)))
            spreads.append(max(limits[-1] - float(np.median(similarity)), _LEAST_SPREAD))
        ids = tuple(theme.id for theme in themes)
        return cls(ids, tuple(supports), tuple(prototypes), tuple(limits), tuple(spreads), mean)

    def scores(self, embeddings: Array) -> dict[str, Array]:
        """Score every theme for mid-layer embeddings (n x width).

        Returns
        -------
        dict
            Theme id → scores 0..1 (n,); from 0.5 a text is nearer to the theme than 98 % of ordinary talk is.
        """
        rows = center_and_normalize(embeddings, self.background_mean)
        result: dict[str, Array] = {}
        for theme, support, prototype, limit, spread in zip(
            self.themes, self.supports, self.prototypes, self.limits, self.spreads, strict=True
        ):
            above = (prototype_similarity(rows, support, prototype) - limit) / spread
            result[theme] = 1.0 / (1.0 + np.exp(-_SHARPNESS * above))
        return result


def ordinary_talk() -> Array:
    """Mid-layer embeddings of ordinary talk, as models/tagger/recipe/calibrate.py wrote them (600 x width)."""
    with np.load(models_dir() / "tagger" / "background.npz") as arrays:
        vectors: Array = arrays["vectors"].astype(np.float32)
    return vectors


def prototype_similarity(embeddings: Array, support: Array, prototype: Array) -> Array:
    """Similarity of embeddings to a theme (n,): half the cosine to its prototype, half to its nearest example.

    Parameters
    ----------
    embeddings, support, prototype
        Unit rows (n x width), the theme's examples (m x width), and its prototype (width,).
    """
    similarity: Array = 0.5 * (embeddings @ prototype) + 0.5 * (embeddings @ support.T).max(axis=1)
    return similarity


def center_and_normalize(embeddings: Array, mean: Array) -> Array:
    """Subtract a mean from embeddings and bring each to unit length."""
    return l2_normalize(embeddings - mean)


def _examples(theme: Theme) -> list[str]:
    """Sentences in which the theme is told: its examples, and the longer parts of its include text."""
    listed = [part.strip(" \"'“”") for part in theme.include.split(";")]
    return [*theme.examples, *(part for part in listed if len(part.split()) >= _EXAMPLE_WORDS)]
