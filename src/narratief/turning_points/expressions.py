"""Expressions by which residents point at a moment: an event by name, a date, or a clause ("toen de tekening kwam")."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from narratief.domain.spans import Span, back_to_word_end
from narratief.turning_points.vocabulary import EventKind, vocabulary
from narratief.turning_points.when import When, dates_in

Kind = Literal["event", "date", "clause", "story"]
# These lengths were chosen by reading the sample projects, not measured.
_CLAUSE_LENGTH = 90
"""Characters after which a clause without punctuation is taken to have ended; talk has few commas."""
_NEAR = 60
"""Characters within which a date belongs to the event it stands beside, within one sentence."""
_ARRIVAL_REACH = 30
"""Characters before an event in which "er kwam" brings it up."""
_SHORTEST = 4
"""Letters of a content word at least."""
_STEM = 6
"""First letters by which content words are compared, so that forms of one word are one word."""
_ASIDE = re.compile(r"\b(?:vóór|tot aan|sinds)\s+$", re.IGNORECASE)
"""What makes an event a mark in time and not the thing that is told ("vóór de eerste avond")."""
_DAYTIME = re.compile(r"\bin\s+$", re.IGNORECASE)  # "in de avond" is a time of day
_ASIDE_REACH = 10
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that point at a moment; of a story that names none, a whole fragment.

    Attributes
    ----------
    start, end
        Position in the text that was searched, end exclusive.
    event
        Id of the event in the vocabulary; empty for a date or a clause without a known event.
    ordinal
        1 for the first, 99 for the last; 0 when none was said.
    noun
        The event's name as said, lower case.
    words
        Content words of a clause, by which it is likened to other clauses.
    refers_back
        True for "die avond": the event meant is one named before.
    when
        The date said with it, when there is one.
    in_clause
        True in a clause of time ("toen de tekening kwam"), which makes a moment of it.
    asked
        True when only the question names the event; the positions are then those of the whole fragment.
    place_only
        True when only a place where people gather says that there was an event.
    """

    kind: Kind
    start: int
    end: int
    event: str = ""
    ordinal: int = 0
    noun: str = ""
    words: frozenset[str] = frozenset()
    refers_back: bool = False
    when: When | None = None
    in_clause: bool = False
    asked: bool = False
    place_only: bool = False

    @property
    def family(self) -> str:
        """Kinds of events that may be one moment; empty for a date or clause without a known event."""
        if not self.event:
            return ""
        return vocabulary().event(self.event).family or self.event


class _Reach:
    """Spans by their place, so that a long text is not searched whole for each of its dates."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._places = sorted(range(len(spans)), key=lambda at: spans[at][0])
        self._starts = [spans[at][0] for at in self._places]
        self._longest = max((end - start for start, end in spans), default=0)

    def around(self, start: int, end: int, distance: int = 0) -> list[int]:
        """Places of all spans that may lie within a distance (characters) of start to end, in their order."""
        first = bisect_left(self._starts, start - distance - self._longest)
        return sorted(self._places[first : bisect_right(self._starts, end + distance)])


def find_expressions(text: str) -> tuple[Expression, ...]:
    """Find all expressions in a text, from left to right.

    A date near an event, in the same sentence, belongs to the event and does not stand by itself. Times of day
    ("'s avonds", "gisteravond"), habits ("elke avond") and loose plurals ("die avonden") point at no one moment.
    """
    events = list(_events(text))
    events += _apart_from(events, _phrases(text), len(text))
    found, loose = [*events, *_apart_from(events, _clauses(text), len(text))], []
    reach = _Reach([(each.start, each.end) for each in found])
    for start, end, when in dates_in(text):
        near = [at for at in reach.around(start, end, _NEAR) if _beside(text, found[at], start, end)]
        if near:
            at = min(near, key=lambda place: (abs(found[place].start - start), place))
            found[at] = replace(found[at], when=found[at].when or when)
        else:
            loose.append(Expression("date", start, end, when=when))
    return tuple(sorted([*found, *loose], key=lambda each: (each.start, each.end)))


def _events(text: str) -> Iterator[Expression]:
    """Find named events: with "de" or "die", with an order word, after "er kwam", or anywhere in a clause of time."""
    spans = list(_clause_spans(text))
    reach = _Reach(spans)
    for match in _noun_pattern().finditer(text):
        noun = match["noun"].lower()
        event = vocabulary().event_of(noun)
        if event is None:
            continue
        ordinal = _ordinal(match["middle"] or "", noun)
        at = match.start("noun")
        clause = next((spans[near] for near in reach.around(at, at) if spans[near][0] <= at < spans[near][1]), None)
        determiner = (match["determiner"] or "").lower()
        definite = determiner in vocabulary().definite
        arrived = bool(_arrival_pattern().search(text[max(0, match.start() - _ARRIVAL_REACH) : match.start("noun")]))
        if (event.clause_only and clause is None and not ordinal) or (event.not_own and determiner in vocabulary().own):
            continue
        if not (definite or ordinal or clause or arrived or noun in event.plural):
            continue
        lead = text[max(0, match.start() - _ASIDE_REACH) : match.start()]
        if clause is None and (_ASIDE.search(lead) or (noun == "avond" and _DAYTIME.search(lead))):
            continue
        start, end = clause or (match.start(), match.end("noun"))
        alone = not (match["middle"] or "").strip()
        back = not ordinal and clause is None and alone and determiner in vocabulary().demonstrative
        yield Expression("event", start, end, event.id, ordinal, noun, refers_back=back, in_clause=clause is not None)


def _phrases(text: str) -> Iterator[Expression]:
    """Find other ways to say that an event took place ("we hebben gestemd")."""
    if not _any_phrase().search(text):
        return
    for event, pattern in _phrase_patterns():
        for match in pattern.finditer(text):
            yield Expression("event", *match.span(), event.id, noun=event.label)


@cache
def _phrase_patterns() -> tuple[tuple[EventKind, re.Pattern[str]], ...]:
    """Each way to say that an event took place, with the event."""
    return tuple((event, _said([phrase])) for event in vocabulary().events for phrase in event.phrases)


@cache
def _any_phrase() -> re.Pattern[str]:
    """Any of these ways: most texts hold none."""
    return _said([phrase for event in vocabulary().events for phrase in event.phrases])


def _said(phrases: Iterable[str]) -> re.Pattern[str]:
    """Pattern of phrases as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def _clauses(text: str) -> Iterator[Expression]:
    """Find clauses of time that name no known event, with the content words that tell them apart."""
    for start, end in _clause_spans(text):
        words = frozenset(
            word[:_STEM]
            for word in (found[0].lower() for found in _WORD.finditer(text[start:end]))
            if len(word) >= _SHORTEST
            and word not in vocabulary().not_content
            and word not in vocabulary().clause_starts
        )
        if words:
            yield Expression("clause", start, end, words=words)


