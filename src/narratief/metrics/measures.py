"""Measures computed from counts: one formula for a single table and for thousands of resampled ones.

Counts are arrays whose last axis holds, for one theme, the turns that have it in both gold and prediction, in the
prediction only, in gold only, and in neither; the axis before it runs over themes. What is undefined is NaN.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

import numpy as np
import numpy.typing as npt

from narratief.domain.vectors import Array, Mask

Counts = npt.NDArray[np.int64]
"""Whole numbers (… x themes x 4); see above."""
Values = Array
"""A measure's value per table or per table and theme; NaN where it is undefined."""

MEASURES: dict[str, str] = {
    "micro_f1": "F1, alle thema's samen (micro)",
    "micro_precision": "Precisie, alle thema's samen",
    "micro_recall": "Recall, alle thema's samen",
    "macro_f1": "F1, gemiddeld per thema in het goud (macro)",
    "macro_f1_used": "F1, gemiddeld per thema in goud of voorspelling",
    "core_macro_f1": "F1, gemiddeld over de kernthema's",
    "alpha": "Krippendorffs alfa, gemiddeld per thema",
    "kappa": "Cohens kappa, gemiddeld per thema",
}
"""Name and Dutch label of every overall measure."""


def count(
    gold: Sequence[Set[str]], predicted: Sequence[Set[str]], themes: Sequence[str], groups: Sequence[str] | None = None
) -> Counts:
    """Count agreement and disagreement per group and theme.

    Parameters
    ----------
    gold, predicted
        Themes per turn, in the same order.
    themes
        Themes to count, in the order of the second axis.
    groups
        Group of each turn (the interview it is from); every turn its own group when None.

    Returns
    -------
    array of shape (groups, themes, 4)
        Groups in the order of their names.

    Raises
    ------
    ValueError
        When the sequences differ in length.
    """
    names = [str(place) for place in range(len(gold))] if groups is None else list(groups)
    rows = {name: place for place, name in enumerate(sorted(set(names)))}
    counts = np.zeros((len(rows), len(themes), 4), dtype=np.int64)
    for name, true, given in zip(names, gold, predicted, strict=True):
        for place, theme in enumerate(themes):
            cell = 2 * (theme not in given) + (theme not in true)
            counts[rows[name], place, cell] += 1
    return counts


def precision(counts: Counts) -> Values:
    """Share of the turns given the theme that have it in gold; NaN when none was given it."""
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 1])


def recall(counts: Counts) -> Values:
    """Share of the turns with the theme in gold that were given it; NaN when gold has none."""
    return _ratio(counts[..., 0], counts[..., 0] + counts[..., 2])


def f1(counts: Counts) -> Values:
    """Harmonic mean of precision and recall; 0 when nothing was found, NaN when gold and prediction both lack it."""
    return _ratio(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def alpha(counts: Counts) -> Values:
    """Krippendorff's alpha of having the theme or not; NaN when neither coder ever used it, or both always did.

    The closed form for two coders and two values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
    """
    both, ours, theirs, neither = np.moveaxis(counts.astype(np.float64), -1, 0)
    with_theme, without = 2 * both + ours + theirs, 2 * neither + ours + theirs
    values = with_theme + without
    return 1 - _ratio((values - 1) * (ours + theirs), with_theme * without)


def kappa(counts: Counts) -> Values:
    """Cohen's kappa (Cohen 1960) of having the theme or not; NaN when both coders are constant and equal."""
    both, ours, theirs, neither = np.moveaxis(counts.astype(np.float64), -1, 0)
    turns = both + ours + theirs + neither
    chance = (both + ours) * (both + theirs) + (neither + ours) * (neither + theirs)
    return _ratio(turns * (both + neither) - chance, turns**2 - chance)


def overall(counts: Counts, themes: Sequence[str], core: Collection[str]) -> dict[str, Values]:
    """Compute every measure of `MEASURES` for one table (themes, 4) or for many (samples, themes, 4).

    A mean is taken over the themes for which the measure is defined; macro-F1 over those that occur in gold.
    """
    each = f1(counts)
    in_gold = counts[..., 0] + counts[..., 2] > 0
    is_core = np.array([theme in core for theme in themes], dtype=bool)
    together = counts.sum(axis=-2)
    return {
        "micro_f1": f1(together),
        "micro_precision": precision(together),
        "micro_recall": recall(together),
        "macro_f1": _mean(each, in_gold),
        "macro_f1_used": _mean(each, ~np.isnan(each)),
        "core_macro_f1": _mean(each, in_gold & is_core),
        "alpha": _mean(alpha(counts)),
        "kappa": _mean(kappa(counts)),
    }


def _ratio(above: Counts | Array, below: Counts | Array) -> Values:
    """Divide; NaN where the divisor is 0."""
    one, other = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    quotient: Values = np.divide(one, other, out=np.full(other.shape, np.nan), where=other != 0)
    return quotient


def _mean(values: Values, where: Mask | None = None) -> Values:
    """Mean over themes of the values to use (the defined ones when not told); NaN when there are none."""
    use = ~np.isnan(values) if where is None else where
    return _ratio(np.where(use, values, 0.0).sum(axis=-1), use.sum(axis=-1))
