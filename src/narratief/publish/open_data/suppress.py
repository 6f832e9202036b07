"""Hiding small counts, and as many others as needed so that no hidden count follows from the total.

Statistical offices call this primary and secondary cell suppression (Hundepool et al., Statistical Disclosure Control,
2012).
"""

from __future__ import annotations

from collections.abc import Sequence

THRESHOLD = 5
"""Counts below this, but not zero, are hidden; of a project with fewer residents everything is hidden.

Chosen, not measured: five is what also separates small groups in the synthesis (`synthesis.wording.SMALL_GROUP`).
"""


def suppress(counts: Sequence[int], residents: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Hide the counts of one theme that may not be shown.

    After the small counts, the smallest of the others are hidden too, until the hidden ones are safe: there are at
    least two of them, they add up to at least the threshold, and each of them could still be more than one number to a
    reader who knows everything that is shown (the other counts, the total, and the residents spoken to). Where that
    cannot be reached, the total is hidden.

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
        least = [int(spoken >= THRESHOLD) for spoken in residents]  # of a larger project a hidden count is no zero
        while more and not is_safe(counts, residents, hidden, least):
            hidden.add(more.pop(0)[1])
        if not is_safe(counts, residents, hidden, least):
            shown_total = None
    return [None if place in hidden else count for place, count in enumerate(counts)], shown_total


def is_safe(counts: Sequence[int], residents: Sequence[int], hidden: set[int], least: Sequence[int]) -> bool:
    """Whether no hidden count follows from the shown counts and the total.

    Parameters
    ----------
    hidden
        Places of the counts that are not shown.
    least
        What each count is at least if it is hidden, as a reader knows.
    """
    together = sum(counts[place] for place in hidden)
    if len(hidden) < 2 or together < THRESHOLD:
        return False
    for place in hidden:
        others = hidden - {place}
        low = max(least[place], together - sum(residents[other] for other in others))
        high = min(residents[place], together - sum(least[other] for other in others))
        if low == high:
            return False
    return True
