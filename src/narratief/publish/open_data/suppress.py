"""Hiding small counts, and as many others as it takes that no hidden one can be worked out from the total."""

from __future__ import annotations

from collections.abc import Sequence

THRESHOLD = 5
"""ResidentCounts below this (but not nought) are hidden; a project with fewer residents is hidden wholly."""


def suppress(counts: Sequence[int], residents: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Hide what may not be shown of one theme.

    After the small counts, the smallest of the others are hidden too, until the hidden ones are safe: they are at least
    two, add up to at least the threshold, and each could still be more than one number for who knows all that is shown
    (the other counts, the total, and the residents spoken to). Where that cannot be reached, the total is hidden.

    Parameters
    ----------
    counts
        Residents per project who told of the theme.
    residents
        Residents per project who were spoken to.

    Returns
    -------
    tuple
        The counts and their total, None for what is hidden.
    """
    hidden = {
        place
        for place, (count, spoken) in enumerate(zip(counts, residents, strict=True))
        if spoken < THRESHOLD or 0 < count < THRESHOLD
    }
    total = sum(counts)
    shown_total = None if 0 < total < THRESHOLD else total
    if hidden and shown_total is not None:
        more = sorted((count, place) for place, count in enumerate(counts) if place not in hidden and count > 0)
        while more and not _safe(counts, residents, hidden):
            hidden.add(more.pop(0)[1])
        if not _safe(counts, residents, hidden):
            shown_total = None
    return [None if place in hidden else count for place, count in enumerate(counts)], shown_total


def _safe(counts: Sequence[int], residents: Sequence[int], hidden: set[int]) -> bool:
    """Whether the shown counts and the total give no hidden one away."""
    together = sum(counts[place] for place in hidden)
    if len(hidden) < 2 or together < THRESHOLD:
        return False
    least = {place: int(residents[place] >= THRESHOLD) for place in hidden}
    for place in hidden:
        others = hidden - {place}
        low = max(least[place], together - sum(residents[other] for other in others))
        high = min(residents[place], together - sum(least[other] for other in others))
        if low == high:
            return False
    return True
