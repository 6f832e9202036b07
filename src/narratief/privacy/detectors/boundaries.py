"""Mends what detectors give: cuts function words and titles off persons, and drops what is no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from narratief.domain.entities import DEDUCE_PRIORITY, MODEL_PRIORITY, PSEUDONYM, Entity
from narratief.domain.spans import SpanIndex
from narratief.privacy.detectors.cues import SURE_CUE, cue
from narratief.privacy.detectors.idioms import idiom_spans
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_reader import cue_strength
from narratief.privacy.detectors.streets import is_street
from narratief.privacy.detectors.tokens import Token, Words, split_words

_CUT_BEFORE = cue("titles") | cue("weak_titles") | cue("kin") | cue("no_name")
_CUT_AFTER = cue("no_name") | cue("name_prefixes") | {"de", "het", "en", "in", "op", "uit"}
_NO_PERSON_AFTER = cue("determiners") | cue("place_words")


def mend(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Mend the boundaries of entities: persons trimmed, none inside a pseudonym or a fixed phrase, none empty.

    Parameters
    ----------
    text
        Words of one turn.
    entities
        As the detectors found them.
    """
    words = split_words(text)
    pseudonyms = SpanIndex(match.span() for match in PSEUDONYM.finditer(text))
    idioms = SpanIndex(idiom_spans(text))
    for entity in entities:
        if pseudonyms.overlaps(entity.start, entity.end) or not _believable(words, entity):
            continue
        mended = trim(words, entity) if entity.type == "person" else entity
        if mended is None or (entity.type == "person" and _is_idiom(words, mended, idioms)):
            continue
        if entity.type != "person" or entity.priority != DEDUCE_PRIORITY or _plausible(words, mended):
            yield mended


def trim(words: Words, entity: Entity) -> Entity | None:
    """Cut titles and function words off the ends of a person, and what lies in a next sentence.

    Parameters
    ----------
    words
        The turn.
    entity
        The person as found.

    Returns
    -------
    Entity or None
        None when no name is left.
    """
    inside = words.within(entity.start, entity.end)
    if not inside:  # part of a word, such as the name in "Zjoskes"
        return entity if any(c.isalpha() for c in words.text[entity.start : entity.end]) else None
    first, last = 0, _sentence_end(inside)
    spelled = all(len(token.text) == 1 for token in inside)
    while first < last and not spelled and _is_cut(inside[first], _CUT_BEFORE, reliable=words.reliable):
        first += 1
    if last - first > 1 and inside[first].lower in (cue("weak_titles") | cue("kin")) - lexicon().surnames:
        first += 1  # "Oma Truus"
    if words.reliable and entity.priority == DEDUCE_PRIORITY:
        while first < last and not inside[first].capital:
            first += 1  # "het huis van Brouwer"
    while last > first and not spelled and _is_cut(inside[last - 1], _CUT_AFTER, reliable=words.reliable):
        last -= 1
    if first == last:
        return None
    start = entity.start if first == 0 else inside[first].start
    end = entity.end if last == len(inside) else inside[last - 1].end
    return replace(entity, start=start, end=end)


def _sentence_end(inside: list[Token]) -> int:
    """Count the words before a next sentence begins; a stop after initials or "mr" ends none."""
    ends = (i for i, t in enumerate(inside) if i and t.first and not t.adjacent and len(inside[i - 1].text) > 3)
    return next(ends, len(inside))


def _is_cut(token: Token, cut: frozenset[str], *, reliable: bool) -> bool:
    """Judge a word at an end of a person: a title always goes, others only when they are no part of the name."""
    if reliable and token.capital and not token.first:
        return token.lower in cue("titles")
    if token.capital and token.lower in cue("name_prefixes"):
        return False
    return token.lower in cut


def _is_idiom(words: Words, person: Entity, idioms: SpanIndex) -> bool:
    """Tell whether a person is only (part of) a fixed phrase: "Piet Hein Bos" and "mijn naam is Piet Hein" are not."""
    if not idioms.holds(person.start, person.end):
        return False
    first = words.index_from(person.start)
    while first > 0 and words.lower(first - 1) in cue("name_prefixes"):
        first -= 1
    return cue_strength(words, first) < SURE_CUE


def _believable(words: Words, entity: Entity) -> bool:
    """Judge what is guessed: a trained model that is not sure takes rare words for names, deduce phrases for clinics.

    One word must not be Dutch. Numbers of a model are not taken: the patterns find those, sure. Its addresses are:
    spoken house numbers come in more ways than patterns foresee (benchmarks/privacy.py).
    """
    if entity.priority == DEDUCE_PRIORITY and entity.type == "address":
        return not words.text[entity.start : entity.end].lower().startswith("nummer")
    clinic = entity.priority == DEDUCE_PRIORITY and entity.type == "organisation"
    if entity.priority != MODEL_PRIORITY and not clinic:
        return True
    if entity.type not in ("person", "organisation"):
        return entity.type in ("address", "place", "public", "word")
    capitals_tell = words.reliable or entity.priority == DEDUCE_PRIORITY
    return any(
        (token.capital or not capitals_tell) and len(token.text) > 1 and _is_unknown(token.lower)
        for token in words.within(entity.start, entity.end)
    )


def _is_unknown(lower: str) -> bool:
    """Tell whether a word is in no list: not Dutch, not a place, not public."""
    known = lexicon()
    return not known.is_word(lower) and lower not in known.places and lower not in known.public


def _plausible(words: Words, entity: Entity) -> bool:
    """Judge a person that deduce gave: it knows neither sentence starts nor ordinary words in capitals."""
    known = lexicon()
    inside = words.within(entity.start, entity.end)
    no_name = known.public | cue("name_prefixes")
    names = [token for token in inside if token.capital and token.lower not in no_name]
    if not names or (is_street(names[-1].lower) and names[-1].lower not in known.surnames):
        return False
    if not words.reliable:
        return any(_is_unknown(token.lower) for token in names)
    if len(names) > 1:
        return any(not (known.is_word(token.lower) and token.first) for token in names)
    name = names[0]
    before = words.lower(words.index_from(name.start) - 1)
    if known.is_word(name.lower):
        return not name.first and before not in _NO_PERSON_AFTER
    return known.is_first_name(name.lower) or (name.lower not in known.places and before not in _NO_PERSON_AFTER)
