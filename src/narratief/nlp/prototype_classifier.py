"""Themes that a researcher adds: usable at once from a definition and a few examples.

A theme is recognised by nearness, in the encoder's space, to its examples and its definition, set against ordinary
residents' talk (shipped background vectors) so that a score means "nearer than nearly all ordinary talk is".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from narratief.domain.codebook import Theme
from narratief.domain.settings import models_dir
from narratief.domain.vectors import unit
from narratief.nlp.encoder import Array, Encoder

# A definition is written in other words than residents use, so an example counts for more.
_DEFINITION_WEIGHT = 0.5
_SHARPNESS = 8.0
_ORDINARY = 0.98  # share of ordinary talk that lies below a theme's threshold


@dataclass(frozen=True, slots=True)
class AddedThemes:
    """Themes with the vectors that stand for them.

    Attributes
    ----------
    themes
        Their ids.
    anchors
        Per theme the vectors of its examples (and include text), unit length (n x 384).
    centres
        Per theme the weighted mean of definition and examples, unit length (384,).
    limit, spread
        Per theme the nearness that 98 % of ordinary talk stays below, and how far that is above the median.
    middle
        Mean vector of ordinary talk (384,): what all talk has in common is taken off first.
    """

    threshold: ClassVar[float] = 0.5
    themes: tuple[str, ...]
    anchors: tuple[Array, ...]
    centres: tuple[Array, ...]
    limit: tuple[float, ...]
    spread: tuple[float, ...]
    middle: Array

    @classmethod
    def from_codebook(cls, themes: Sequence[Theme], encoder: Encoder) -> AddedThemes:
        """Make the themes' vectors from their label, definition, include text and examples."""
        ordinary = _background()
        middle = ordinary.mean(axis=0)
        background = placed(ordinary, middle)
        anchors, centres, limits, spreads = [], [], [], []
        for theme in themes:
            told = placed(encoder.embed_general([f"{theme.label}. {theme.definition}", *_examples(theme)]), middle)
            weights = np.array([_DEFINITION_WEIGHT] + [1.0] * (len(told) - 1), dtype=np.float32)
            centre = unit((told * weights[:, None]).sum(axis=0))
            anchors.append(told[1:] if len(told) > 1 else told)
            centres.append(centre)
            near = nearness(background, anchors[-1], centre)
            limits.append(float(np.quantile(near, _ORDINARY)))
            spreads.append(max(limits[-1] - float(np.median(near)), 1e-4))
        return cls(tuple(t.id for t in themes), tuple(anchors), tuple(centres), tuple(limits), tuple(spreads), middle)

    def scores(self, vectors: Array) -> dict[str, Array]:
        """Give per theme a score 0..1 for each general vector (n x 384); 0.5 is nearer than 98 % of ordinary talk."""
        result = {}
        rows = placed(vectors, self.middle)
        for theme, anchor, centre, limit, spread in zip(
            self.themes, self.anchors, self.centres, self.limit, self.spread, strict=True
        ):
            above = (nearness(rows, anchor, centre) - limit) / spread
            result[theme] = 1.0 / (1.0 + np.exp(-_SHARPNESS * above))
        return result


def _examples(theme: Theme) -> list[str]:
    listed = [part.strip(" \"'“”") for part in theme.include.split(";")]
    return [*theme.examples, *(part for part in listed if len(part.split()) >= 3)]


def nearness(vectors: Array, anchors: Array, centre: Array) -> Array:
    """Give how near vectors are to a theme: half to its centre, half to its nearest example."""
    return 0.5 * (vectors @ centre) + 0.5 * (vectors @ anchors.T).max(axis=1)


def placed(vectors: Array, middle: Array) -> Array:
    """Take the middle off and bring the rest to unit length."""
    return unit(vectors - middle)


def _background() -> Array:
    with np.load(models_dir() / "tagger" / "background.npz") as arrays:
        return arrays["vectors"].astype(np.float32)
