"""In which order moments happened: by their dates, else by the order in which residents tell them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from narratief.turning_points.model import TurningPoint
from narratief.turning_points.vocabulary import vocabulary

_UNKNOWN_STAGE = 5
"""Stage of a moment without a known event: the middle of the ten stages of vocabulary.yaml."""


def in_order(moments: Sequence[TurningPoint]) -> tuple[TurningPoint, ...]:
    """Put moments in order.

    Dates decide, and "the first" comes before "the second" of the same kind. For all else each resident has a vote:
    what they told first, came first. What is still equal goes by where such an event usually stands in a process.
    """
    before = _known(moments)
    votes = _votes(moments)
    left, ordered = list(range(len(moments))), []
    while left:
        free = [at for at in left if not any((other, at) in before for other in left)] or left
        chosen = max(free, key=lambda at: (sum(votes[at][other] for other in left), *_last_resort(moments[at])))
        ordered.append(moments[chosen])
        left.remove(chosen)
    return tuple(ordered)


def _known(moments: Sequence[TurningPoint]) -> set[tuple[int, int]]:
    """Pairs of which the first surely came before the second."""
    pairs: set[tuple[int, int]] = set()
    for one, other in combinations(range(len(moments)), 2):
        first, second = moments[one], moments[other]
        sooner, later = _ranks(first, second)
        if sooner < later:
            pairs.add((one, other))
        elif later < sooner:
            pairs.add((other, one))
    return pairs


def _ranks(first: TurningPoint, second: TurningPoint) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What surely orders two moments: both dates, or which one of their kind they are; equal when nothing does."""
    dates = [each.when.key if each.when else None for each in (first, second)]
    if dates[0] and dates[1]:
        return dates[0], dates[1]
    if first.event and first.event == second.event and first.ordinal and second.ordinal:
        return (first.ordinal,), (second.ordinal,)
    return (), ()


def _votes(moments: Sequence[TurningPoint]) -> list[list[int]]:
    """Per pair the residents who told the first one earlier, less those who told it later."""
    told = [{each.interview: each.voices[0].quote.start for each in moment.perspectives} for moment in moments]
    table = [[0] * len(moments) for _ in moments]
    for one, other in combinations(range(len(moments)), 2):
        for interview in told[one].keys() & told[other].keys():
            step = (told[one][interview] < told[other][interview]) - (told[one][interview] > told[other][interview])
            table[one][other] += step
            table[other][one] -= step
    return table


def _last_resort(moment: TurningPoint) -> tuple[int, int, str]:
    """Earliest usual stage first, then the moment of most residents, then by id."""
    stage = vocabulary().event(moment.event).stage if moment.event else _UNKNOWN_STAGE
    return -stage, moment.residents, moment.id
