"""Learning from people's decisions: a light correction on top of the shipped tagger, in seconds, without PyTorch.

Per theme a logistic regression on the head's own logit and on the encoder's mean state, pulled towards "leave it as it
is": the fewer decisions, the smaller the correction. The outcome is again a head, so nothing else has to know of it.

One in four fragments is never learned from, and it is always the same ones, so that the score on them is honest for
every version, also for one that was learned from more decisions later.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import numpy.typing as npt

from narratief.domain.errors import InputError
from narratief.nlp.classifier_head import ClassifierHead
from narratief.nlp.encoder import Encoder

Floats = npt.NDArray[np.float64]
LEAST = 20
"""Decisions that are needed before anything is learned."""
HELD_OUT_PART = 4
STRENGTHS = (1.0, 4.0, 16.0, 64.0)
"""Pulls towards the shipped tagger that are tried, on the decisions that are learned from."""
_FOLDS = 3
_SLOWEST, _STEEPEST = 0.2, 5.0
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Judged:
    """A fragment with what people said of it.

    Attributes
    ----------
    yes, no
        Themes that hold, and that do not; of others nothing is known.
    """

    text: str
    question: str
    yes: frozenset[str]
    no: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Whether it only serves to measure; depends on its words alone."""
        return hashlib.sha256(self.text.encode()).digest()[0] % HELD_OUT_PART == 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What was learned, per theme.

    Attributes
    ----------
    themes
        Ids, in the order of the rows.
    scale, shift
        How the calibrated logit is stretched and moved (themes,).
    weights
        What each number of the encoder's mean state adds (themes x 384).
    """

    themes: tuple[str, ...]
    scale: Floats
    shift: Floats
    weights: Floats

    def to_bytes(self) -> bytes:
        """Write it without pickling, as it is kept in the store."""
        out = io.BytesIO()
        names = np.array(self.themes, dtype="U")
        np.savez_compressed(out, themes=names, scale=self.scale, shift=self.shift, weights=self.weights)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Correction:
        """Read what `to_bytes` wrote.

        Raises
        ------
        InputError
            When it is something else.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                names = tuple(str(name) for name in arrays["themes"])
                return cls(names, *(arrays[part].astype(np.float64) for part in ("scale", "shift", "weights")))
        except (ValueError, KeyError, OSError, EOFError) as error:
            message = "Deze versie van de herkenning is niet te lezen."
            raise InputError("herkenning", message, "Gebruik een andere versie.") from error

    def on(self, head: ClassifierHead) -> ClassifierHead:
        """Give the head with the correction in it; themes that it does not know are left as they are."""
        slope, offset, mean = head.slope.copy(), head.offset.copy(), head.mean.copy()
        for row, theme in enumerate(head.themes):
            if theme in self.themes:
                place = self.themes.index(theme)
                slope[row] = self.scale[place] * head.slope[row]
                offset[row] = self.scale[place] * head.offset[row] + self.shift[place]
                mean[row] = head.mean[row] + self.weights[place] / slope[row]
        return replace(head, slope=slope, offset=offset, mean=mean)


@dataclass(frozen=True, slots=True)
class Score:
    """How good a tagger is on decisions that it did not learn from.

    Attributes
    ----------
    right
        Decisions that it agrees with.
    f1
        F1 over all decisions together; 0 when no theme holds and none is given.
    surprise
        Mean negative log likelihood: the lower, the better the probabilities.
    """

    decisions: int
    right: int
    f1: float
    surprise: float

    def as_dict(self) -> dict[str, float]:
        """Give it as the store keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Learned:
    """A correction, with the score before and after on held-out decisions.

    Attributes
    ----------
    strength
        The pull towards the shipped tagger that fitted best.
    learned_from
        Number of decisions it was learned from.
    unknown
        Themes with decisions that the shipped head does not know: these are recognised by their definition.
    """

    correction: Correction
    before: Score
    after: Score
    strength: float
    learned_from: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Judged fragments after the encoder: mean states (n x 384) and per theme what was decided (n x themes, NaN)."""

    means: Floats
    raw: Floats
    truth: Floats

    def part(self, where: npt.NDArray[np.bool_]) -> _Seen:
        """Give some of the fragments."""
        return _Seen(self.means[where], self.raw[where], self.truth[where])


def learn(
    judged: Sequence[Judged], head: ClassifierHead, encoder: Encoder, present: Correction | None = None
) -> Learned:
    """Learn a correction anew from all decisions.

    Parameters
    ----------
    present
        The correction in use, for the score before.

    Raises
    ------
    InputError
        When there are too few decisions to learn from and to measure on.
    """
    known = set(head.themes)
    usable = [each for each in judged if (each.yes | each.no) & known]
    held = np.array([each.held_out for each in usable], dtype=bool)
    decisions = sum(len((each.yes | each.no) & known) for each in usable)
    if decisions < LEAST or not held.any() or held.all():
        message = f"Er zijn nog te weinig beslissingen om van te leren ({decisions})."
        raise InputError("leren", message, f"Kijk er eerst meer na; er zijn er minstens {LEAST} nodig.")
    seen = _seen(usable, head, encoder)
    own, other = seen.part(~held), seen.part(held)
    strength = _best_strength(own, head)
    correction = _fitted(own, head, strength)
    before = present.on(head) if present else head
    unknown = sorted({theme for each in judged for theme in each.yes | each.no} - known)
    return Learned(
        correction,
        score(other.means, other.raw, other.truth, head, before),
        score(other.means, other.raw, other.truth, head, correction.on(head)),
        strength,
        int((~np.isnan(own.truth)).sum()),
        tuple(unknown),
    )


