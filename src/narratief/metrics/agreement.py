"""Agreement between coders beyond chance: Krippendorff's alpha and Cohen's kappa, for any nominal labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def krippendorff_alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha for nominal data.

    alpha = 1 - Do / De, where Do is the disagreement within units and De what it would be if the same labels were
    spread over units by chance (Krippendorff, Content Analysis, ch. 12, by way of the coincidence matrix).

    Parameters
    ----------
    units
        Per unit the label each coder gave; None where a coder gave none. A unit with fewer than two labels does not
        count.

    Returns
    -------
    float or None
        1 for full agreement, 0 for what chance gives, negative for worse. None when it is undefined: no unit has two
        labels, or only one label was ever used, so that nobody could have disagreed.
    """
    totals: Counter[Hashable] = Counter()
    disagreement = 0.0
    for unit in units:
        labels = Counter(label for label in unit if label is not None)
        given = labels.total()
        if given < 2:
            continue
        totals.update(labels)
        disagreement += (given * given - sum(n * n for n in labels.values())) / (given - 1)
    values = totals.total()
    expected = values * values - sum(n * n for n in totals.values())
    if expected == 0:
        return None
    return 1 - (values - 1) * disagreement / expected


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's kappa of two coders who each gave every unit one label.

    kappa = (po - pe) / (1 - pe): po is the share of units with the same label, pe the *sum* over labels of the
    product of both coders' shares of it.

    Returns
    -------
    float or None
        None when undefined: there are no units, or both coders only ever used one and the same label.

    Raises
    ------
    ValueError
        When the coders did not code the same number of units.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    ours, theirs = Counter(first), Counter(second)
    observed = sum(one == other for one, other in pairs) / len(pairs)
    chance = sum(ours[label] * theirs[label] for label in ours) / len(pairs) ** 2
    if chance == 1:
        return None
    return (observed - chance) / (1 - chance)


def theme_alpha(
    first: Sequence[set[str] | frozenset[str]], second: Sequence[set[str] | frozenset[str]], theme: str
) -> float | None:
    """Alpha of two coders on whether each unit has one theme; None when neither ever used it, or both always did."""
    return krippendorff_alpha([(theme in one, theme in other) for one, other in zip(first, second, strict=True)])


def mean_alpha(
    first: Sequence[set[str] | frozenset[str]],
    second: Sequence[set[str] | frozenset[str]],
    themes: Sequence[str],
) -> float | None:
    """Mean of `theme_alpha` over the themes for which it is defined; None when it is for none."""
    values = [alpha for theme in themes if (alpha := theme_alpha(first, second, theme)) is not None]
    return sum(values) / len(values) if values else None
