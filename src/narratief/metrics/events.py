"""How well events that several residents tell of were put together, against a person's moments.jsonl.

A mention is a place: a file and a turn of its resident. Only events of two or more residents are scored. Mentions that
the person was not sure of (`GoldMention.sure`) count neither for nor against.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from narratief.metrics.gold import GoldMoment

Place = tuple[str, int]
"""File and 0-based place among the resident's turns."""
Event = frozenset[Place]
Pair = frozenset[Place]


@dataclass(frozen=True, slots=True)
class EventScores:
    """Counts of one or more projects; add them up before reading the shares, so that each mention weighs the same.

    Attributes
    ----------
    gold, found, right
        Events of two or more residents: that the person marked, that were found, and how many of the latter are of
        residents who all tell of one marked event.
    pairs_gold, pairs_found, pairs_both
        Pairs of mentions by different residents within one event.
    mentions_gold, mentions_found
        Mentions that B-cubed is averaged over, for recall and for precision.
    recall_sum, precision_sum
        Sums of B-cubed recall and precision over them.
    """

    gold: int = 0
    found: int = 0
    right: int = 0
    pairs_gold: int = 0
    pairs_found: int = 0
    pairs_both: int = 0
    mentions_gold: int = 0
    mentions_found: int = 0
    recall_sum: float = 0.0
    precision_sum: float = 0.0

    @property
    def event_precision(self) -> float | None:
        """Share of the found events that are right; None when none was found."""
        return self.right / self.found if self.found else None

    @property
    def pairwise_precision(self) -> float | None:
        """Share of the found pairs that are of one marked event; None without pairs."""
        return self.pairs_both / self.pairs_found if self.pairs_found else None

    @property
    def pairwise_recall(self) -> float | None:
        """Share of the marked pairs that were found; None without pairs."""
        return self.pairs_both / self.pairs_gold if self.pairs_gold else None

    @property
    def pairwise_f1(self) -> float | None:
        """Harmonic mean of both: of links between mentions (Manning, Raghavan & Schütze 2008, section 16.3)."""
        return _f1(self.pairwise_precision, self.pairwise_recall)

    @property
    def bcubed_precision(self) -> float | None:
        """Mean over the found mentions of the share of their event that belongs with them."""
        return self.precision_sum / self.mentions_found if self.mentions_found else None

    @property
    def bcubed_recall(self) -> float | None:
        """Mean over the marked mentions of the share of their event that was put with them."""
        return self.recall_sum / self.mentions_gold if self.mentions_gold else None

    @property
    def bcubed_f1(self) -> float | None:
        """Harmonic mean of both (Bagga & Baldwin 1998; for mentions of several events Amigó et al. 2009)."""
        return _f1(self.bcubed_precision, self.bcubed_recall)

    @property
    def line(self) -> str:
        """All of it on one line, in English."""
        pairs = (self.pairwise_precision, self.pairwise_recall, self.pairwise_f1)
        cubed = (self.bcubed_precision, self.bcubed_recall, self.bcubed_f1)
        told = "; ".join(
            f"{name} " + " / ".join("-" if value is None else f"{value:.2f}" for value in values)
            for name, values in (("pairs P/R/F1", pairs), ("B-cubed P/R/F1", cubed))
        )
        return f"{self.right} of {self.found} events right, {self.gold} marked; {told}"

    def __add__(self, other: EventScores) -> EventScores:
        return EventScores(
            self.gold + other.gold,
            self.found + other.found,
            self.right + other.right,
            self.pairs_gold + other.pairs_gold,
            self.pairs_found + other.pairs_found,
            self.pairs_both + other.pairs_both,
            self.mentions_gold + other.mentions_gold,
            self.mentions_found + other.mentions_found,
            self.recall_sum + other.recall_sum,
            self.precision_sum + other.precision_sum,
        )


def score_events(gold: Iterable[GoldMoment], found: Iterable[Collection[Place]]) -> EventScores:
    """Score found events on marked ones; those that one resident tells of are left out on either side.

    B-cubed counts a mention's own place too, so a mention that was put in no event still recalls itself, as the measure
    has it; the pairwise measure does not, and is the stricter one.

    Parameters
    ----------
    gold
        All events that the person marked.
    found
        Mentions of each event that was found; of one project or of several with file names of their own.
    """
    marked = list(gold)
    sure = [event for each in marked if len(_files(event := each.sure_places)) > 1]
    unsure = [frozenset(each.places) for each in marked]
    events = [event for each in found if len(_files(event := frozenset(each))) > 1]
    judged = [event for event in events if not _only_unsure(event, marked)]
    neutral = _pairs_of(unsure) - _pairs_of(sure)
    pairs_gold, pairs_found = _pairs_of(sure), _pairs_of(judged) - neutral
    recalls = [_share(place, sure, judged, frozenset()) for place in sorted(frozenset().union(*sure))]
    precisions = [
        _share(place, judged, sure, neutral)
        for place in sorted(frozenset().union(*judged) - _unsure_places(marked, sure))
    ]
    return EventScores(
        gold=len(sure),
        found=len(judged),
        right=sum(_is_right(event, marked) for event in judged),
        pairs_gold=len(pairs_gold),
        pairs_found=len(pairs_found),
        pairs_both=len(pairs_gold & pairs_found),
        mentions_gold=len(recalls),
        mentions_found=len(precisions),
        recall_sum=sum(recalls),
        precision_sum=sum(precisions),
    )


def _share(place: Place, of: Sequence[Event], against: Sequence[Event], neutral: Collection[Pair]) -> float:
    """B-cubed of one mention: mean over the mentions that share an event with it of how many of these events agree."""
    own = [event for event in of if place in event]
    shares = []
    for other in frozenset().union(*own):
        if frozenset((place, other)) in neutral:
            continue
        here = sum(other in event for event in own)
        there = (
            max(1, sum({place, other} <= event for event in against))
            if other == place
            else sum({place, other} <= event for event in against)
        )
        shares.append(min(here, there) / here)
    return sum(shares) / len(shares)


def _is_right(event: Event, marked: Sequence[GoldMoment]) -> bool:
    """Tell whether all residents of an event tell of one marked event, by mentions that are in both."""
    return any(_files(event) <= _files(event & frozenset(each.places)) for each in marked)


def _only_unsure(event: Event, marked: Sequence[GoldMoment]) -> bool:
    """Tell whether an event is right only as far as the person was not sure."""
    return any(
        _files(event) <= _files(event & frozenset(each.places)) and len(_files(event & each.sure_places)) < 2
        for each in marked
    ) and not any(_files(event) <= _files(event & each.sure_places) for each in marked)


def _unsure_places(marked: Sequence[GoldMoment], sure: Sequence[Event]) -> frozenset[Place]:
    """Mentions that the person was not sure of, and that are sure mentions of no event of several residents."""
    doubtful = {place for each in marked for place in each.places if place not in each.sure_places}
    return frozenset(doubtful) - frozenset().union(*sure)


def _files(event: Iterable[Place]) -> frozenset[str]:
    """Residents who tell of an event, by file."""
    return frozenset(file for file, _ in event)


def _pairs_of(events: Iterable[Event]) -> frozenset[Pair]:
    """Pairs of mentions by different residents within an event."""
    return frozenset(
        frozenset((one, other)) for event in events for one, other in combinations(event, 2) if one[0] != other[0]
    )


def _f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean; None when either is undefined, zero when both are."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
