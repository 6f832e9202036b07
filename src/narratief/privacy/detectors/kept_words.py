"""Single words that look like a person and are none: a people, letters of a law, an ordinary word with a capital."""

from __future__ import annotations

from collections.abc import Callable

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.found_person import FoundPerson
from narratief.privacy.detectors.kept_names import is_kept, is_people, kept_spans
from narratief.privacy.detectors.kept_places import is_town
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_reader import cue_strength

THING_ENDINGS = tuple(cue("thing_endings"))
SHORTEST_STEM = 3
"""Letters before such an ending, at least; "Tunnel" itself is told as a word."""
_ONE_OF = frozenset(("de", "een", "onze", "hun", "alle", "echte", "andere"))
_LONGEST_ACCIDENT = 7
"""Letters of a name that is two Dutch words by accident ("Trien"): chosen after the names in models/corpus."""
_LONGEST_LETTERS = 6
"""Letters of what is read as the letters of a body or a law ("Awb", "KNRM"): chosen."""
_SHORTEST_RARE = 3
"""A first name that is a word too and hardly anybody's has more letters than this: chosen; "Ad" and "Bo" are usual."""
_VOWELS = frozenset("aeiouyáéíóúàèëïöü")


def has_thing_ending(lower: str) -> bool:
    """Tell whether a word ends like a building, an area, a body or a water: "Langbroekerwetering"."""
    return any(lower.endswith(ending) and len(lower) >= len(ending) + SHORTEST_STEM for ending in THING_ENDINGS)


def _only_first_name(person: FoundPerson) -> bool:
    """Tell whether a word is a first name and nothing else."""
    known, lower = lexicon(), person.name.lower
    return known.is_first_name(lower) and not known.is_word(lower)


def _camel(person: FoundPerson) -> bool:
    """Match "MaaS": capitals at its begin and its end, as no name has."""
    text = person.name.text
    return 1 < len(text) <= _LONGEST_LETTERS and text[0].isupper() and text[-1].isupper() and not text.isupper()


def _in_longer(person: FoundPerson) -> bool:
    """Match "Hart" of "Hart van Nederland"."""
    if _only_first_name(person) or is_kept(person.name.text):
        return False
    return kept_spans(person.words.text).holds(person.name.start, person.name.end)


def _kept_word(person: FoundPerson) -> bool:
    """On the lists of what stays, and no first name, or a rare one that is a word too: "Rover", "jersey"."""
    known, lower = lexicon(), person.name.lower
    rare = lower in known.words and len(lower) > _SHORTEST_RARE
    return is_kept(person.name.text) and (rare or not known.is_first_name(lower))


def _public(person: FoundPerson) -> bool:
    """Match "Corona", "Zondag"."""
    return person.alone and person.name.lower in lexicon().public and not _only_first_name(person)


def _letters(person: FoundPerson) -> bool:
    """Match "Awb", "KNRM", "Wmo": two capitals and more, or no vowel."""
    text = person.name.text
    if not person.alone or len(text) > _LONGEST_LETTERS or "-" in text or not text[0].isupper():
        return False
    capitals = sum(letter.isupper() for letter in text)
    if _only_first_name(person) or capitals <= 1:
        return not _only_first_name(person) and len(text) > 2 and not set(text.lower()) & _VOWELS
    return capitals * 2 >= len(text)


def _people(person: FoundPerson) -> bool:
    """Match "Alkmaarders", "een echte Brabander", "Tigrinya"; some peoples are surnames, but those only of one."""
    lower = person.name.lower
    if not person.alone or _only_first_name(person) or not is_people(lower):
        return False
    many = lower.endswith(("ers", "aars", "aren"))
    return not person.named or many or person.before in _ONE_OF


def _thing(person: FoundPerson) -> bool:
    """Match "Ontmoetingskerk", "Havenbedrijf"."""
    return not person.named and has_thing_ending(person.name.lower)


def _plain_lower(person: FoundPerson) -> bool:
    """An ordinary word without a capital, on no list of names; where capitals tell nothing, also after no cue."""
    known, lower = lexicon(), person.name.lower
    if person.named:
        return False
    if person.words.reliable:
        return not person.name.capital and known.is_word(lower)
    return person.alone and lower in known.words and not cue_strength(person.words, person.index)


def _one_of(person: FoundPerson) -> bool:
    """Match "de Bomenstichting", "alle Ommelanders": an article before a word on no list of names."""
    return _has_capital(person) and not person.named and person.before in _ONE_OF


