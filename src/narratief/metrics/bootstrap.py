"""How sure a score is: percentile intervals from resampling whole interviews (or turns)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from narratief.metrics.measures import Counts, Values

SAMPLES = 2_000
"""Times that groups are drawn again; for percentile intervals Efron & Tibshirani (1993), "An Introduction to the
Bootstrap", ask for a thousand at least."""
SEED = 20260101
"""Any number, as long as it stays: the same counts give the same intervals."""
LEVEL = 0.95
"""Share of such intervals that hold the value of all groups: the usual one."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a score's 95 % interval.

    Were the study done over and over with other groups, about 95 in 100 of such intervals would hold the score that all
    groups together have; with few groups fewer do. It is not a chance of 95 % that this one holds it.
    """

    low: float
    high: float


def intervals(
    counts: Counts,
    measures: Callable[[Counts], Mapping[str, Values]],
    samples: int = SAMPLES,
    seed: int = SEED,
) -> dict[str, Interval]:
    """Resample groups with replacement and see how each measure moves (percentile bootstrap).

    Turns of one interview resemble each other, so interviews are the honest groups; turns as groups give intervals
    that are too narrow. The same counts and seed give the same intervals.

    Parameters
    ----------
    counts
        Of shape (groups, themes, 4).
    measures
        Computes named values for tables of shape (samples, themes, 4).
    samples, seed
        How often, and from which seed.

    Returns
    -------
    dict
        A measure that is undefined in every sample is left out; with fewer than two groups there is nothing to
        resample and the result is empty.
    """
    groups = counts.shape[0]
    if groups < 2 or samples < 1:
        return {}
    times = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=samples)
    resampled = np.tensordot(times, counts, axes=1)
    edges = 100 * (1 - LEVEL) / 2
    found = {}
    for name, values in measures(resampled).items():
        defined = values[~np.isnan(values)]
        if defined.size:
            low, high = np.percentile(defined, [edges, 100 - edges])
            found[name] = Interval(float(low), float(high))
    return found
