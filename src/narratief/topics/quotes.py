"""Passages that represent a cluster."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.standing_alone import LONGEST, SHORTEST
from narratief.topics.passage import Passage

_QUOTES = 6
"""Quotes kept per cluster. Chosen, not measured: two are shown at once, the others on a click."""


def quotes_of(typical: Sequence[Passage]) -> tuple[str, ...]:
    """Choose passages that read well by themselves, each resident's best before anyone's second.

    None of those that may not be shown: there are no quotes where nothing else is.
    """
    rank = {passage.id: place for place, passage in enumerate(typical)}
    shown = (passage for passage in typical if not passage.withheld)
    readable = sorted(shown, key=lambda p: (not SHORTEST <= len(p.text.split()) <= LONGEST, rank[p.id]))
    told: dict[tuple[str, str], int] = {}
    rounds = []
    for passage in readable:
        told[passage.resident] = told.get(passage.resident, 0) + 1
        rounds.append((told[passage.resident], passage.id))
    order = {passage.id: place for place, passage in enumerate(readable)}
    return tuple(i for _, i in sorted(rounds, key=lambda pair: (pair[0], order[pair[1]])))[:_QUOTES]
