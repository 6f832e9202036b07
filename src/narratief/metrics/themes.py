"""How well themes were given to turns, against gold."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

from narratief.domain.calibration import Calibration, calibration, scored_themes
from narratief.metrics.bootstrap import SAMPLES, SEED, Interval, intervals
from narratief.metrics.confusion import Confused, confusion
from narratief.metrics.measures import Counts, alpha, count, f1, kappa, overall, precision, recall

_PER_THEME = {"precision": precision, "recall": recall, "f1": f1, "alpha": alpha, "kappa": kappa}


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """Scores of one theme; None where a measure is undefined.

    Attributes
    ----------
    gold, predicted, both
        Number of turns with the theme in gold, in the prediction, and in both.
    precision
        None when it was never given.
    recall
        None when gold never has it.
    f1, alpha, kappa
        None when neither gold nor prediction has it.
    f1_interval
        None when it could not be resampled.
    """

    theme: str
    core: bool
    gold: int
    predicted: int
    both: int
    precision: float | None
    recall: float | None
    f1: float | None
    alpha: float | None
    kappa: float | None
    f1_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An overall score with its interval; None where undefined."""

    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class ThemeScores:
    """Everything known of a prediction against gold.

    Attributes
    ----------
    turns, groups
        Number of turns, and of groups (interviews) that were resampled for the intervals.
    exact
        Number of turns with exactly the themes of gold.
    empty, left_empty
        Number of turns without a theme in gold, and of those the number that got none.
    measures
        By the names of `measures.MEASURES`.
    confused
        What was given instead, most frequent first.
    calibration
        Of all scores handed over; when that is every theme in every turn, most are near 0 and rightly so, which makes
        the error small. None when there are no scores.
    calibration_given
        Of the scores of the themes given, which is what a reader sees.
    """

    turns: int
    groups: int
    exact: int
    empty: int
    left_empty: int
    measures: Mapping[str, Measure]
    themes: tuple[ThemeScore, ...]
    confused: tuple[Confused, ...]
    calibration: Calibration | None
    calibration_given: Calibration | None

    @property
    def empty_share(self) -> float | None:
        """Share of the turns without a gold theme that are left empty; None when gold has no such turn."""
        return self.left_empty / self.empty if self.empty else None


def score_themes(
    gold: Sequence[Set[str]],
    predicted: Sequence[Set[str]],
    themes: Sequence[str],
    *,
    core: Collection[str] = (),
    scores: Sequence[Mapping[str, float]] | None = None,
    groups: Sequence[str] | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> ThemeScores:
    """Compare the themes given to turns with gold.

    Parameters
    ----------
    gold, predicted
        Themes per turn, in the same order.
    themes
        All themes of the codebook, in its order.
    core
        Core themes, which are also reported apart.
    scores
        Per turn the probability of themes, for calibration.
    groups
        Interview of each turn; intervals come from resampling these, or turns when None.

    Raises
    ------
    ValueError
        When the sequences differ in length, or a theme is not among `themes`.
    """
    unknown = set().union(*gold, *predicted) - set(themes)
    if unknown:
        raise ValueError(f"themes outside the codebook: {', '.join(sorted(unknown))}")
    counts = count(gold, predicted, themes, groups)
    every = scores if scores is not None else [{} for _ in gold]
    shown = [
        {theme: score for theme, score in turn.items() if theme in given}
        for turn, given in zip(every, predicted, strict=True)
    ]
    empty = [given for true, given in zip(gold, predicted, strict=True) if not true]
    return ThemeScores(
        turns=len(gold),
        groups=counts.shape[0],
        exact=sum(true == given for true, given in zip(gold, predicted, strict=True)),
        empty=len(empty),
        left_empty=sum(not given for given in empty),
        measures=_measures(counts, themes, core, samples, seed),
        themes=_per_theme(counts, themes, core, samples, seed),
        confused=confusion(gold, predicted),
        calibration=calibration(scored_themes(gold, every)),
        calibration_given=calibration(scored_themes(gold, shown)),
    )


def _measures(
    counts: Counts, themes: Sequence[str], core: Collection[str], samples: int, seed: int
) -> dict[str, Measure]:
    """Overall measures on all turns, with intervals."""
    values = overall(counts.sum(axis=0), themes, core)
    around = intervals(counts, lambda tables: overall(tables, themes, core), samples, seed)
    return {name: Measure(_known(float(value)), around.get(name)) for name, value in values.items()}


def _per_theme(
    counts: Counts, themes: Sequence[str], core: Collection[str], samples: int, seed: int
) -> tuple[ThemeScore, ...]:
    """Scores of each theme on all turns, with an interval for F1."""
    total = counts.sum(axis=0)
    around = intervals(counts, lambda tables: dict(zip(themes, f1(tables).T, strict=True)), samples, seed)
    values = {name: measure(total) for name, measure in _PER_THEME.items()}
    return tuple(
        ThemeScore(
            theme=theme,
            core=theme in core,
            gold=both + missed,
            predicted=both + wrong,
            both=both,
            precision=_known(float(values["precision"][place])),
            recall=_known(float(values["recall"][place])),
            f1=_known(float(values["f1"][place])),
            alpha=_known(float(values["alpha"][place])),
            kappa=_known(float(values["kappa"][place])),
            f1_interval=around.get(theme),
        )
        for place, (theme, (both, wrong, missed, _)) in enumerate(zip(themes, total.tolist(), strict=True))
    )


def _known(value: float) -> float | None:
    """Undefined as None instead of NaN."""
    return None if math.isnan(value) else value