def _clause_spans(text: str) -> Iterator[Span]:
    """Find clauses from "toen", "nadat" and the like, up to the next punctuation."""
    for match in _clause_pattern().finditer(text):
        stop = re.search(r"[,.;:?!…]|\s(?:toen|dan|maar)\s", text[match.end() : match.end() + _CLAUSE_LENGTH])
        end = match.end() + stop.start() if stop else min(len(text), match.end() + _CLAUSE_LENGTH)
        yield back_to_word_end(text, (match.start(), end))


def _ordinal(middle: str, noun: str) -> int:
    """Order word before the noun, or in its first part ("startavond", "slotbijeenkomst"); 0 for none."""
    for word in middle.lower().split():
        if word in vocabulary().ordinals:
            return vocabulary().ordinals[word]
    for prefix, order in vocabulary().ordinal_prefixes.items():
        if noun.startswith(prefix) and noun not in _all_heads():
            return order
    return 0


def _beside(text: str, expression: Expression, start: int, end: int) -> bool:
    """Tell whether a date stands in or near an expression without the end of a sentence between them."""
    low, high = min(expression.end, end), max(expression.start, start)
    return high - low <= _NEAR and not re.search(r"[.?!]\s", text[low:high])


def _apart_from(found: Sequence[Expression], others: Iterable[Expression], length: int) -> list[Expression]:
    """Those of the others that share no character with what was found in a text of this length."""
    taken = bytearray(length)
    for each in found:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    return [other for other in others if not any(taken[other.start : other.end])]


@cache
def _noun_pattern() -> re.Pattern[str]:
    """An event noun, alone or as the end of a compound, with what stands before it: article, order word, adjective."""
    words = vocabulary()
    determiners = "|".join(map(re.escape, (*words.definite, "een", "'n", "zo'n", "elke", "iedere", "op een")))
    order = "|".join(words.ordinals)
    heads = sorted(_all_heads() | {plural for event in words.events for plural in event.plural}, key=len, reverse=True)
    nouns = "|".join(map(re.escape, heads))
    middle = rf"(?P<middle>(?:(?<![^\W\d_])(?:{order}|[^\W\d_]+e|soort|gezamenlijk|definitief|nieuw)\s+){{0,2}})"
    return re.compile(
        rf"(?:(?<![\w'’])(?P<determiner>{determiners})\s+)?{middle}(?<![\w-])(?P<noun>[^\W\d_-]*(?:{nouns}))(?![\w-])",
        re.IGNORECASE,
    )


@cache
def _all_heads() -> frozenset[str]:
    """Nouns of all events together."""
    return frozenset(head for event in vocabulary().events for head in event.heads)


@cache
def _arrival_pattern() -> re.Pattern[str]:
    """Words by which something new comes up in a story ("er kwam"), up to the noun and within one clause."""
    return re.compile(r"\b(?:" + "|".join(vocabulary().arrival) + r")\b[^.?!,]*$", re.IGNORECASE)


@cache
def _clause_pattern() -> re.Pattern[str]:
    """A word that opens a clause of time; "toen" only before a subject, for "toen zei ze" opens a main clause."""
    words = vocabulary()
    subjects = "|".join(map(re.escape, words.subjects))
    starts = "|".join(map(re.escape, sorted(words.clause_starts, key=len, reverse=True)))
    return re.compile(rf"\b(?:{starts})(?=\s+(?:pas\s+|dan\s+|eindelijk\s+)?(?:{subjects})(?![\w'’]))", re.IGNORECASE)
