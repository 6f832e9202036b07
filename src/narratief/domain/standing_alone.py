"""Whether a resident's words can be understood by a reader who sees nothing else, and what question they need.

The rules read openings, since that is where speech leans on what went before: an answer to a question ("Nee, dat
niet."), a pronoun that stands for something named earlier, a connective. The weights were chosen on a
reader's choices for the sample projects; `benchmarks/quotes.py` measures them on these and on projects apart.
"""

from __future__ import annotations

import math
import re

from narratief.domain.brackets import without_notes
from narratief.domain.entities import PSEUDONYM
from narratief.domain.surroundings import Surroundings

SHORTEST, LONGEST = 8, 60
"""Words of a quote that reads well by itself; outside these a quote is chosen only for want of better.

Chosen by reading quotes of the sample projects, not measured.
"""
QUESTION_BELOW = 15
"""A quote of fewer words is shown with the question that it answers. Chosen, not measured."""
LEFT_OUT = "(…)"
"""What stands where words were left out."""
_QUESTION_WORDS = 45  # words of a question that are shown; of a longer one its last sentences
_FEW_PSEUDONYMS = 0.07  # share of the words that a reader passes over
_FEW_WORDS = 3  # words of an opening sentence that is mostly a bare answer ("De spiegelwand.")
_FULL_STORY = 30  # words from which a quote mostly tells something whole: what readers choose is longer than the rest
_FULL_WORDS = 6  # words that carry meaning from which a quote says something of itself

