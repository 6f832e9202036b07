"""Passages that represent a cluster."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.topics.passage import Passage

_QUOTES = 6


def quotes_of(typical: Sequence[Passage]) -> tuple[str, ...]:
    """Choose passages that read well by themselves, each resident's best before anyone's second."""
    rank = {passage.id: place for place, passage in enumerate(typical)}
    readable = sorted(typical, key=lambda p: (not 8 <= len(p.text.split()) <= 60, rank[p.id]))
    told: dict[tuple[str, str], int] = {}
    rounds = []
    for passage in readable:
        told[passage.resident] = told.get(passage.resident, 0) + 1
        rounds.append((told[passage.resident], passage.id))
    order = {passage.id: place for place, passage in enumerate(readable)}
    return tuple(i for _, i in sorted(rounds, key=lambda pair: (pair[0], order[pair[1]])))[:_QUOTES]