def _whole_sentence(person: FoundPerson) -> bool:
    """Match "Storm. Niets gevonden.", "Amehoela!": a sentence of one word that need not be a name."""
    tokens, index = person.words.tokens, person.index
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    ends = following is None or (following.first and not following.adjacent)
    plain = lexicon().is_word(person.name.lower) or not person.named
    return _has_capital(person) and person.name.first and ends and plain and not _only_first_name(person)


def _capital_word(person: FoundPerson) -> bool:
    """Match "Karnemelk", "Taallessen": an ordinary word; one made of two others must not stand as names do."""
    known, lower = lexicon(), person.name.lower
    if not _has_capital(person) or person.named or not known.is_word(lower):
        return False
    if lower in known.words:
        return True
    following = person.words.lower(person.index + 1) if person.words.joined(person.index + 1) else ""
    as_name = following in cue("after_name") or cue_strength(person.words, person.index) > 0
    return len(lower) > _LONGEST_ACCIDENT and not as_name


def _in_a_row(person: FoundPerson) -> bool:
    """Match "Melk, Karnemelk, Pap", "Noord en Overvecht": beside towns, peoples or bodies, or ordinary words."""
    known, lower = lexicon(), person.name.lower
    if not _has_capital(person) or (known.is_first_name(lower) and lower not in known.words):
        return False
    return any(_beside(person, person.index + step) for step in (-1, 1, -2, 2))


def _beside(person: FoundPerson, other: int) -> bool:
    """Tell whether the word at an index stands in a row with a person as found, and is nobody itself."""
    words, known = person.words, lexicon()
    if not 0 <= other < len(words.tokens) or not words.tokens[other].capital or words.tokens[other].first:
        return False
    low, high = sorted((person.index, other))
    between = words.text[words.tokens[low].end : words.tokens[high].start].strip()
    if between not in (",", "en", "of") or words.lower(other - 1) in cue("name_prefixes"):
        return False
    beside = words.lower(other)
    if not person.named and (beside in known.places or is_people(beside) or is_kept(beside)):
        return True
    plain = known.is_word(beside) and not known.is_surname(beside) and not known.is_first_name(beside)
    return plain and (known.is_word(person.name.lower) or (person.name.lower in known.words and beside in known.words))


def _has_capital(person: FoundPerson) -> bool:
    """Tell whether one word stands alone with a capital that means something."""
    return person.alone and person.words.reliable and person.name.capital


def _resident_of(person: FoundPerson) -> bool:
    """Match "bewoners van Aardenhof", "'s Zomers": where somebody is from, a time."""
    words, at = person.words, person.index
    if not words.reliable or not person.name.capital or lexicon().is_first_name(person.name.lower):
        return False
    before = words.lower(at - 1) if words.joined(at) else ""
    if person.alone and before == "s" and words.text[words.tokens[at - 1].start - 1] in "'’":
        return True
    of_there = before in ("van", "uit") and words.joined(at - 1) and words.lower(at - 2) in cue("residents")
    return of_there and not words.tokens[at - 1].capital


def _many_do(person: FoundPerson) -> bool:
    """Match "Leden vertellen": an ordinary word that begins a sentence, before a verb of more than one."""
    words, after = person.words, person.index + 1
    known, lower = lexicon(), person.name.lower
    if not _has_capital(person) or not person.name.first or lower not in known.words or known.is_first_name(lower):
        return False
    return words.joined(after) and words.lower(after).endswith("en") and words.lower(after) in known.words


def _one_like(person: FoundPerson) -> bool:
    """Match "zo'n Karen", "mijn mooie sari", "een merel": what has an article before it is a thing, or somebody's kind.

    A first name that is no word keeps going after "een" and "de": in dialect people are called so ("de Jan").
    """
    words, lower = person.words, person.name.lower
    if not person.alone or person.index == 0 or not words.joined(person.index):
        return False
    if person.before == "zulke" or (person.before == "n" and words.lower(person.index - 2) == "zo"):
        return True
    if person.name.capital or lower not in lexicon().words or lower in lexicon().ambiguous:
        return False
    return person.before in _ONE or (
        person.before.endswith("e")
        and person.before in lexicon().words
        and words.joined(person.index - 1)
        and words.lower(person.index - 2) in _ANY_ONE
    )


_ONE = frozenset(("een", "elke", "geen", "het", "ieder"))
_ANY_ONE = cue("determiners") | {"mijn", "zijn", "haar", "jouw", "uw", "hun"}


ONE_WORD: tuple[Callable[[FoundPerson], bool], ...] = (
    is_town, _camel, _in_longer, _kept_word, _public, _letters, _people, _thing, _plain_lower, _one_of, _whole_sentence,
    _capital_word, _in_a_row, _one_like,
    _resident_of, _many_do,
)  # fmt: skip
"""What is asked of a person of one word; any of them is enough."""
