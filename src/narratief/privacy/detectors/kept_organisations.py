"""Which organisations stay: all but small employers and clubs that point to one person."""

from __future__ import annotations

from narratief.domain.entities import Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.kept_names import is_kept, is_people, kept_spans
from narratief.privacy.detectors.kept_words import has_thing_ending
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Token, Words
from narratief.privacy.detectors.workplaces import belongs_to_somebody, is_owned

_SMALL_ENDINGS = tuple(head for head in cue("small_heads") if len(head) > 5)
_SHOPS = cue("small_heads") | {"apotheek", "café", "camping", "hotel", "restaurant", "supermarkt"}
_LARGE_TAILS = frozenset(("academie", "college", "gymnasium", "hogeschool", "lyceum", "school", "ziekenhuis", "zorg"))
_SMALL_TAILS = cue("organisation_tails") - _LARGE_TAILS | {"nails", "zn", "zoon", "zonen", "dochter", "hair", "beauty"}


def organisation_stays(words: Words, entity: Entity) -> bool:
    """Tell whether a body, firm or club stays.

    One goes that has a person's name in it, that is a firm of one or a few people, or that somebody is said to work
    at, to own or to sit on the board of.

    Parameters
    ----------
    words
        The turn.
    entity
        An organisation as found.
    """
    inside = words.within(entity.start, entity.end)
    if not inside:
        return False
    theirs = belongs_to_somebody(words, entity.start)
    if is_kept(words.text[entity.start : entity.end]) or _begins_kept(words, inside, theirs=theirs):
        return True
    public = inside[0].lower in cue("public_heads")
    if inside[0].lower in _SHOPS and is_owned(words, entity.start):
        return False
    if theirs and not public:
        return _says_what_it_is(inside)
    if any(_is_small(token.lower) for token in inside[:2]) or inside[-1].lower in _SMALL_TAILS:
        return all(_is_nobody(token) for token in inside)
    return public or not any(_is_personal(token.lower) for token in inside)


def _begins_kept(words: Words, inside: list[Token], *, theirs: bool) -> bool:
    """Tell whether a name from the lists begins here: "Rabobank Zwolle", "Fietsersbond afdeling Hoogkerk"."""
    opens = inside[0].lower in cue("organisation_heads") | {"de", "het"}
    named = inside[1:] if opens and len(inside) > 1 else inside
    if not kept_spans(words.text).overlaps(named[0].start, named[0].end):
        return False
    known = lexicon()  # a firm may begin like a large one: "Delta Pompentechniek"
    further = all(not token.capital or token.lower in known.places for token in named[1:])
    return further or not theirs


def _says_what_it_is(inside: list[Token]) -> bool:
    """Tell whether all words are ordinary and end on what it is: "Grote Kerk", "Klantcontactcentrum"."""
    known, last = lexicon(), inside[-1].lower
    if len(inside) == 1 and any(
        _is_area(last.removesuffix(e).rstrip("-s")) for e in cue("thing_endings") if last.endswith(e)
    ):
        return True  # "Twentewonen": of a whole region
    if not has_thing_ending(last) and last not in cue("thing_heads"):
        return False
    return all(known.is_word(t.lower) and not known.is_first_name(t.lower) and not _is_small(t.lower) for t in inside)


def _is_area(lower: str) -> bool:
    """Tell whether a word is a town, a region or another area that stays."""
    return lower in lexicon().places or lower in lexicon().public


def _is_small(lower: str) -> bool:
    """Tell whether a word is a firm of one or a few people."""
    return lower in cue("small_heads") or lower.endswith(_SMALL_ENDINGS)


def _is_personal(lower: str) -> bool:
    """Tell whether a word is somebody's name, and no ordinary word or town."""
    known = lexicon()
    if any(part in known.places for part in (lower, *lower.split("-"))) or lower in known.public or is_people(lower):
        return False
    return not known.is_word(lower) and (known.is_first_name(lower) or known.is_surname(lower))


def _is_nobody(token: Token) -> bool:
    """Tell whether a word by itself points to nobody: letters, a town, a people, a building, an area."""
    known, lower = lexicon(), token.lower
    if token.text.isupper() or lower in known.places or lower in known.public or is_people(lower):
        return True
    if has_thing_ending(lower):
        return True
    return known.is_word(lower) and lower not in known.surnames and not known.is_first_name(lower)