def score(means: Floats, raw: Floats, truth: Floats, shipped: ClassifierHead, head: ClassifierHead) -> Score:
    """Measure a head on decisions.

    Parameters
    ----------
    means, raw
        Mean states of the encoder (n x 384), and the shipped head's logits (n x themes).
    truth
        1 or 0 per fragment and theme, NaN where nobody decided.
    shipped, head
        The head that gave ``raw``, and the one to measure (which differs from it by a `Correction` only).
    """
    logits = raw + means @ (head.mean - shipped.mean).T
    chances = np.clip(1 / (1 + np.exp(-(head.slope * logits + head.offset))), _TINY, 1 - _TINY)
    decided = ~np.isnan(truth)
    right, given = truth[decided] > 0.5, (chances >= head.threshold)[decided]
    chance = chances[decided]
    both = int((right & given).sum())
    total = int(right.sum() + given.sum())
    surprise = -np.where(right, np.log(chance), np.log(1 - chance)).mean() if right.size else 0.0
    return Score(
        int(right.size),
        int((right == given).sum()),
        round(2 * both / total, 4) if total else 0.0,
        round(float(surprise), 4),
    )


def decisions_per_theme(judged: Sequence[Judged]) -> Mapping[str, tuple[int, int]]:
    """Count per theme how often people said that it holds, and that it does not."""
    counts: dict[str, tuple[int, int]] = {}
    for each in judged:
        for theme in each.yes:
            yes, no = counts.get(theme, (0, 0))
            counts[theme] = (yes + 1, no)
        for theme in each.no:
            yes, no = counts.get(theme, (0, 0))
            counts[theme] = (yes, no + 1)
    return counts


def _seen(judged: Sequence[Judged], head: ClassifierHead, encoder: Encoder) -> _Seen:
    """Run the encoder once over all fragments; everything after that is arithmetic."""
    encoded = encoder.encode([each.text for each in judged], [each.question for each in judged])
    truth = np.full((len(judged), len(head.themes)), np.nan)
    for place, each in enumerate(judged):
        for row, theme in enumerate(head.themes):
            if theme in each.yes or theme in each.no:
                truth[place, row] = float(theme in each.yes)
    means = np.stack([one.states.mean(axis=0) for one in encoded]).astype(np.float64)
    return _Seen(means, np.stack([head.logits(one)[0] for one in encoded]).astype(np.float64), truth)


def _best_strength(seen: _Seen, head: ClassifierHead) -> float:
    """Choose the pull by which decisions that were left out are foreseen best."""
    folds = np.arange(len(seen.means)) % _FOLDS

    def surprise(strength: float) -> float:
        """Give the total surprise over decisions that each fold left out."""
        total = 0.0
        for fold in range(_FOLDS):
            rest, left_out = seen.part(folds != fold), seen.part(folds == fold)
            fitted = _fitted(rest, head, strength).on(head)
            found = score(left_out.means, left_out.raw, left_out.truth, head, fitted)
            total += found.surprise * found.decisions
        return total

    return min(STRENGTHS, key=surprise)


def _fitted(seen: _Seen, head: ClassifierHead, strength: float) -> Correction:
    """Fit every theme that people decided about."""
    decided = ~np.isnan(seen.truth)
    rows = [row for row in range(len(head.themes)) if decided[:, row].any()]
    size = max(float(np.sqrt((seen.means**2).sum(axis=1).mean())), _TINY)
    scale, shift = np.ones(len(rows)), np.zeros(len(rows))
    weights = np.zeros((len(rows), seen.means.shape[1]))
    for place, row in enumerate(rows):
        where = decided[:, row]
        logits = head.slope[row] * seen.raw[where, row] + head.offset[row]
        found = _one(logits, seen.means[where] / size, seen.truth[where, row], strength)
        scale[place], shift[place], weights[place] = found[0], found[1], found[2:] / size
    return Correction(tuple(head.themes[row] for row in rows), scale, shift, weights)


def _one(logits: Floats, means: Floats, truth: Floats, strength: float) -> Floats:
    """Fit one theme: stretch, shift and weights, pulled towards 1, 0 and 0."""
    features = np.column_stack([logits, np.ones(len(logits)), means])
    start = np.zeros(features.shape[1])
    start[0] = 1.0

    def loss(values: Floats) -> tuple[float, Floats]:
        """Give the penalised log loss with its gradient."""
        sums = features @ values
        off = values - start
        gradient = features.T @ (1 / (1 + np.exp(-sums)) - truth) + strength * off
        return float(np.logaddexp(0, sums).sum() - truth @ sums + 0.5 * strength * off @ off), gradient

    from scipy.optimize import minimize  # takes a quarter of a second; only who learns needs it

    bounds = [(_SLOWEST, _STEEPEST)] + [(None, None)] * (features.shape[1] - 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
