"""Single words that were taken for a person and are a town: what stands before decides when it is a surname too."""

from __future__ import annotations

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.found_person import FoundPerson
from narratief.privacy.detectors.lexicon import lexicon

_OF_PLACES = cue("place_words") | {"buiten", "binnen", "vanaf", "tot"}


def is_town(person: FoundPerson) -> bool:
    """Match "Heerlen", "verhuisd naar venlo of waalwijk", "Oss moest zichzelf uitvinden" ("Van Oss" is a person).

    Whoever has a town for a surname is mostly named with a title or a first name; those are asked before this, and
    what they tell holds for the whole interview.
    """
    known, lower = lexicon(), person.name.lower
    if not person.alone or lower not in known.places or known.is_first_name(lower):
        return False
    if known.is_word(lower) and not person.words.reliable:
        return False
    if lower not in known.surnames or lower in known.only_prefixed or person.before in _OF_PLACES:
        return True
    words, row = person.words, person.index - 2
    return person.before in ("en", "of") and words.lower(row) in known.places and words.lower(row - 1) in _OF_PLACES
