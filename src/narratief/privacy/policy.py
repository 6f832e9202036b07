"""What the policy hides and what it keeps (docs/privacy-policy.md): the last word on what the detectors found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from narratief.domain.entities import (
    DEDUCE_PRIORITY,
    GUESS_PRIORITY,
    NAME_PRIORITY,
    ORGANISATION_PRIORITY,
    PATTERN_PRIORITY,
    SURE_MODEL_PRIORITY,
    WITNESS_PRIORITY,
    Entity,
)
from narratief.privacy.detectors.found_person import is_announced
from narratief.privacy.detectors.kept_addresses import address_stays
from narratief.privacy.detectors.kept_organisations import organisation_stays
from narratief.privacy.detectors.kept_persons import person_stays
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Token, Words, split_words


def hidden_by_policy(text: str, entities: Iterable[Entity]) -> Iterator[Entity]:
    """Leave out what is nobody's data: towns, languages, public bodies, parties, media, laws, roads, ordinary words.

    What a person marked, a name in a speaker label and what a pattern found (numbers, e-mail) always goes.

    Parameters
    ----------
    text
        Words of one turn.
    entities
        As found, boundaries mended.
    """
    words = split_words(text)
    staying: list[Entity] = []
    going: list[Entity] = []
    for entity in entities:
        stays = entity.type in _NOBODYS or (entity.priority < PATTERN_PRIORITY and _stays(words, entity))
        (staying if stays else going).append(entity)
    names = [each for each in staying if each.type in (*_NOBODYS, "organisation")]
    people = [each for each in going if each.type == "person"]
    for entity in going:
        explained = (
            any(_explains(words, name, entity) for name in names)
            if entity.type == "person"
            else _is_place(entity, staying)
        )
        if not explained and (entity.type != "person" or _is_backed(words, entity, people)):
            yield entity


_NOBODYS = ("place", "public", "street", "word")
"""Kinds that are nobody's data; they only tell what something else is not."""


def _is_backed(words: Words, person: Entity, people: Sequence[Entity]) -> bool:
    """Tell whether a guess is no longer one: something else takes it for a person too, or its words are names.

    Where capitals mark names an unknown word with one is only guessed; elsewhere nothing is.
    """
    if person.priority > GUESS_PRIORITY:
        return True
    if person.priority == WITNESS_PRIORITY:
        return False
    if not words.reliable or is_announced(words, person):
        return True
    inside = words.within(person.start, person.end)
    if any(map(_may_be_name, inside)) or _is_full_name(inside):
        return True
    return any(  # overlapping or next to it
        p.priority != GUESS_PRIORITY and p.start <= person.end + 1 and person.start <= p.end + 1 for p in people
    )


def _is_full_name(inside: Sequence[Token]) -> bool:
    """Tell whether there are two names and more, none of them an ordinary word or a town."""
    known = lexicon()
    names = [token for token in inside if token.capital]
    return len(names) > 1 and not any(t.lower in known.words or t.lower in known.places for t in names)


def _may_be_name(token: Token) -> bool:
    """Tell whether the lists have a word as a name; an ordinary word with a sentence's capital needs more."""
    known = lexicon()
    if token.first and known.is_word(token.lower):
        return False
    return known.is_first_name(token.lower)


def _is_place(organisation: Entity, staying: Sequence[Entity]) -> bool:
    """Tell whether what only the words around made an employer is surely a place to the recogniser."""
    if organisation.type != "organisation" or organisation.priority != ORGANISATION_PRIORITY - 5:
        return False
    return any(p.type == "place" and p.start <= organisation.start and organisation.end <= p.end for p in staying)


def _explains(words: Words, name: Entity, person: Entity) -> bool:
    """Tell whether a guessed person is part of a name that stays: "Lint" of "Stichting Het Groene Lint"."""
    if person.start >= name.end or name.start >= person.end or is_announced(words, person):
        return False
    inside = name.start <= person.start and person.end <= name.end
    if inside and name.priority == SURE_MODEL_PRIORITY and person.priority <= NAME_PRIORITY:
        return all(
            lexicon().is_listed(token.lower) or token.lower in lexicon().words
            for token in words.within(person.start, person.end)
        )
    return person.priority <= (NAME_PRIORITY if inside and name.type in _NOBODYS else DEDUCE_PRIORITY)


def _stays(words: Words, entity: Entity) -> bool:
    """Judge one piece by its kind."""
    match entity.type:
        case "person":
            return person_stays(words, entity)
        case "organisation":
            return organisation_stays(words, entity)
        case "address":
            return address_stays(words, entity)
        case _:
            return False
