"""Which mentions are of the same moment."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from narratief.turning_points.labels import label_of
from narratief.turning_points.mentions import Mention
from narratief.turning_points.model import Perspective, TurningPoint, Voice
from narratief.turning_points.vocabulary import vocabulary
from narratief.turning_points.when import When

_SHARED = 0.5
"""Share of content words from which two clauses are of the same moment. Chosen, not measured."""
_ID_LENGTH = 12  # hexadecimal digits: 48 bits, which no two of a project's moments share in practice

Key = tuple[str, ...]


def group_mentions(project: str, mentions: Sequence[Mention]) -> tuple[TurningPoint, ...]:
    """Group mentions of one moment, in no particular order.

    Events group by kind and order word, and by their own name when several residents use it ("de wijkavond"); of what a
    process has several of (evenings, letters) only the same name is the same moment, and a day of its own parts it;
    dates by month; clauses without a known event by their content words. What is told in words that may not be shown
    counts for a moment that others tell of too, and gives it no name or date.
    """
    groups: defaultdict[Key, list[Mention]] = defaultdict(list)
    clauses: list[Mention] = []
    for mention in mentions:
        if mention.expression.kind == "clause" and mention.voice.when is None:
            clauses.append(mention)
        else:
            groups[_key(mention)].append(mention)
    _widen_lone_names(groups)
    for number, members in enumerate(_like_clauses(clauses)):
        groups["clause", str(number)] = members
    return tuple(
        _turning_point(project, key, members)
        for key, members in groups.items()
        if not all(mention.voice.quote.withheld for mention in members)
    )


def _key(mention: Mention) -> Key:
    """What a mention is recognised by."""
    expression, when = mention.expression, mention.voice.when
    if expression.kind == "event":
        event = vocabulary().event(expression.event)
        general = expression.ordinal or (expression.noun in event.heads and not event.repeats)
        own = "" if general else expression.noun
        if own and event.repeats and when and when.day:
            own = f"{own} {when.year}-{when.month}-{when.day}"
        return "event", expression.event, str(expression.ordinal), own
    assert when is not None
    month = str(when.month or "") if when.names_month else f"{when.month or ''}~"
    return "date", str(when.year or ""), month, str(when.day or "")


def _residents(mentions: Iterable[Mention]) -> set[str]:
    """Interviews that mentions come from."""
    return {mention.voice.interview for mention in mentions}


def _widen_lone_names(groups: defaultdict[Key, list[Mention]]) -> None:
    """Put an event that one resident gives a name of its own with the nameless ones of its kind.

    Not where a process has several of them: then another name is likely another moment.
    """
    lone = [
        key
        for key, members in groups.items()
        if key[0] == "event" and key[3] and len(_residents(members)) == 1 and not vocabulary().event(key[1]).repeats
    ]
    for key in lone:
        groups[(*key[:3], "")] += groups.pop(key)
    for key in [key for key in groups if key[0] == "date" and key[3] and len(_residents(groups[key])) == 1]:
        groups[(*key[:3], "")] += groups.pop(key)


def _like_clauses(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group clauses: each joins the first group whose first clause shares enough of its words."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        words = mention.expression.words
        for group in groups:
            if _shared_words(words, group[0].expression.words) >= _SHARED:
                group.append(mention)
                break
        else:
            groups.append([mention])
    return groups


def _shared_words(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of the two together that both have (Jaccard)."""
    return len(one & other) / max(1, len(one | other))


def _turning_point(project: str, key: Key, mentions: Sequence[Mention]) -> TurningPoint:
    """Make the moment that mentions with one key tell of, of which at least one may be shown."""
    by_resident: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_resident[mention.voice.interview].append(mention)
    shown = [mention for mention in mentions if not mention.voice.quote.withheld]
    first = shown[0]
    named = first.expression.event if key[0] == "event" else ""
    ordinal = first.expression.ordinal if named else 0
    unsure = not ordinal and _may_be_several(key)
    when = _date_of(shown, of_several=bool(unsure and named))
    mark = "\n".join((project, *(key if key[0] != "clause" else ("clause", *sorted(first.expression.words)))))
    return TurningPoint(
        id=hashlib.sha256(mark.encode()).hexdigest()[:_ID_LENGTH],
        label=label_of(key, shown, when),
        perspectives=tuple(Perspective(interview, tuple(_once(own))) for interview, own in sorted(by_resident.items())),
        when=when,
        unsure=unsure,
        event=named,
        ordinal=ordinal,
    )


def _date_of(mentions: Sequence[Mention], *, of_several: bool) -> When | None:
    """Choose the date that most mentions give, one with a year before one without; None when none gives any.

    Where mentions may be of several moments, a date that one resident gives may be that of another letter or evening,
    so only one that two residents give counts.
    """
    given_by: defaultdict[When, list[str]] = defaultdict(list)
    for mention in mentions:
        if mention.voice.when:
            given_by[mention.voice.when].append(mention.voice.interview)
    counting = {when: len(by) for when, by in given_by.items() if not of_several or len(set(by)) > 1}
    return min(counting, key=lambda each: (each.key is None, -counting[each], each.key or (), each.text), default=None)


def _may_be_several(key: Key) -> bool:
    """Tell whether mentions with this key may be of different moments: a month, or an evening like any other."""
    if key[0] == "date":
        return not key[-1]
    if key[0] == "clause":
        return False
    event = vocabulary().event(key[1])
    return event.repeats and (not key[3] or key[3] in event.heads)


def _once(mentions: Iterable[Mention]) -> Iterator[Voice]:
    """Voices of one resident, each fragment once."""
    seen: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda each: each.voice.quote.start):
        seen.setdefault(mention.voice.quote.fragment, mention)
    return (mention.voice for mention in seen.values())
