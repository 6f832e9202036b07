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
from narratief.nlp.recogniser import load_recogniser
from narratief.privacy.detectors.lexicon import lexicon
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
            wide, narrow = recogniser.find_with(text[start:end], 0.0, recogniser.outside)
            sure = {kind: SpanIndex((a, b) for a, b, other in narrow if other == kind) for kind in _SURE}
            for a, b, label in wide:
                found = _entity(words, (start + a, start + b), label, sure=label in sure and sure[label].overlaps(a, b))
                if found is not None:
                    yield found
            yield from (
                Entity(start + a, start + b, _NOBODYS[label], MODEL_PRIORITY)
                for a, b, label in narrow
                if label in _NOBODYS
            )

    return (find,)


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
