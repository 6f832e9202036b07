"""Ids of clusters that stay the same from run to run: a cluster is recognised by its fragments, then by its meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from narratief.domain.vectors import Array
from narratief.topics.run_history import EarlierTopic

# Chosen, not measured: no one has said of clusters from real runs which are the same.
_SAME_MEMBERS = 0.25
"""Share of common fragments (Jaccard, among fragments that both runs have) from which two clusters can be the same: of
two clusters of one size two fifths."""
_SAME_MEANING = 0.9
"""Cosine from which clusters without any fragment in common (all interviews replaced) can be the same."""
_MEANING_WEIGHT = 0.1
"""Weight of the cosine beside the share of fragments: it only decides between clusters that share about as many."""
_ID_LENGTH = 6  # hexadecimal digits of an id, short enough to type; more where these are taken
_ABSENT = 0.02
"""Lead over a cluster that was absent in the last run of one that was there."""


def keep_ids(
    groups: Sequence[frozenset[str]],
    centroids: Array,
    earlier: Sequence[EarlierTopic],
    seen: Collection[str],
    now: Collection[str],
    taken: Collection[str] = (),
) -> list[str]:
    """Match the clusters of this run with earlier ones (Kuhn 1955): a cluster keeps the id of the one it continues.

    Parameters
    ----------
    groups
        Fragments of each cluster.
    centroids
        Unit rows, one per cluster (n x width).
    earlier
        Clusters of earlier runs.
    seen
        All fragments of the last run, clustered or not.
    now
        All fragments of this run.
    taken
        Ids that may not be given (clusters that a person decided about).

    Returns
    -------
    list
        An id per cluster, a new one where it continues none.
    """
    candidates = [old for old in earlier if old.id not in set(taken)]
    ids: list[str | None] = [None] * len(groups)
    if candidates and groups:
        likeness = np.array(
            [
                [_likeness(group, centroid, old, seen, now) for old in candidates]
                for group, centroid in zip(groups, centroids, strict=True)
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
    length = _ID_LENGTH
    while f"c{digest[:length]}" in used and length < len(digest):
        length += 1
    return f"c{digest[:length]}"


def _likeness(
    group: frozenset[str], centroid: Array, old: EarlierTopic, seen: Collection[str], now: Collection[str]
) -> float:
    """Score how well a cluster continues an earlier one; 0 when it cannot."""
    common = len(group & old.members)
    known = sum(fragment in seen for fragment in group)
    still = sum(fragment in now for fragment in old.members)
    overlap = common / max(known + still - common, 1)
    meaning = float(centroid @ old.centroid) if len(old.centroid) == len(centroid) else 0.0
    if overlap < _SAME_MEMBERS and not (known == 0 and meaning >= _SAME_MEANING):
        return 0.0
    return overlap + _MEANING_WEIGHT * max(meaning, 0.0) - (0.0 if old.present else _ABSENT)
