"""Ids of clusters that stay the same from run to run: a cluster is recognised by its fragments, then by its meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from narratief.topics.run_history import Earlier

Array = npt.NDArray[np.float32]

_SAME_MEMBERS = 0.25
"""Share of common fragments (Jaccard, among fragments that both runs have) from which two clusters can be the same."""
_SAME_MEANING = 0.9
"""Cosine from which clusters without any fragment in common (all interviews replaced) can be the same."""
_ABSENT = 0.02
"""What a cluster that was absent in the last run gives way to one that was there."""


def keep_ids(
    groups: Sequence[frozenset[str]],
    centres: Array,
    earlier: Sequence[Earlier],
    seen: Collection[str],
    now: Collection[str],
    taken: Collection[str] = (),
) -> list[str]:
    """Give each cluster of this run the id of the earlier cluster that it continues, or a new one.

    Parameters
    ----------
    groups
        Fragments of each cluster.
    centres
        Unit vector of each cluster.
    earlier
        Clusters of earlier runs.
    seen
        All fragments of the last run, clustered or not.
    now
        All fragments of this run.
    taken
        Ids that may not be given (clusters that a person decided about).
    """
    candidates = [old for old in earlier if old.id not in set(taken)]
    ids: list[str | None] = [None] * len(groups)
    if candidates and groups:
        likeness = np.array(
            [
                [_likeness(group, centre, old, seen, now) for old in candidates]
                for group, centre in zip(groups, centres, strict=True)
            ]
        )
        for row, column in zip(*linear_sum_assignment(-likeness), strict=True):
            if likeness[row, column] > 0:
                ids[row] = candidates[column].id
    used = {*taken, *(old.id for old in earlier)}
    result = []
    for group, known in zip(groups, ids, strict=True):
        result.append(known or new_id(group, used))
        used.add(result[-1])
    return result


def new_id(members: Collection[str], used: Collection[str] = ()) -> str:
    """Make an id from a cluster's first fragments, so that the same data gives the same id."""
    digest = hashlib.sha256("\n".join(sorted(members)).encode()).hexdigest()
    length = 6
    while f"c{digest[:length]}" in used and length < len(digest):
        length += 1
    return f"c{digest[:length]}"


def _likeness(group: frozenset[str], centre: Array, old: Earlier, seen: Collection[str], now: Collection[str]) -> float:
    common = len(group & old.members)
    known = sum(fragment in seen for fragment in group)
    still = sum(fragment in now for fragment in old.members)
    overlap = common / max(known + still - common, 1)
    meaning = float(centre @ old.centre) if len(old.centre) == len(centre) else 0.0
    if overlap < _SAME_MEMBERS and not (known == 0 and meaning >= _SAME_MEANING):
        return 0.0
    return overlap + 0.1 * max(meaning, 0.0) - (0.0 if old.present else _ABSENT)
