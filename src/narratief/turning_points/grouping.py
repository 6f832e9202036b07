"""Which mentions are of the same moment."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from narratief.domain.vectors import l2_normalize
from narratief.turning_points.labels import label_of
from narratief.turning_points.mentions import Mention
from narratief.turning_points.model import Perspective, TurningPoint, Voice
from narratief.turning_points.vocabulary import vocabulary

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns texts into unit vectors, as `narratief.nlp.encoder` does."""

ALIKE = 0.86
"""Cosine from which two clauses (or an unnumbered and a numbered event of one kind) are taken for the same moment."""
SHARED = 0.5
"""Share of content words from which two clauses are the same moment, when there are no vectors."""

Key = tuple[str, ...]


def group_mentions(project: str, mentions: Sequence[Mention], embed: Embed | None = None) -> tuple[TurningPoint, ...]:
    """Group mentions to moments, in no particular order.

    Events group by kind and order word, and by their own name when several residents use it ("de wijkavond"); of what a
    process has several of (evenings, letters) only the same name is the same moment, and a day of its own parts it;
    dates by month; clauses without a known event by their content words. With vectors, an event without an order word
    joins the numbered one that is told most alike, and clauses join by meaning.

    Parameters
    ----------
    embed
        Optional; without it only words count.
    """
    groups: defaultdict[Key, list[Mention]] = defaultdict(list)
    clauses: list[Mention] = []
    for mention in mentions:
        if mention.expression.kind == "clause" and mention.voice.when is None:
            clauses.append(mention)
        else:
            groups[_key(mention)].append(mention)
    _widen_lone_names(groups)
    if embed is not None:
        _join_numbered(groups, embed)
    for number, members in enumerate(_clusters(clauses, embed)):
        groups["clause", str(number)] = members
    return tuple(_turning_point(project, key, members) for key, members in groups.items())


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


def _join_numbered(groups: defaultdict[Key, list[Mention]], embed: Embed) -> None:
    """Move mentions of an unnumbered event to the numbered one of its kind that they are most alike."""
    for key in [key for key in groups if key[0] == "event" and key[2] == "0"]:
        numbered = [other for other in groups if other[:2] == key[:2] and other[2] != "0"]
        if not numbered:
            continue
        centres = [
            l2_normalize(embed([mention.voice.quote.text for mention in groups[other]]).mean(axis=0))
            for other in numbered
        ]
        likeness = embed([mention.voice.quote.text for mention in groups[key]]) @ np.stack(centres).T
        stay = []
        for mention, row in zip(groups[key], likeness, strict=True):
            best = int(row.argmax())
            (groups[numbered[best]] if row[best] >= ALIKE else stay).append(mention)
        groups[key] = stay
        if not stay:
            del groups[key]


def _texts(mentions: Iterable[Mention]) -> list[str]:
    """Whole fragments, for their meaning says more than the expression alone."""
    return [mention.voice.quote.text for mention in mentions]


def _clusters(mentions: Sequence[Mention], embed: Embed | None) -> list[list[Mention]]:
    """Cluster clauses: each joins the first cluster whose first member it is like."""
    vectors = embed([mention.words for mention in mentions]) if embed is not None and mentions else None
    clusters: list[list[int]] = []
    for at, mention in enumerate(mentions):
        for cluster in clusters:
            first = cluster[0]
            if vectors is not None and float(vectors[at] @ vectors[first]) >= ALIKE:
                break
            if _overlap(mention.expression.words, mentions[first].expression.words) >= SHARED:
                break
        else:
            cluster = []
            clusters.append(cluster)
        cluster.append(at)
    return [[mentions[at] for at in cluster] for cluster in clusters]


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of the two together that both have."""
    return len(one & other) / max(1, len(one | other))


def _turning_point(project: str, key: Key, mentions: Sequence[Mention]) -> TurningPoint:
    """Make the moment of a group."""
    by_resident: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_resident[mention.voice.interview].append(mention)
    perspectives = tuple(Perspective(interview, tuple(_once(own))) for interview, own in sorted(by_resident.items()))
    first = mentions[0]
    named = first.expression.event if key[0] == "event" else ""
    ordinal = first.expression.ordinal if named else 0
    mark = "\n".join((project, *(key if key[0] != "clause" else ("clause", *sorted(first.expression.words)))))
    unsure = not ordinal and _may_be_several(key)
    dates = Counter(mention.voice.when for mention in mentions if mention.voice.when)
    if unsure and named:  # a date that one resident gives may be that of another letter or evening
        dated = defaultdict(set)
        for mention in mentions:
            dated[mention.voice.when].add(mention.voice.interview)
        dates = Counter({when: number for when, number in dates.items() if len(dated[when]) > 1})
    when = min(dates, key=lambda each: (each.key is None, -dates[each], each.key or (), each.text), default=None)
    return TurningPoint(
        id=hashlib.sha256(mark.encode()).hexdigest()[:12],
        label=label_of(key, mentions, when),
        perspectives=perspectives,
        when=when,
        unsure=unsure,
        event=named,
        ordinal=ordinal,
    )


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
