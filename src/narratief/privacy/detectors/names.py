"""Persons: after an introduction, a title or a word for kin, by the lists of names, and by capitals."""

from __future__ import annotations

from collections.abc import Iterator

from narratief.domain.entities import GUESS_PRIORITY, NAME_PRIORITY, Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_reader import cue_strength, read_after_cue, read_on, skip_prefixes
from narratief.privacy.detectors.name_shapes import find_name_shapes
from narratief.privacy.detectors.streets import is_street
from narratief.privacy.detectors.tokens import Words, split_words

_SAID = frozenset(("zei", "zegt", "vond", "belde", "kwam", "riep"))
_ARTICLES = frozenset(("de", "het", "op", "in", "te"))
_PEOPLES = ("ische", "isch", "aanse", "aans", "eerse", "eers")
_SALUTATIONS = frozenset(("beste", "geachte", "goede", "lieve", "waarde"))
_OURS = frozenset(("ons", "onze", "ozze", "us", "uus"))
"""In much of the country these stand before the name of one's own: "ons Mien", "us Heit"."""
_NO_NAME_BEFORE = frozenset(("de", "het", "een", "geen", "in", "naar", "uit", "te"))


def find_names(text: str) -> Iterator[Entity]:
    """Find persons in the words of one turn.

    Parameters
    ----------
    text
        Words of one turn.
    """
    yield from find_name_shapes(text)
    words = split_words(text)
    index = 0
    while index < len(words.tokens):
        found = _name_at(words, index)
        if found is None:
            index += 1
            continue
        last, priority = found
        yield Entity(words.tokens[index].start, words.tokens[last].end, "person", priority)
        index = last + 1


def _name_at(words: Words, index: int) -> tuple[int, int] | None:
    """Judge whether a person begins at a word; give the last word and the priority."""
    token = words.tokens[index]
    if token.lower in cue("no_name") or (len(token.text) < 2 and not token.text.isupper()):
        return None
    strength = cue_strength(words, index)
    last = read_after_cue(words, index, strength) if strength else None
    if last is not None:
        return last, NAME_PRIORITY + 1
    last = _as_one_of_us(words, index)
    if last is not None:
        return last, NAME_PRIORITY + 1
    last = _by_itself(words, index)
    if last is None:
        return None
    return last, NAME_PRIORITY if lexicon().is_first_name(token.lower) else GUESS_PRIORITY


def _by_itself(words: Words, index: int) -> int | None:
    """Judge a word by itself and its neighbours; give the last word of the name."""
    token, known = words.tokens[index], lexicon()
    lower_part = token.capital and any(part[:1].islower() for part in token.text.split("-")[1:])  # "UWV-nummer"
    if token.lower in known.public or lower_part or (token.capital and token.lower.endswith(_PEOPLES)):
        return None
    if not (words.reliable and token.capital):
        return _in_lower_case(words, index)
    if is_street(token.lower) and not known.is_surname(token.lower):
        return None
    last = read_on(words, skip_prefixes(words, index))
    if _is_place(words, index, last):
        return None
    if token.lower in cue("name_prefixes") and words.tokens[skip_prefixes(words, index)].capital and last > index:
        return last if _is_prefixed_name(words, index) else None
    return last if _is_capital_name(words, index, last) else None


def _is_place(words: Words, index: int, last: int) -> bool:
    """Tell whether words are a town ("Den Haag") or the begin of a street ("Anton de Komstraat")."""
    known = lexicon()
    if last > index and words.phrase(index, last) in known.places:
        return True
    return any(
        is_street(words.lower(end)) and words.phrase(index, end) in known.streets
        for end in range(last + 1, last + 4)
        if words.joined(end)
    )


def _is_prefixed_name(words: Words, index: int) -> bool:
    """Judge a name that begins with a prefix in capitals ("Van Dalsum"); at a sentence's begin it must be usual."""
    surname, known = words.lower(skip_prefixes(words, index)), lexicon()
    if _before(words, index) in cue("determiners"):
        return False
    if not words.tokens[index].first:
        return True
    if words.lower(index) in _ARTICLES and known.is_listed(surname):
        return False  # "De Bakker is dicht"
    return surname in known.surnames and surname not in known.places and surname not in known.public


def _is_capital_name(words: Words, index: int, last: int) -> bool:
    """Judge a word with a capital."""
    token, known = words.tokens[index], lexicon()
    first_name, word = known.is_first_name(token.lower), known.is_word(token.lower)
    if first_name and not word:
        return True
    if token.first and word:
        return _is_name_at_start(words, index, last, first_name=first_name)
    before = _before(words, index)
    if before in cue("determiners") or token.lower in known.places or (before in cue("place_words") and not first_name):
        return last > index and first_name and before not in cue("determiners")
    if token.text.isupper() and len(token.text) > 1:
        return False
    if token.first:
        return last > index or known.is_surname(token.lower)
    return first_name or not word or last > index or known.is_surname(token.lower)


def _as_one_of_us(words: Words, index: int) -> int | None:
    """Match "ons Mien" and "de Toon van Asten", also where the first name is a word; give the last word of the name."""
    token, known = words.tokens[index], lexicon()
    if not (words.reliable and token.capital and not token.first and known.is_first_name(token.lower)):
        return None
    last = read_on(words, index)
    surname = words.tokens[last]
    between = [words.lower(at) for at in range(index + 1, last)]
    full = between and surname.capital and surname.lower in known.surnames
    if full and all(each in cue("name_prefixes") for each in between):
        return last
    return last if _before(words, index) in _OURS else None


def _is_name_at_start(words: Words, index: int, last: int, *, first_name: bool) -> bool:
    """Judge a sentence that begins with a word that may be a name: "Roos Wolf ging", "Wil zei"."""
    token, known = words.tokens[index], lexicon()
    after = words.lower(index + 1) if words.joined(index + 1) else ""
    if token.lower in known.common:
        return first_name and after in _SAID
    if _is_byname(words, index, last):
        return True
    return (first_name or token.lower in known.surnames) and (last > index or after in cue("after_name"))


def _is_byname(words: Words, index: int, last: int) -> bool:
    """Match "Blonde Gerrit liep mee": an adjective that belongs to the first name behind it."""
    known, lower = lexicon(), words.lower(index)
    if last == index or not lower.endswith("e") or lower not in known.words or lower in _SALUTATIONS:
        return False
    name = words.lower(index + 1)
    return known.is_first_name(name) and not known.is_word(name)


def _in_lower_case(words: Words, index: int) -> int | None:
    """Judge a word without a capital that says anything: a first name that is no ordinary word."""
    token, known = words.tokens[index], lexicon()
    if not known.is_first_name(token.lower) or known.is_word(token.lower) or len(token.lower) < 3:
        return None
    if _before(words, index) in _NO_NAME_BEFORE or (words.reliable and token.lower in known.words):
        return None
    return index if words.reliable else read_on(words, index)


def _before(words: Words, index: int) -> str:
    """Word before in lower case; empty when a sign stands in between."""
    return words.lower(index - 1) if words.joined(index) else ""
