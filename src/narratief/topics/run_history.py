"""What a run knows of earlier runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A cluster of an earlier run.

    Attributes
    ----------
    centre
        Mean of its fragments' vectors, unit length.
    present
        False when the last run did not have it any more.
    """

    id: str
    members: frozenset[str]
    centre: Array
    present: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of earlier runs.

    Attributes
    ----------
    clusters
        All clusters that ever were.
    seen
        All passages of the last run.
    points
        Per passage its place on the map that was last laid out as a whole: that map stays for as long as most passages
        are on it.
    counted
        Of how many passages the groups were counted last, and how many there were; see `Grouping`.
    """

    clusters: tuple[Earlier, ...] = ()
    seen: frozenset[str] = frozenset()
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    counted: tuple[int, int] = (0, 0)
