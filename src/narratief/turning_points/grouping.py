"""Which mentions are of the same moment."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from narratief.turning_points.labels import label_of
from narratief.turning_points.likeness import ENOUGH, LIKELY, Likeness, differ, several_of
from narratief.turning_points.mentions import Mention
from narratief.turning_points.model import Perspective, TurningPoint, Voice
from narratief.turning_points.shared import SharedEvent
from narratief.turning_points.vocabulary import vocabulary
from narratief.turning_points.when import When
from narratief.turning_points.wording import weights_of

_MOST_COMPARED = 400
"""Mentions after it of its family that a mention is compared with: of projects with more, those told close by."""

_SHARED = 0.5
"""Share of content words from which two clauses are of the same moment. Chosen, not measured."""
_ID_LENGTH = 12  # hexadecimal digits: 48 bits, which no two of a project's moments share in practice

Key = tuple[str, ...]


def group_mentions(
    project: str, mentions: Sequence[Mention], shared: Sequence[SharedEvent]
) -> tuple[TurningPoint, ...]:
    """Group mentions of one moment, in no particular order.

    What several residents tell of is found by what they tell (`shared`). Of what is left mentions of one family of
    events that are like enough (`likeness`) and do not surely differ are put together, the likest first; clauses
    without a known event by their content words, days by themselves. A month alone is no moment, and neither is a
    place. What is told in words that may not be shown counts for a moment that others tell of too, and gives it no name
    or date.
    """
    groups: dict[Key, _Group] = {}
    for each in sorted(shared, key=lambda event: (-len(_residents(event.mentions)), _first(event.mentions))):
        group = _Group(list(each.mentions), sure=each.sure, told=each.told)
        key = _free_key(groups, [m for m in each.mentions if m.family]) if each.family else _story_key(each.mentions)
        groups[key] = group
    taken = {turn for each in shared for turn in each.turns}
    left = [each for each in mentions if each.turn not in taken]
    clauses = [each for each in left if each.expression.kind == "clause" and each.voice.when is None]
    events = [each for each in left if each.expression.kind == "event" and not each.expression.place_only]
    for group in sorted(_joined(events), key=lambda group: (-len(_residents(group.mentions)), _first(group.mentions))):
        groups[_free_key(groups, group.mentions)] = group
    days: defaultdict[Key, list[Mention]] = defaultdict(list)
    for mention in left:
        if mention.expression.kind != "event" and mention.voice.when and mention.voice.when.day:
            days[_day_key(mention.voice.when)].append(mention)
    groups |= {key: _Group(own) for key, own in days.items()}
    for number, members in enumerate(_like_clauses(clauses)):
        groups["clause", str(number)] = _Group(members)
    return tuple(
        _turning_point(project, key, group)
        for key, group in groups.items()
        if not all(mention.voice.quote.withheld for mention in group.mentions)
    )


@dataclass(slots=True)
class _Group:
    """Mentions put together, whether that is sure, and stems of the words that several residents tell it with."""

    mentions: list[Mention]
    sure: bool = True
    told: frozenset[str] = frozenset()


def _joined(mentions: Sequence[Mention]) -> list[_Group]:
    """Join mentions, the likest first, unless some of the two groups surely differ."""
    likeness = Likeness(weights_of(each.story for each in mentions), several_of(mentions))
    by_family: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(mentions):
        by_family[each.family].append(at)
    links = []
    for places in by_family.values():
        for number, one in enumerate(places):
            near = places[number + 1 : number + 1 + _MOST_COMPARED]
            links += [(likeness.of(mentions[one], mentions[other]), one, other) for other in near]
    groups = {at: _Group([each]) for at, each in enumerate(mentions)}
    likely = sorted((link for link in links if link[0] >= ENOUGH), key=lambda link: (-link[0], *link[1:]))
    for score, one, other in likely:
        first, second = groups[one], groups[other]
        if first is second or any(differ(here, there) for here in first.mentions for there in second.mentions):
            continue
        across = _residents(first.mentions) != _residents(second.mentions)
        first.sure = first.sure and second.sure and (score >= LIKELY or not across)
        first.mentions += second.mentions
        for at, group in groups.items():
            if group is second:
                groups[at] = first
    return list({id(group): group for group in groups.values()}.values())


def _first(mentions: Iterable[Mention]) -> tuple[str, int]:
    """Where the first mention stands."""
    return min((each.voice.interview, each.voice.quote.start) for each in mentions)


def _free_key(taken: Container[Key], mentions: Sequence[Mention]) -> Key:
    """What a moment is recognised by: the kind of event and which one, then what else tells it from others."""
    events = Counter(each.expression.event for each in mentions)
    event = min(events, key=lambda each: (-events[each], each))
    ordinal = next((each.expression.ordinal for each in mentions if each.expression.ordinal), 0)
    venue = next((each.venue for each in mentions if each.venue), "")
    day = next(filter(None, map(_day_of, mentions)), "")
    interview, start = _first(mentions)
    own: Key = ("event", event, str(ordinal), "")
    for part in ("", venue, day, interview, str(start)):
        own = (*own[:3], " ".join(filter(None, (own[3], part))))
        if own not in taken:
            break
    return own


def _story_key(mentions: Iterable[Mention]) -> Key:
    """What a moment is recognised by that nobody names: where it is told first."""
    interview, start = _first(mentions)
    return "story", interview, str(start)


def _day_of(mention: Mention) -> str:
    """Month and day of a mention; empty when it is not dated to the day."""
    when = mention.voice.when
    return f"{when.month}-{when.day}" if when and when.day else ""


def _day_key(when: When) -> Key:
    """What a day without a known event is recognised by."""
    return "date", str(when.year or ""), str(when.month or ""), str(when.day)


def _residents(mentions: Iterable[Mention]) -> set[str]:
    """Interviews that mentions come from."""
    return {mention.voice.interview for mention in mentions}


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


def _turning_point(project: str, key: Key, group: _Group) -> TurningPoint:
    """Make the moment that mentions with one key tell of, of which at least one may be shown."""
    mentions = group.mentions
    by_resident: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_resident[mention.voice.interview].append(mention)
    shown = [mention for mention in mentions if not mention.voice.quote.withheld]
    first = next((mention for mention in shown if mention.family), shown[0])
    named = key[1] if key[0] == "event" else ""
    ordinal = int(key[2]) if named else 0
    unsure = not group.sure and not ordinal
    once = first.expression.in_clause or not named or not vocabulary().event(named).repeats
    when = _date_of(shown, of_several=unsure and not once)
    mark = "\n".join((project, *(key if key[0] != "clause" else ("clause", *sorted(first.expression.words)))))
    return TurningPoint(
        id=hashlib.sha256(mark.encode()).hexdigest()[:_ID_LENGTH],
        label=label_of(key, shown, when, group.told),
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


def _once(mentions: Iterable[Mention]) -> Iterator[Voice]:
    """Voices of one resident, each fragment once."""
    seen: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda each: each.voice.quote.start):
        seen.setdefault(mention.voice.quote.fragment, mention)
    return (mention.voice for mention in seen.values())
