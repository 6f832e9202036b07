"""How far coders agree, theme by theme, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narratief.domain.code import MACHINE
from narratief.domain.codebook import Codebook, Theme
from narratief.domain.dutch import number
from narratief.metrics.agreement import cohen_kappa, theme_alpha
from narratief.metrics.bootstrap import Interval, intervals
from narratief.metrics.measures import Counts, Values, alpha, count, kappa
from narratief.store.review.samples import Comparison, Item

# Krippendorff, Content Analysis (2004): rely on data above 0.800, draw tentative conclusions from 0.667.
RELIABLE, TENTATIVE = 0.8, 0.667
SAMPLES = 1000  # resamples: the least for a percentile interval by Efron & Tibshirani (1993)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its margin, the 95 % interval of `narratief.metrics.bootstrap`.

    Attributes
    ----------
    value
        None when it is undefined: neither ever gave the theme, or both always did.
    interval
        None when there is nothing to resample.
    """

    value: float | None
    interval: Interval | None

    @property
    def words(self) -> str:
        """The measure as a Dutch reader writes it: 0,71 (0,55 tot 0,84)."""
        if self.value is None:
            return "niet te bepalen"
        told = _dutch(self.value)
        return f"{told} ({_dutch(self.interval.low)} tot {_dutch(self.interval.high)})" if self.interval else told

    @property
    def verdict(self) -> str:
        """What to make of it, by Krippendorff's own thresholds."""
        if self.value is None:
            return "niet te bepalen"
        if self.value >= RELIABLE:
            return "betrouwbaar"
        return "voorlopig" if self.value >= TENTATIVE else "te laag"


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """Two coders on one theme.

    Attributes
    ----------
    both, only_first, only_second, neither
        Numbers of fragments.
    """

    theme: Theme
    alpha: Measured
    kappa: Measured
    both: int
    only_first: int
    only_second: int
    neither: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two coders on all themes that either of them gave.

    Attributes
    ----------
    one_interview
        Whether all fragments are from one interview: they resemble each other, so that margins are too narrow.
    """

    first: str
    second: str
    items: int
    alpha: Measured
    kappa: Measured
    themes: tuple[ThemeAgreement, ...]
    one_interview: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fragment and a theme that one coder gave and the other did not."""

    item: Item
    theme: Theme
    given_by: str
    not_by: str


def agreement(comparison: Comparison, codebook: Codebook, first: str, second: str) -> Agreement:
    """Compare two coders.

    The intervals come from resampling interviews, since fragments of one interview resemble each other; from
    resampling fragments when all are from one interview.
    """
    ours, theirs = comparison.labels[first], comparison.labels[second]
    used = {theme for labels in (*ours, *theirs) for theme in labels}
    themes = [theme for theme in codebook.themes if theme.id in used]
    ids = [theme.id for theme in themes]
    groups = [item.file for item in comparison.items]
    one_interview = len(set(groups)) < 2
    counts = count(theirs, ours, ids, None if one_interview else groups)  # both, only first, only second
    spread = intervals(counts, lambda tables: _measures(tables, ids), SAMPLES) if ids else {}
    total = counts.sum(axis=0)
    rows = [
        ThemeAgreement(
            theme,
            Measured(theme_alpha(ours, theirs, theme.id), spread.get(f"alpha {theme.id}")),
            Measured(_theme_kappa(ours, theirs, theme.id), spread.get(f"kappa {theme.id}")),
            *(int(cell) for cell in total[place]),
        )
        for place, theme in enumerate(themes)
    ]
    means = {
        name: Measured(_mean([getattr(row, name).value for row in rows]), spread.get(name))
        for name in ("alpha", "kappa")
    }
    return Agreement(first, second, len(comparison.items), means["alpha"], means["kappa"], tuple(rows), one_interview)


def disputes(comparison: Comparison, codebook: Codebook, first: str, second: str) -> list[Dispute]:
    """List what two coders differ on, theme by theme, in the order of the sample."""
    found = []
    for item, only_first, only_second in comparison.disagreements(first, second):
        for theme in codebook.themes:
            if theme.id in only_first:
                found.append(Dispute(item, theme, first, second))
            elif theme.id in only_second:
                found.append(Dispute(item, theme, second, first))
    return found


def coder_name(coder: str) -> str:
    """Name a coder for readers."""
    return "de computer" if coder == MACHINE else coder


def rows(found: Agreement) -> list[dict[str, object]]:
    """Table of agreement for a workbook."""
    return [
        {
            "Thema": row.theme.label,
            "Krippendorffs alfa": row.alpha.value,
            "Alfa, laag": row.alpha.interval.low if row.alpha.interval else None,
            "Alfa, hoog": row.alpha.interval.high if row.alpha.interval else None,
            "Cohens kappa": row.kappa.value,
            "Kappa, laag": row.kappa.interval.low if row.kappa.interval else None,
            "Kappa, hoog": row.kappa.interval.high if row.kappa.interval else None,
            "Beiden": row.both,
            f"Alleen {coder_name(found.first)}": row.only_first,
            f"Alleen {coder_name(found.second)}": row.only_second,
            "Geen van beiden": row.neither,
        }
        for row in found.themes
    ]


def _measures(tables: Counts, themes: Sequence[str]) -> dict[str, Values]:
    """Both measures per theme and their means, for many resampled tables at once."""
    made: dict[str, Values] = {}
    for name, measure in (("alpha", alpha), ("kappa", kappa)):
        values = measure(tables)
        made |= {f"{name} {theme}": values[..., place] for place, theme in enumerate(themes)}
        defined = ~np.isnan(values)
        total = np.where(defined, values, 0.0).sum(axis=-1)
        made[name] = np.where(defined.any(axis=-1), total / np.maximum(defined.sum(axis=-1), 1), np.nan)
    return made


def _theme_kappa(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]], theme: str) -> float | None:
    """Cohen's kappa of two coders on whether each fragment has one theme."""
    return cohen_kappa([theme in labels for labels in first], [theme in labels for labels in second])


def _mean(values: Sequence[float | None]) -> float | None:
    """Average what is defined; None when nothing is."""
    defined = [value for value in values if value is not None and not math.isnan(value)]
    return sum(defined) / len(defined) if defined else None


def _dutch(value: float) -> str:
    """Write a measure with two decimals and a comma."""
    return number(value, 2)
