"""Fitting a correction: per theme a logistic regression, pulled towards "leave it as it is".

Its features are the head's own calibrated logit and the encoder's mean state. The fewer decisions, the smaller the
correction, for the pull stays the same while the evidence grows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from narratief.domain.vectors import Array, Mask
from narratief.nlp.classifier_head import ClassifierHead
from narratief.nlp.correction import Correction

PENALTIES = (1.0, 4.0, 16.0, 64.0)
"""L2 penalties on leaving the shipped head that are tried; cross-validation picks one. Chosen, not measured: each is
four times the one before, so that they span from hardly held back to hardly moving."""
_FOLDS = 3
"""Parts of the decisions for cross-validation. Chosen, not measured: with the least number of decisions, twenty, five
are held out and each part still has five."""
_LEAST_SLOPE, _MOST_SLOPE = 0.2, 5.0
"""Bounds on the stretch of a logit. Chosen, not measured: above zero, so that more evidence never counts against a
theme, and far enough for any calibration."""
_TINY = 1e-9  # keeps logarithms and divisions finite


@dataclass(frozen=True, slots=True)
class Score:
    """How good a tagger is on decisions that it did not learn from.

    Attributes
    ----------
    decisions
        Number of decisions.
    right
        Decisions that it agrees with.
    f1
        F1 over all decisions together; 0 when no theme holds and none is given.
    log_loss
        Mean negative log likelihood: the lower, the better the probabilities.
    """

    decisions: int
    right: int
    f1: float
    log_loss: float

    def as_dict(self) -> dict[str, float]:
        """Its numbers under the keys that the store has kept them under since the first version."""
        kept = asdict(self)
        kept["surprise"] = kept.pop("log_loss")
        return kept


@dataclass(frozen=True, slots=True)
class Samples:
    """Judged fragments after the encoder.

    Attributes
    ----------
    means
        Mean state of each (n x width).
    logits
        What the shipped head makes of each (n x themes).
    truth
        1 or 0 per fragment and theme, NaN where nobody decided (n x themes).
    """

    means: Array
    logits: Array
    truth: Array

    def part(self, where: Mask) -> Samples:
        """Select some of the fragments."""
        return Samples(self.means[where], self.logits[where], self.truth[where])


def evaluate_head(samples: Samples, shipped: ClassifierHead, head: ClassifierHead) -> Score:
    """Measure a head on decisions.

    Parameters
    ----------
    samples
        Fragments with decisions; the logits are those of the shipped head.
    shipped, head
        The shipped head, and the one to measure (which differs from it by a `Correction` only).
    """
    logits = samples.logits + samples.means @ (head.mean - shipped.mean).T
    probabilities = np.clip(1 / (1 + np.exp(-(head.slope * logits + head.offset))), _TINY, 1 - _TINY)
    decided = ~np.isnan(samples.truth)
    holds, given = samples.truth[decided] > 0.5, (probabilities >= head.threshold)[decided]
    probability = probabilities[decided]
    both = int((holds & given).sum())
    total = int(holds.sum() + given.sum())
    log_loss = -np.where(holds, np.log(probability), np.log(1 - probability)).mean() if holds.size else 0.0
    return Score(
        int(holds.size),
        int((holds == given).sum()),
        round(2 * both / total, 4) if total else 0.0,
        round(float(log_loss), 4),
    )


def best_penalty(samples: Samples, head: ClassifierHead) -> float:
    """Choose the penalty by which decisions that were left out are foreseen best (cross-validation)."""
    folds = np.arange(len(samples.means)) % _FOLDS

    def total_loss(penalty: float) -> float:
        """Sum the log loss over the decisions that each fold left out."""
        total = 0.0
        for fold in range(_FOLDS):
            rest, left_out = samples.part(folds != fold), samples.part(folds == fold)
            found = evaluate_head(left_out, head, fit_correction(rest, head, penalty).apply_to(head))
            total += found.log_loss * found.decisions
        return total

    return min(PENALTIES, key=total_loss)


def fit_correction(samples: Samples, head: ClassifierHead, penalty: float) -> Correction:
    """Fit every theme that people decided about.

    Parameters
    ----------
    samples
        What to learn from.
    head
        The shipped head, whose logits the samples hold.
    penalty
        L2 penalty on leaving the shipped head.
    """
    decided = ~np.isnan(samples.truth)
    rows = [row for row in range(len(head.themes)) if decided[:, row].any()]
    size = max(float(np.sqrt((samples.means**2).sum(axis=1).mean())), _TINY)
    scale, shift = np.ones(len(rows)), np.zeros(len(rows))
    weights = np.zeros((len(rows), samples.means.shape[1]))
    for place, row in enumerate(rows):
        where = decided[:, row]
        logits = head.slope[row] * samples.logits[where, row] + head.offset[row]
        found = _fit_theme(logits, samples.means[where] / size, samples.truth[where, row], penalty)
        scale[place], shift[place], weights[place] = found[0], found[1], found[2:] / size
    return Correction(tuple(head.themes[row] for row in rows), scale, shift, weights)


def _fit_theme(logits: Array, means: Array, truth: Array, penalty: float) -> Array:
    """Fit one theme: stretch, shift and weights (2 + width,), pulled towards 1, 0 and 0."""
    features = np.column_stack([logits, np.ones(len(logits)), means])
    start = np.zeros(features.shape[1])
    start[0] = 1.0

    def loss(values: Array) -> tuple[float, Array]:
        """Compute the penalised log loss with its gradient."""
        sums = features @ values
        off = values - start
        gradient: Array = features.T @ (1 / (1 + np.exp(-sums)) - truth) + penalty * off
        return float(np.logaddexp(0, sums).sum() - truth @ sums + 0.5 * penalty * off @ off), gradient

    from scipy.optimize import minimize  # takes a quarter of a second; only who learns needs it

    bounds = [(_LEAST_SLOPE, _MOST_SLOPE)] + [(None, None)] * (features.shape[1] - 1)
    fitted: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return fitted
