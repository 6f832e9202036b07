"""How likely two mentions are of one moment: by what kind of event it was, which one, when, where and what is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratief.turning_points.mentions import Mention
from narratief.turning_points.vocabulary import vocabulary

# All weights were chosen on the six marked projects of narratives and models/evaluation (`benchmarks/moments.py`).
ENOUGH = 2.0
"""Likeness from which two mentions are put together."""
LIKELY = 3.0
"""Likeness from which that is sure."""
_ORDINAL, _DAY, _MONTH, _VENUE, _NAME = 2.0, 3.0, 0.8, 1.6, 2.0
_HEAD = 0.8
"""For a name that the vocabulary has ("inloop"): another process has several of them too."""
_ONCE, _ONCE_WEAKLY = 2.0, 1.2
"""For what a process has one of: when both mentions name it, and when one only says that it happened."""
_PER_WEIGHT, _MOST_WORDS = 0.25, 2.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares the mentions of one project.

    Attributes
    ----------
    weights
        Weight per content word, as `wording.weights_of` gives it.
    several
        Families of events of which this project shows that it had more than one.
    """

    weights: Mapping[str, float]
    several: frozenset[str]

    def of(self, one: Mention, other: Mention) -> float:
        """Likeness of two mentions; zero when they are of different kinds of events."""
        if one.family != other.family:
            return 0.0
        told = self._told(one, other)
        return self._kind(one, other) + _which(one, other) + _when(one, other) + told + _followed(one, other)

    def _kind(self, one: Mention, other: Mention) -> float:
        """What it tells that both are of this kind: a good deal where a process has only one of them."""
        event = vocabulary().event(one.expression.event)
        if event.repeats:
            first, second = one.expression, other.expression
            alone = event.family and one.family not in self.several and first.noun == second.noun
            clauses = not event.family and first.in_clause and second.in_clause
            return _ONCE if (alone and one.named and other.named) or clauses else 0.0
        if one.named and other.named:
            return _ONCE
        return _ONCE_WEAKLY if one.named or other.named else 0.0

    def _told(self, one: Mention, other: Mention) -> float:
        """What shared words tell."""
        shared = sum(self.weights.get(word, 0.0) for word in one.story & other.story)
        return min(_MOST_WORDS, _PER_WEIGHT * shared)


def several_of(mentions: Sequence[Mention]) -> frozenset[str]:
    """Families of events of which mentions show that there were several: other numbers, places or days."""
    marks: defaultdict[tuple[str, str], set[object]] = defaultdict(set)
    for each in mentions:
        when = each.voice.when
        marks[each.family, "ordinal"] |= {each.expression.ordinal, 0} if each.expression.ordinal else set()
        marks[each.family, "venue"] |= {each.venue} - {""} if each.named else set()
        marks[each.family, "day"] |= {(when.month, when.day)} if when and when.day else set()
    return frozenset(family for (family, _), found in marks.items() if len(found) > 1)


def differ(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions of one family surely are of different moments."""
    first, second = one.expression, other.expression
    if first.ordinal and second.ordinal and first.ordinal != second.ordinal:
        return True
    if one.venue and other.venue and one.venue != other.venue:
        return True
    if one.sent is not None and other.sent is not None and (one.sent != other.sent or one.sent):
        return one.voice.interview != other.voice.interview or one.sent != other.sent
    return _days_differ(one, other) or _names_differ(one, other)


def _days_differ(one: Mention, other: Mention) -> bool:
    """Tell whether both are dated, by month at least, and not alike."""
    first, second = one.voice.when, other.voice.when
    if not (first and second and first.names_month and second.names_month):
        return False
    years = first.year and second.year and first.year != second.year
    days = first.day and second.day and first.day != second.day
    return bool(first.month != second.month or years or days)


def _names_differ(one: Mention, other: Mention) -> bool:
    """Tell whether both have a name of their own ("atelier", "startbijeenkomst"), and another one."""
    generic = vocabulary().generic
    names = one.expression.noun, other.expression.noun
    return one.family == "gathering" and names[0] != names[1] and not generic & set(names)


def _which(one: Mention, other: Mention) -> float:
    """What order words, a name of its own and the place tell."""
    first, second = one.expression, other.expression
    ordinal = _ORDINAL if first.ordinal and first.ordinal == second.ordinal else 0.0
    venue = _VENUE if one.venue and one.venue == other.venue else 0.0
    same = first.noun == second.noun and first.noun not in vocabulary().generic
    event = vocabulary().event(first.event)
    if not same or event.family != "gathering" or ordinal:
        return ordinal + venue
    return venue + (_HEAD if first.noun in event.heads else _NAME)


def _followed(one: Mention, other: Mention) -> float:
    """What it tells that one resident goes on about it: "die avond", in the next answer."""
    first, second = one.voice.quote, other.voice.quote
    near = first.interview == second.interview and 0 <= second.turn - first.turn <= 1
    return ENOUGH if near and other.expression.refers_back else 0.0


def _when(one: Mention, other: Mention) -> float:
    """What dates tell; those that differ are for `differ`."""
    first, second = one.voice.when, other.voice.when
    if not (first and second and first.month and first.month == second.month):
        return 0.0
    if first.day and first.day == second.day:
        return _DAY
    named = first.text.lower().startswith("van ") and second.text.lower().startswith("van ")
    return ENOUGH if named and one.family == "letter" else _MONTH  # "de brief van maart" is a name
