"""In which order moments happened: by their dates, else by the order in which residents tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from narratief.domain.vectors import Labels
from narratief.turning_points.model import TurningPoint
from narratief.turning_points.vocabulary import vocabulary

_UNKNOWN_STAGE = 5
"""Stage of a moment without a known event: the middle of the ten stages of vocabulary.yaml."""


def in_order(moments: Sequence[TurningPoint]) -> tuple[TurningPoint, ...]:
    """Put moments in order.

    Dates decide, and "the first" comes before "the second" of the same kind. For all else each resident has a vote:
    what they told first, came first. What is still equal goes by where such an event usually stands in a process.
    """
    before, votes = _known(moments), _votes(moments)
    waits_for, ahead = before.sum(axis=0), votes.sum(axis=1)  # of those that are left
    by_resort = sorted(range(len(moments)), key=lambda at: (_last_resort(moments[at]), -at))
    resort = np.argsort(by_resort)
    left, ordered = np.ones(len(moments), bool), []
    while left.any():
        free = np.flatnonzero(left & (waits_for == 0))
        free = free if len(free) else np.flatnonzero(left)
        most = free[ahead[free] == ahead[free].max()]
        chosen = int(most[resort[most].argmax()])
        ordered.append(moments[chosen])
        left[chosen] = False
        waits_for -= before[chosen]
        ahead -= votes[:, chosen]
    return tuple(ordered)


def _known(moments: Sequence[TurningPoint]) -> Labels:
    """1 where the first moment (row) surely came before the second (column), else 0."""
    table = np.zeros((len(moments), len(moments)), np.int64)
    sure = [at for at, each in enumerate(moments) if (each.when and each.when.key) or each.ordinal]
    for one, other in combinations(sure, 2):
        sooner, later = _ranks(moments[one], moments[other])
        if sooner < later:
            table[one, other] = 1
        elif later < sooner:
            table[other, one] = 1
    return table


def _ranks(first: TurningPoint, second: TurningPoint) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What surely orders two moments: both dates, or which one of their kind they are; equal when nothing does."""
    dates = [each.when.key if each.when else None for each in (first, second)]
    if dates[0] and dates[1]:
        return dates[0], dates[1]
    if first.event and first.event == second.event and first.ordinal and second.ordinal:
        return (first.ordinal,), (second.ordinal,)
    return (), ()


def _votes(moments: Sequence[TurningPoint]) -> Labels:
    """Residents who told the first moment (row) before the second (column), less those who told it later."""
    table = np.zeros((len(moments), len(moments)), np.int64)
    told: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, moment in enumerate(moments):
        for each in moment.perspectives:
            told[each.interview].append((each.voices[0].quote.start, at))
    for own in told.values():
        for (start, one), (later, other) in combinations(sorted(own), 2):
            if start < later:
                table[one, other] += 1
                table[other, one] -= 1
    return table


def _last_resort(moment: TurningPoint) -> tuple[int, int, str]:
    """Earliest usual stage first, then the moment of most residents, then by id."""
    stage = vocabulary().event(moment.event).stage if moment.event else _UNKNOWN_STAGE
    return -stage, moment.residents, moment.id
