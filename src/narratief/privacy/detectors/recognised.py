"""The recogniser that was trained on personal data in residents' talk, as a detector."""

from __future__ import annotations

from collections.abc import Iterator

from narratief.domain.entities import (
    MODEL_PRIORITY,
    SURE_MODEL_PRIORITY,
    WITNESS_PRIORITY,
    Detector,
    Entity,
    EntityType,
)
from narratief.domain.spans import Span, SpanIndex
from narratief.domain.windows import between_giant_words
from narratief.nlp.recogniser import Reading, load_recogniser
from narratief.privacy.detectors.found_person import FoundPerson, found_person, is_announced
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_signs import is_nobody
from narratief.privacy.detectors.tokens import Words, split_words

# Streets without a number, places, ages and public bodies are no personal data by themselves; what is surely a place
# or a public body is told to the policy, which then believes no list that has it for a person.
_TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "ADDRESS": "address",
    "ORG": "organisation",
    "PHONE": "phone",
    "EMAIL": "email",
    "BSN": "bsn",
    "IBAN": "iban",
    "PLATE": "plate",
    "DOB": "date_of_birth",
    "URL": "url",
}
_NOBODYS: dict[str, EntityType] = {"GPE": "place", "FAC": "place", "PUBLIC": "public"}
_SURE = ("PERSON", "ADDRESS", "ORG")
"""What can be sure; patterns find the numbers."""


def model_detectors() -> tuple[Detector, ...]:
    """Recogniser as a detector.

    A name that is missed weighs more than a word too many, so the recogniser is asked without its weight on "outside".
    What it finds with that weight too is sure. Where capitals tell names (typed text), what is not sure only backs
    what a rule guessed.
    """
    recogniser = load_recogniser()

    def find(text: str) -> Iterator[Entity]:
        words = split_words(text)
        for start, end in between_giant_words(text):
            reading = recogniser.read(text[start:end])
            wide, narrow = reading.find(0.0), reading.find(recogniser.outside)
            sure = {kind: SpanIndex((a, b) for a, b, other in narrow if other == kind) for kind in _SURE}
            for a, b, label in wide:
                found = _entity(words, (start + a, start + b), label, sure=label in sure and sure[label].overlaps(a, b))
                if found is not None and not _is_denied(words, found, reading, start):
                    yield found
            yield from (
                Entity(start + a, start + b, _NOBODYS[label], MODEL_PRIORITY)
                for a, b, label in narrow
                if label in _NOBODYS
            )
            yield from _ordinary_words(words, reading, start)

    return (find,)


def _ordinary_words(words: Words, reading: Reading, start: int) -> Iterator[Entity]:
    """Find what is on the list of first names and what the recogniser surely takes for no name: "ze pakt een roos"."""
    known = lexicon()
    for token in words.within(start, start + len(reading.text)):
        either = known.is_first_name(token.lower) and (token.lower in known.words or not words.reliable)
        least = _SURELY_NOBODY if token.lower in known.words else _SURER
        if either and reading.shares(token.start - start, token.end - start)["O"] > least:
            yield Entity(token.start, token.end, "word", MODEL_PRIORITY)


_SURELY_NOBODY = 0.95
"""No first name that is a word and that somebody has was given so much in any marked text (docs/measurements.md)."""
_SURER = 0.985
"""The same for a first name that is no word, where capitals tell nothing: 2 of 2,000 in marked texts have more."""


def _is_denied(words: Words, found: Entity, reading: Reading, start: int) -> bool:
    """Tell whether the signs around one word deny that it is a person."""
    index = weighed(words, found)
    if index is None:
        return False
    token = words.tokens[index]
    if words.reliable and not token.capital and not lexicon().is_surname(token.lower):
        return True  # where capitals mark names a name has one
    return is_nobody(words, index, reading.shares(token.start - start, token.end - start))


def weighed(words: Words, found: Entity) -> int | None:
    """Give the index of the one word of a person that has to be weighed; None when there is no doubt.

    There is none about more names than one, about a first name or beside one, behind words that say that a name
    follows, and behind a prefix with a capital ("Van Ginkel").

    Parameters
    ----------
    words
        The turn.
    found
        As the recogniser found it.
    """
    person = found_person(words, found) if found.type == "person" else None
    if person is None or len(person.names) > 1 or lexicon().is_first_name(person.name.lower):
        return None
    opening = person.inside[0]
    prefixed = opening is not person.name and opening.capital and words.reliable and opening.lower not in _ARTICLES
    return None if prefixed or is_announced(words, found) or _beside_name(words, person) else person.index


def _beside_name(words: Words, person: FoundPerson) -> bool:
    """Tell whether a first name stands right before or behind, so that it may be part of a full name."""
    known, end = lexicon(), words.index_from(person.entity.end)
    before = words.lower(person.first - 1) if words.joined(person.first) else ""
    behind = words.lower(end) if words.joined(end) else ""
    return any(known.is_first_name(word) and not known.is_word(word) for word in (before, behind))


_ARTICLES = ("de", "het", "'t", "’t", "in")


def _entity(words: Words, span: Span, label: str, *, sure: bool) -> Entity | None:
    """Make an entity of personal data that the recogniser found; None for what is none, or is not sure enough."""
    kind = _TYPES.get(label)
    if kind is None:
        return None
    if words.reliable and not sure:
        return Entity(*span, kind, WITNESS_PRIORITY) if kind == "person" else None
    named = kind == "address" or _may_be_name(words, *span)
    return Entity(*span, kind, SURE_MODEL_PRIORITY if sure and named else MODEL_PRIORITY)


def _may_be_name(words: Words, start: int, end: int) -> bool:
    """Tell whether capitals and lists of names allow a name here: the recogniser takes odd words for one now and then.

    An ordinary word is none when no list of names has it, or when it only begins a sentence or is written in capitals.
    """
    known = lexicon()
    inside = words.within(start, end)
    names = [token for token in inside if token.lower not in known.prefixes]
    if len(names) > 1 or not inside:
        return not words.reliable or any(token.capital for token in inside)
    token = (names or inside)[0]
    if not known.is_word(token.lower):
        return True
    if words.reliable and (not token.capital or (len(token.text) > 2 and token.text.isupper())):
        return False
    if token.lower in known.surnames or known.is_first_name(token.lower):
        return True
    return not token.first if words.reliable else token.lower not in known.common