_FILLERS = frozenset(
    {
        "ja", "nee", "nou", "ach", "oh", "o", "eh", "uh", "uhm", "ehm", "hm", "hè", "he", "hoor", "joh", "tja",
        "tuurlijk", "natuurlijk", "zeker", "precies", "klopt", "inderdaad", "oké", "ok", "goed", "zo", "dus",
        "eigenlijk", "ook", "wel", "toch", "gewoon", "echt", "maar", "en", "of", "want", "ik", "je", "u", "we",
        "wij", "ze", "zij", "hij", "het", "een", "de", "dat", "die", "dit", "deze", "er", "is", "was", "zijn",
        "ben", "bent", "heb", "heeft", "had", "van", "in", "op", "te", "met", "voor", "niet", "geen", "al", "nog",
        "weet", "denk",
    }
)  # fmt: skip
"""Words that say nothing by themselves."""
_LEAD = re.compile(
    r"(?:[\"'“‘„\s]|(?:nou|ach|oh|o|eh|uh|uhm|ehm|hm|tja|oké|ok|kijk|dus|en|goed)\b[,.…\s]*+)*+", re.IGNORECASE
)
_ANSWERS = re.compile(
    r"(?:ja|jawel|jazeker|nee+|neen|niet|nooit|altijd|soms|wel|precies|klopt|inderdaad|zeker|tuurlijk|natuurlijk"
    r"|dat (?:wel|niet|klopt)|eerst niet|half|misschien|weet ik niet|geen idee|geen|omdat|dankzij|vooral)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"(?:dat|die|dit|deze|daar\w*|hij|zij|hem|haar|hun|hen|zo|zulke|zoiets|dezelfde|toen(?! ik\b| we\b| wij\b)"
    r"|er(?=van|mee|in|op|aan)\w+|degene|vandaar|daarom|hetzelfde|eentje|één ding)\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"ze\b", re.IGNORECASE)
"""Mostly those who made the plan, whom a reader can guess."""
_GOES_ON = re.compile(r"(?:en|maar|dus|want|omdat|zodat|waardoor|of|terwijl|alleen|ook)\b", re.IGNORECASE)
_IRONIC = re.compile(
    r"\b(?:ja hoor|ja ja|jaja|ja doei|lekker dan|fijn is dat|mooi is dat|leuk joh"
    r"|nou,? (?:leuk|fijn|mooi|lekker|geweldig|prachtig)|dank je (?:wel )?(?:de koekoek|hoor)|bravo|zogenaamd\w*"
    r"|(?:geweldig|prachtig|mooi|fijn|goed geregeld) hoor|nou,? bedankt|tuurlijk joh|haha\w*|grapje)\b",
    re.IGNORECASE,
)
_UNHEARD = re.compile(
    r"\[(?:\.\.\.|…|onverstaanbaar|onhoorbaar|\?)[^\]]{0,40}\]|\((?:\.\.\.|…|onverstaanbaar|onhoorbaar|\?)[^)]{0,40}\)",
    re.IGNORECASE,
)
_REACHED_AT = re.compile(r"\[(?:TELEFOON|EMAIL|ADRES|BSN|IBAN|WEBADRES|GEBOORTEDATUM|KENTEKEN|ID)-\d{1,6}\]")
_TO_INTERVIEWER = re.compile(
    r"\b(?:wilt u|wil je (?:nog|d'r|er)|loopt? (?:die|hij|dat ding)|staat (?:die|hij|dat ding) aan|harder praten"
    r"|opname|koffie\?|uw verslag)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.?!…]++[.?!…]*+")


def asked(text: str, question: str, around: Surroundings) -> str:
    """The question to show with a quote: empty when its words do without, the last sentences of a long one."""
    if not question or not needs_question(text, around):
        return ""
    words = question.split()
    if len(words) <= _QUESTION_WORDS:
        return question
    kept: list[str] = []
    for sentence in reversed(_SENTENCE.findall(question)):
        if kept and sum(len(each.split()) for each in kept) + len(sentence.split()) > _QUESTION_WORDS:
            break
        kept.append(sentence.strip())
    return " ".join([LEFT_OUT, *reversed(kept)])


def needs_question(text: str, around: Surroundings) -> bool:
    """Whether a reader needs the question to understand an answer, or a part of it."""
    if len(text.split()) < QUESTION_BELOW:
        return True
    if not around.opens:
        return False
    spoken = _opening(text)
    first = _first_sentence(spoken)
    return len(first.split()) <= _FEW_WORDS or any(pattern.match(spoken) for pattern in (_ANSWERS, _POINTS_BACK, _THEY))


def standing(text: str, question: str, around: Surroundings) -> float:
    """How well words stand alone, 0..1: the product of what each rule leaves of it."""
    words = text.split()
    if not words:
        return 0.0
    fit = min(1.0, len(words) / SHORTEST, LONGEST / len(words)) * math.sqrt(min(1.0, len(words) / _FULL_STORY))
    meaning = sum(word.strip(".,;:?!…\"'“”‘’()").casefold() not in _FILLERS for word in PSEUDONYM.sub("", text).split())
    fit *= min(1.0, max(meaning, 0.5) / _FULL_WORDS)
    return fit * _opens_well(text, question, around) * _reads_well(text, len(words)) * _is_whole(around)


def opening_stands(text: str) -> float:
    """How well words stand alone by how they open and what they are full of, however few they are, 0..1."""
    return _opens_well(text, "", Surroundings()) * _reads_well(text, max(len(text.split()), 1))


def _opens_well(text: str, question: str, around: Surroundings) -> float:
    """What is left of a quote by how it opens."""
    spoken = _opening(text)
    helped = bool(question) and around.opens
    if PSEUDONYM.match(spoken):
        return 0.8
    if _ANSWERS.match(spoken) or len(_first_sentence(spoken).split()) <= _FEW_WORDS:
        return 1.0 if helped else 0.8
    if _POINTS_BACK.match(spoken):
        return 1.0 if helped else 0.9
    if _GOES_ON.match(text.lstrip(" \"'“‘")):
        return 0.95
    return 1.0


def _reads_well(text: str, words: int) -> float:
    """What is left of a quote by what it is full of."""
    share = len(PSEUDONYM.findall(text)) / words
    left = max(0.3, 1.0 - 4.0 * max(0.0, share - _FEW_PSEUDONYMS))
    for pattern, factor in ((_REACHED_AT, 0.7), (_UNHEARD, 0.6), (_IRONIC, 0.7), (_TO_INTERVIEWER, 0.6)):
        if pattern.search(text):
            left *= factor
    return left


def _is_whole(around: Surroundings) -> float:
    """What is left of a quote by what was cut off around it."""
    return (0.7 if around.turned else 1.0) * (0.7 if around.begins_cut else 1.0) * (0.7 if around.ends_cut else 1.0)


def _opening(text: str) -> str:
    """Words without notes and without what people say before they begin."""
    spoken = without_notes(text).lstrip()
    lead = _LEAD.match(spoken)
    return spoken[lead.end() :] if lead else spoken


def _first_sentence(text: str) -> str:
    """First sentence of words."""
    found = _SENTENCE.search(text)
    return found[0] if found else ""
