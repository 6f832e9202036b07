"""Employers and schools by what is said around them: "ik werk bij X", "zit op het X", "Joost van de X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import GUESS_PRIORITY, ORGANISATION_PRIORITY, Entity
from narratief.privacy.detectors.capitals import capitals_from
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.kept_names import is_people
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.streets import is_street
from narratief.privacy.detectors.tokens import Words

_OCCUPIED = (
    r"(?:werk|werkt|werkte|werkten|werken|gewerkt|baan|dienst|stage|les|lesgeef|collega\w*|personeelslid|medewerker"
    r"|chauffeur|monteur|verpleegkundige|verpleegster|kok|docent|leraar|lerares|juf|conciërge|kapster|vrijwilliger|lid"
    r"|voorzitter|secretaris|penningmeester|trainer|bestuur|directeur|eigenaar|eigenares|zaak|winkel|bedrijf"
    r"|verpleging|verzorging|onderwijs|(?:bus|vrachtwagen|taxi)chauffeur|\w*(?:arts|begeleid(?:er|ster)|adviseur"
    r"|ingenieur|medewerkster|leerkracht|onderwijzer(?:es)?|verzorgende|verkop(?:er|ster)|receptionist(?:e)?"
    r"|administrateur|boekhoud(?:er|ster)|programmeur|technicus|lasser|schilder|stukadoor|timmerman|metselaar"
    r"|loodgieter|elektricien|schoonma(?:ker|akster)|postbode|conducteur|machinist|apotheker|fysiotherapeut"
    r"|beheerder|coördinator|manager|leidinggevende|ontwerper|jurist|advocaat|accountant|notaris|makelaar))"
)
_LEARNS = r"(?:zit|zat|zitten|studeert|studeerde|studeer|leerling|gestudeerd|school|schoolgaat|gaat|ging)"
_OWN = (
    r"(?:mijn (?:eigen )?(?:zaak|winkel|bedrijf|werk|bedrijfje|praktijk)|werk|werkgever"
    r"|(?:reed|rijdt?|rij) (?:\w+ )?(?:voor|bij))"
)
_APPOSITION = r"(?:[\w-]+(?:\s[\w-]+)?,\s*|(?:\w*huis|\w*school|\w*bedrijf|\w*kantoor)\s+)?(?:de\s+|het\s+)?"
"""What the name stands beside: "voorzitter van de jeu-de-boules, X", "gezeten in verpleeghuis X"."""
_WORK = re.compile(
    rf"\b(?:{_OCCUPIED}(?:\W+\w+){{0,5}}?\W+(?:bij|voor|op|van|aan|in)"
    rf"|{_LEARNS}(?:\W+\w+){{0,4}}?\W+(?:op|aan|bij|naar)|{_OWN})\s*,?\s*(?:(?:de|het|een|'t)\s+)?{_APPOSITION}$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"\b(?:{_OCCUPIED}|ik (?:heb|run|bezit)\b(?:\W+\w+){{0,8}}?\W+(?:de|een|mijn)\W+\w+),\s*(?:de\s+|het\s+)?$",
    re.IGNORECASE,
)
"""The name right after a role or what one owns: "hij zit in het bestuur, X", "ik heb de pluktuin, X"."""
_ROLE = re.compile(rf"\b{_OCCUPIED}\s*$", re.IGNORECASE)
_AT_ONLY = re.compile(r"\s*(?:bij|voor)\s+(?:de\s+|het\s+)?$", re.IGNORECASE)
_AT = re.compile(r"(?:^|\W)(?:bij|voor)\s+$", re.IGNORECASE)
_AT_THE = re.compile(r"(?:^|\W)(?:bij|voor)\s+(?:de\s+|het\s+)?$", re.IGNORECASE)
_WORKED = re.compile(
    r"(?:\s[A-Z]\w+)*\s+(?:ook |altijd |jaren |vroeger |\w+ jaar )*(?:heeft |heb |had |hebt )?(?:ge)?werk(?:te?|ten)?\b"
)
_OF_PERSON = re.compile(r"(?:^|\s)([A-ZÀ-Ý][a-zà-ÿ]+),? (?:is |werkt |komt )?(?:van|bij) (?:de |het )?$")
"""A name and whom it belongs to: "Joost van de woningbouw"."""
_OWNED = re.compile(
    r"\b(?:exploite\w+|runt?|runde|runnen|dreef|drijft?|dreven|begonnen?|startte|bezat|bezit"
    r"|(?:ik|wij|we|ouders|man|vrouw|zoon|dochter|broer|zus) (?:hebben|hadden|heb|heeft|had)"
    r"|(?:hebben|hadden|heb|heeft|had) (?:ik|wij|we))\b"
    r"(?:\W+(?!(?:aan|bij|in|met|naar|op|over|tegen|tot|uit|van|voor|ge\w+)\b)\w+){0,5}?\W+$",
    re.IGNORECASE,
)
"""What somebody owns, right before its name: "veertig jaar had ik restaurant X", "hij exploiteert snackbar X"."""
_SENTENCE = re.compile(r"[.?!;]")
_LEAD = 90  # characters before a name that are looked at; chosen, not measured


def find_workplaces(words: Words) -> Iterator[Entity]:
    """Find organisations after words of work or school; only where capitals mark names.

    Parameters
    ----------
    words
        The turn.
    """
    if not words.reliable:
        return
    for index, token in enumerate(words.tokens):
        if not token.capital or (token.first and index) or not _may_be_organisation(words, index):
            continue
        if words.joined(index) and words.tokens[index - 1].capital and not words.tokens[index - 1].first:
            continue
        priority = _priority(words, index)
        last = capitals_from(words, index) if priority else None
        if last is not None:
            yield Entity(token.start, words.tokens[last].end, "organisation", priority)


def _may_be_organisation(words: Words, index: int) -> bool:
    """Judge a capitalised word: not a place, a first name or a public body; "De" only before another capital."""
    known, lower = lexicon(), words.lower(index)
    if lower in ("de", "het"):
        return words.joined(index + 1) and words.tokens[index + 1].capital
    if is_street(lower) or lower in cue("not_organisations") or lower in known.places or lower in known.public:
        return False
    return known.is_word(lower) or not known.is_first_name(lower)


def _priority(words: Words, index: int) -> int:
    """Rank a capitalised word by what stands around it: 0 when nothing tells that it is an organisation."""
    token, known = words.tokens[index], lexicon()
    lead = _lead(words.text, token.start)
    surname = token.lower in known.surnames
    of_person = _is_of_person(lead) and (lead.endswith(("de ", "het ")) or not surname)
    worked = _AT_THE.search(lead) and _WORKED.match(words.text, token.end, token.end + 60)
    if of_person or worked or _WORK.search(lead):
        return ORGANISATION_PRIORITY - 5
    return GUESS_PRIORITY + 2 if _AT.search(lead) and not known.is_word(token.lower) and not surname else 0


def belongs_to_somebody(words: Words, start: int) -> bool:
    """Tell whether somebody is said to work at, own or run what is named from a place on: "ik zit in het bestuur van".

    Parameters
    ----------
    words
        The turn.
    start
        Where the name begins.
    """
    lead = _lead(words.text, start)
    if _AT_ONLY.fullmatch(lead):  # "Stukadoor. Bij X." says it in two sentences
        before = words.text[max(0, start - _LEAD) : start - len(lead)].rstrip(".?!; \n")
        return _ROLE.search(_SENTENCE.split(before)[-1]) is not None
    return _is_of_person(lead) or any(pattern.search(lead) for pattern in (_WORK, _NAMED_AFTER))


def _is_of_person(lead: str) -> bool:
    """Tell whether somebody's name and "van" or "bij" stand right before; a people or an ordinary word is none."""
    match, known = _OF_PERSON.search(lead), lexicon()
    if match is None:
        return False
    lower = match[1].lower()
    return known.is_first_name(lower) or (known.is_surname(lower) and not known.is_word(lower) and not is_people(lower))


def is_owned(words: Words, start: int) -> bool:
    """Tell whether somebody is said to have the firm whose name begins at a place: "jaren had ik restaurant X".

    Parameters
    ----------
    words
        The turn.
    start
        Where the name begins, with what kind of firm it is.
    """
    return _OWNED.search(_lead(words.text, start)) is not None


def _lead(text: str, start: int) -> str:
    """What stands before a place in its sentence, as far as is looked back."""
    return _SENTENCE.split(text[max(0, start - _LEAD) : start])[-1]
