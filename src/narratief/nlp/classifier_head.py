"""The trained part of the tagger on top of the encoder: from token states to calibrated scores per codebook theme."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array
from narratief.nlp.encoder import Encoded

_TEMPERATURE = 4.0
"""Factor on the attention's scores besides the usual 1/√width; the head was trained with it
(models/tagger/recipe/network.py), so it is no free choice here."""


@dataclass(frozen=True, slots=True)
class ClassifierHead:
    """Label attention (Mullenbach et al. 2018) with a calibration and a threshold per theme.

    Attributes
    ----------
    themes
        Ids, in the order of the rows below.
    query, attended, mean, bias
        Arrays (themes x width), (themes x width), (themes x width), (themes,): see models/tagger/recipe/network.py.
    slope, offset
        Calibration: probability = sigmoid(slope * logit + offset), per theme (Platt 1999).
    threshold
        Calibrated probability from which a theme is given, per theme.
    whole_share
        Weight of the whole turn against its best fragment in a turn's logit.
    phrase_weight
        What a logit of the phrase classifier counts beside one of this head (`theme_logits`); 0 leaves it out.
    """

    themes: tuple[str, ...]
    query: Array
    attended: Array
    mean: Array
    bias: Array
    slope: Array
    offset: Array
    threshold: Array
    whole_share: float
    phrase_weight: float = 0.0

    def logits(self, encoded: Encoded) -> tuple[Array, Array]:
        """Compute the logits (themes,) and each theme's attention over the tokens (themes x tokens)."""
        states = encoded.states
        scores = self.query @ states.T * (_TEMPERATURE * states.shape[1] ** -0.5)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        attention = scores / scores.sum(axis=1, keepdims=True)
        pooled = attention @ states
        logits = (pooled * self.attended).sum(axis=1) + self.mean @ states.mean(axis=0) + self.bias
        return logits.astype(np.float32), attention

    def calibrated(self, logits: Array) -> Array:
        """Turn logits (… x themes) into probabilities."""
        probabilities: Array = 1.0 / (1.0 + np.exp(-(self.slope * logits + self.offset)))
        return probabilities

    def token_weights(self, encoded: Encoded, row: int) -> Array:
        """Weigh tokens (tokens,) by what each adds to a theme's logit: attention times the token's own push."""
        _, attention = self.logits(encoded)
        states = encoded.states
        weights: Array = attention[row] * (states @ self.attended[row]) + states @ self.mean[row] / len(states)
        return weights


@cache
def load_head() -> ClassifierHead:
    """Load the shipped head once per process; models/tagger/recipe/calibrate.py chose its thresholds."""
    folder = models_dir() / "tagger"
    facts = json.loads((folder / "tagger.json").read_text("utf-8"))
    with np.load(folder / "head.npz") as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in ("query", "attended", "mean", "bias")}
    per_theme = {
        name: np.array([facts[name][theme] for theme in facts["themes"]], dtype=np.float32)
        for name in ("slope", "offset", "threshold")
    }
    whole_share, phrase_weight = float(facts["whole_share"]), float(facts["phrase_weight"])
    return ClassifierHead(
        tuple(facts["themes"]), **weights, **per_theme, whole_share=whole_share, phrase_weight=phrase_weight
    )
