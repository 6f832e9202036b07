"""How a moment is called in Dutch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from narratief.turning_points.mentions import Mention
from narratief.turning_points.vocabulary import EventKind, vocabulary
from narratief.turning_points.when import When
from narratief.turning_points.wording import stems_of

_ORDER = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", 6: "zesde", 7: "zevende", 8: "achtste"}
_LAST = {98: "voorlaatste", 99: "laatste"}
_NEUTER = {"het", "'t", "dat", "dit"}
_COMMON = {"de", "die", "deze"}
_KEPT_LEADS = ("na ", "voor ", "vóór ", "begin ", "eind ", "afgelopen ", "vorig")


_LONGEST, _SHORTEST = 60, 20
"""Characters of a clause that a moment is called by, at most and at least; a layout choice."""
_CLAUSE_END = re.compile(r"[,.;:?!…]+")


def label_of(
    key: tuple[str, ...], mentions: Sequence[Mention], when: When | None, told: frozenset[str] = frozenset()
) -> str:
    """Name a moment: an event by its most used noun, a date as a month, a clause by the resident's shortest words.

    One that nobody names is called by the clause that says most of what several residents tell of it.

    Parameters
    ----------
    key
        What the mentions have in common, as grouping makes it.
    mentions
        All of the moment.
    when
        Its date, when it has one.
    told
        Stems of words that several residents tell it with.
    """
    if key[0] == "story":
        return _clause_that_tells(mentions, told)
    if key[0] == "clause" or (key[0] == "date" and when is None):
        return min((mention.words.strip() for mention in mentions), key=lambda words: (len(words), words)).lower()
    if when is not None and key[0] == "date":
        return date_label(when)
    event = vocabulary().event(key[1])
    named = [mention for mention in mentions if mention.family] or mentions
    noun = _noun(event, named)
    order = _ORDER.get(int(key[2])) or _LAST.get(int(key[2]), "")
    says_order = noun not in event.heads and noun.startswith(tuple(vocabulary().ordinal_prefixes))
    return " ".join(part for part in (_article(noun, event, named), "" if says_order else order, noun) if part)


def _clause_that_tells(mentions: Sequence[Mention], told: frozenset[str]) -> str:
    """Whole clause, without names, that has most of the words that several residents share; the shorter of equals."""
    texts = [mention.voice.quote.text for mention in mentions]
    clauses = [clause.strip() for text in texts for clause in _CLAUSE_END.split(text) if "[" not in clause]
    fitting = [clause for clause in clauses if _SHORTEST <= len(clause) <= _LONGEST] or clauses or ["een moment"]
    best = max(fitting, key=lambda clause: (len(stems_of(clause) & told), -len(clause), clause))
    return best[:1].lower() + best[1:]


def date_label(when: When) -> str:
    """Write a date as far as it is known: "maart 2024", "12 maart", "2023", "de zomer van 2023", "na de zomer"."""
    words = when.text.lower()
    if when.month is None:
        return str(when.year)
    name = next(month for month, number in vocabulary().months.items() if number == when.month)
    if when.names_month:
        return " ".join(str(part) for part in (when.day, name, when.year) if part)
    if not words.startswith(_KEPT_LEADS):
        words = words.partition(" ")[2] or words
    return words if when.year is None or str(when.year) in words else f"{words} van {when.year}"


def _noun(event: EventKind, mentions: Iterable[Mention]) -> str:
    """Noun that most residents use; the kind's own name when they differ too much."""
    ranked = Counter(mention.expression.noun for mention in mentions).most_common(2)
    if len(ranked) == 1 or (ranked[0][1] > 1 and ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return event.label


def _article(noun: str, event: EventKind, mentions: Iterable[Mention]) -> str:
    """Article of a noun: as residents use it, else that of the last part of the word."""
    if noun in event.plural:
        return "de"
    if noun == event.label:
        return event.article
    for mention in mentions:
        words = mention.words.lower().split()
        before = set(words[: words.index(noun)][-3:]) if noun in words else set()
        if before & _NEUTER:
            return "het"
        if before & _COMMON:
            return "de"
    return event.article
