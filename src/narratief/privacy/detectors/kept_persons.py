"""What looks like a person and is none: a people, a building, a plan, letters of a law, an ordinary word.

Each rule looks at one thing. After a title, a word for kin or "mijn naam is" only those of `_ANNOUNCED` are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from narratief.domain.entities import Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.found_person import FoundPerson, found_person, is_announced
from narratief.privacy.detectors.kept_names import is_kept, is_people, kept_spans
from narratief.privacy.detectors.kept_words import ONE_WORD
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.streets import STREET_ENDINGS, is_street
from narratief.privacy.detectors.tokens import Words

_PLACE_BEFORE = cue("place_words") | frozenset(
    ("bij", "op", "van", "voor", "vanaf", "achter", "tegenover", "door", "aan", "het", "de")
)
_ONLY_PLACE = frozenset(("in", "uit", "te", "vanuit", "rond", "nabij", "richting", "vanaf"))
"""A place follows rather than a person: chosen after the names in models/corpus."""
_SURE_STREETS = (
    "straat", "laan", "weg", "plein", "kade", "gracht", "singel", "dreef", "steeg", "plantsoen", "laantje", "straatje",
)  # fmt: skip
"""Endings of streets that hardly any surname has."""

_ROMAN = re.compile(r"I{2,3}|I?V|VI{1,3}|I?X|XI{1,3}")
"""Numbers from two to thirteen: chosen; no king that anything here is called after has a higher one."""

_Rule = Callable[[FoundPerson], bool]


def person_stays(words: Words, entity: Entity) -> bool:
    """Tell whether what was found as a person is none.

    Parameters
    ----------
    words
        The turn.
    entity
        A person as found.
    """
    person = found_person(words, entity)
    if person is None:
        return False
    by_size = ONE_WORD if len(person.names) == 1 else _SEVERAL
    rules = _ANNOUNCED if is_announced(words, entity) else (*_ANY, *by_size)
    return any(rule(person) for rule in rules)


def _street(person: FoundPerson) -> bool:
    """Match "Swartstraat", "Laan van Oostveen"; a surname that ends like a street is none."""
    last = person.names[-1].lower
    if last.endswith(_SURE_STREETS) and is_street(last) and not lexicon().is_surname(last):
        return True
    return len(person.names) > 1 and person.name.lower in STREET_ENDINGS


def _people_after_kin(person: FoundPerson) -> bool:
    """Match "mijn buurvrouw Turkse": a people, or on the lists of what stays, and on no list of names."""
    known, lower = lexicon(), person.name.lower
    if len(person.names) > 1 or known.is_first_name(lower) or lower in known.surnames or person.before in cue("titles"):
        return False
    return is_people(lower) or is_kept(lower)


def _where_somebody_lives(person: FoundPerson) -> bool:
    """Match "mevrouw van driehoog", "die meneer van hiernaast": ordinary words without a capital after "van"."""
    opens = person.inside[0] is person.name
    known = lexicon()
    return (
        person.words.reliable
        and person.words.lower(person.first - opens) == "van"
        and all(
            not t.capital and (t.lower.endswith("hoog") or (known.is_word(t.lower) and not known.is_surname(t.lower)))
            for t in person.names
        )
    )


def _town(person: FoundPerson) -> bool:
    """Match "Den Haag", "In Den Haag"."""
    known, opening = lexicon(), person.inside[0]
    town = [t.lower for t in person.inside if t is not opening or t.lower not in _ONLY_PLACE]
    return len(town) > 1 and " ".join(town) in known.places and (town[0] == "den" or town[-1] not in known.surnames)


def _with_adjective(person: FoundPerson) -> bool:
    """Match "de Kromme Rijn": an article and an adjective with a capital belong to the name."""
    words = person.words
    return any(
        words.tokens[index].capital
        and words.joined(index + 1)
        and words.lower(index - 1) in ("de", "het")
        and words.lower(index).endswith(("e", "en"))
        and words.lower(index) in lexicon().words
        for index in range(max(1, person.first - 1), words.index_from(person.names[-1].start))
    )


def _with_article(person: FoundPerson) -> bool:
    """Match "Het Rondeel", "'t Haventje", "in De Brink", "bij De Korenbeurs"; "bij De Vries" is a person."""
    opening = person.inside[0]
    if opening is person.name:
        return False
    if opening.lower == "het" or (opening.lower in ("'t", "’t") and _is_plain(person.name.lower) and not person.named):
        return True
    if opening.text != "De":
        return False
    usual = not opening.first and person.before in _PLACE_BEFORE and not lexicon().is_surname(person.name.lower)
    return usual or person.before in _ONLY_PLACE


def _after_thing(person: FoundPerson) -> bool:
    """Match "wijkcentrum De Bron", "label A. Huurders", "Laan van Oostveen", "in Zuiderburen"."""
    if lexicon().is_first_name(person.name.lower) and person.inside[0] is person.name:
        return False
    words, before = person.words, person.before
    if before == "van" and words.joined(person.first - 1) and words.lower(person.first - 2) in STREET_ENDINGS:
        return True
    if before in cue("thing_heads") or (len(person.inside[0].text) == 1 and before in cue("numbered_things")):
        return True
    return before in _ONLY_PLACE and person.inside[0] is person.name


def _lettered(person: FoundPerson) -> bool:
    """Match "Buur A": an ordinary word with a letter behind it."""
    known, lower = lexicon(), person.name.lower
    named = known.is_first_name(lower) or known.is_surname(lower)
    return len(person.names) > 1 and len(person.names[-1].text) == 1 and known.is_word(lower) and not named


def _numbered(person: FoundPerson) -> bool:
    """Match "Willem II": with a Roman number a king, and what is called after one."""
    words, following = person.words, person.words.index_from(person.entity.end)
    numbers = [person.names[-1].text, *(words.tokens[following].text for _ in range(words.joined(following)))]
    return any(_ROMAN.fullmatch(number) for number in numbers)


def _kept_name(person: FoundPerson) -> bool:
    """Match "Hart van Nederland": on the lists of what stays."""
    spans = kept_spans(person.words.text)
    return is_kept(person.said) or spans.holds(person.entity.start, person.entity.end)


def _known_town(person: FoundPerson) -> bool:
    """Match "hof van twente": a town of several words."""
    return " ".join(person.said.lower().split()) in lexicon().places


def _ordinary_words(person: FoundPerson) -> bool:
    """Match "De Stad Amersfoort": ordinary words and towns, where capitals mark names and not all are surnames."""
    known, said = lexicon(), person.said
    if not person.words.reliable or not all(_is_plain(token.lower) for token in person.names):
        return False
    if said[:1].isupper() and person.inside[0].lower in cue("name_prefixes") - {"de", "in", "op", "uit"}:
        return False  # "Van Voorst tot Berghem"
    if known.is_first_name(person.name.lower) or any(len(token.text) == 1 for token in person.names):
        return False
    if any(token.lower in known.places for token in person.names[1:]) or said.startswith("De "):
        return True
    return not all(token.lower in known.surnames for token in person.names)


def _is_plain(lower: str) -> bool:
    """Tell whether a word is ordinary, public, a people or a town."""
    known = lexicon()
    if known.is_word(lower):
        return True
    if known.is_first_name(lower):
        return False
    return lower in known.public or lower in known.places or is_people(lower) or is_kept(lower)


_ANNOUNCED: tuple[_Rule, ...] = (_street, _people_after_kin, _where_somebody_lives)
_ANY: tuple[_Rule, ...] = (_street, _town, _with_adjective, _with_article, _after_thing, _lettered, _numbered)
_SEVERAL: tuple[_Rule, ...] = (_kept_name, _known_town, _ordinary_words)
