"""Expressions in an answer, also those that only its question makes plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from narratief.domain.fragment import Fragment
from narratief.turning_points.expressions import Expression, find_expressions
from narratief.turning_points.vocabulary import vocabulary

_SAYS_NO = re.compile(r"\s*(?:nee|neen|nooit|niet)\b", re.IGNORECASE)


def expressions_of(fragment: Fragment, *, opens: bool, before: str = "") -> tuple[Expression, ...]:
    """Find what points at a moment in a fragment, and in the question when the fragment opens the answer.

    An event that only the question names is that of the answer, unless the answer is no. "De tweede" is the second
    evening where the question, or the one before it, is about evenings; where people gather, a gathering is meant.

    Parameters
    ----------
    opens
        Whether it is the first of its answer.
    before
        The question before its own.
    """
    own = list(find_expressions(fragment.text))
    own += _apart(own, _counted(fragment, before))
    if opens and fragment.question:
        own = _with_question(own, fragment)
    if not _gatherings(own) and not _many(fragment.question) and (place := _venue_pattern().search(fragment.text)):
        own.append(Expression("event", *place.span(), "meeting", noun="bijeenkomst", place_only=True))
    return tuple(sorted(_with_day(own), key=lambda each: (each.start, each.end)))


def says_no(text: str) -> bool:
    """Tell whether an answer opens with no."""
    return bool(_SAYS_NO.match(text))


def venue_in(text: str) -> str:
    """Place where people gather that a text names first, after "in", "naar" or "bij"; empty for none."""
    found = _venue_pattern().search(text)
    return found["venue"].lower() if found else ""


def _with_question(own: list[Expression], fragment: Fragment) -> list[Expression]:
    """Add the events that the question names, or give the answer's own the order word that the question has."""
    asked = [each for each in find_expressions(fragment.question) if each.kind == "event"]
    families = {each.family: at for at, each in enumerate(own) if each.kind == "event"}
    for each in asked:
        at = families.get(each.family)
        if at is not None:
            if each.ordinal and not own[at].ordinal:
                own[at] = replace(own[at], ordinal=each.ordinal)
        elif not says_no(fragment.text):
            families[each.family] = len(own)
            own.append(replace(each, start=0, end=len(fragment.text), asked=True))
    place = _venue_pattern().search(fragment.question)
    if place and not _gatherings(own) and not _many(fragment.question) and not says_no(fragment.text):
        whole = (0, len(fragment.text))
        own.append(Expression("event", *whole, "meeting", noun="bijeenkomst", asked=True, place_only=True))
    return own


def _counted(fragment: Fragment, before: str) -> list[Expression]:
    """Find "de eerste (keer)" where the question or the fragment itself speaks of gatherings."""
    about = f"{before} {fragment.question} {fragment.text}"
    if not _many(about) and not _generic_pattern().search(about):
        return []
    return [
        Expression("event", *match.span(), "meeting", vocabulary().ordinals[match["order"].lower()], "keer")
        for match in _counted_pattern().finditer(fragment.text)
    ]


def _apart(found: Sequence[Expression], others: Sequence[Expression]) -> list[Expression]:
    """Those of the others that share no character with an event that was found."""
    events = [each for each in found if each.kind == "event"]
    return [each for each in others if all(each.end <= one.start or each.start >= one.end for one in events)]


def _with_day(own: Sequence[Expression]) -> list[Expression]:
    """Give a date that stands alone to the one event that has only the question or a place to go by."""
    loose = [each for each in own if each.kind == "date"]
    bare = [at for at, each in enumerate(own) if (each.asked or each.place_only) and each.when is None]
    if len(loose) != 1 or len(bare) != 1:
        return list(own)
    dated = replace(own[bare[0]], when=loose[0].when)
    return [dated if at == bare[0] else each for at, each in enumerate(own) if each is not loose[0]]


def _gatherings(own: Sequence[Expression]) -> bool:
    """Tell whether a gathering is among expressions."""
    return any(each.family == "gathering" for each in own)


def _many(text: str) -> bool:
    """Tell whether a text speaks of gatherings in general."""
    return any(word.strip(".,?!;:'\"") in vocabulary().gatherings for word in text.lower().split())


@cache
def _venue_pattern() -> re.Pattern[str]:
    """A place where people gather, after "in", "naar" or "bij"."""
    venues = "|".join(map(re.escape, vocabulary().venues))
    return re.compile(
        rf"\b(?:in|naar|bij)\s+(?:(?:de|het|'t|die|dat|onze|een)\s+)(?:[^\W\d_]+e\s+)?(?P<venue>{venues})(?![\w-])",
        re.IGNORECASE,
    )


@cache
def _generic_pattern() -> re.Pattern[str]:
    """Words for any gathering, "keer" excepted."""
    return re.compile(rf"\b(?:{'|'.join(vocabulary().generic - {'keer'})})\b", re.IGNORECASE)


@cache
def _counted_pattern() -> re.Pattern[str]:
    """An order word without its noun, or before "keer"."""
    order = "|".join(vocabulary().ordinals)
    verbs = "was|waren|kreeg|kregen|kwam|kon|kun|kunnen|mocht|mochten|stond|werd|dacht|heb|heeft|ging|lag|had|zat"
    return re.compile(
        rf"\b(?:de|het|die|dat)\s+(?P<order>{order})(?:\s+keer\b|(?=\s*[,.;:!?])|(?=\s+(?:{verbs})\b))", re.IGNORECASE
    )
