"""How an interviewer talks: asking, briefly, about the other."""

from __future__ import annotations

import math
import re

_ASKS = re.compile(r"\?")
_ENDS_ASKING = re.compile(r"\?[\s\"'”’)\]…]*$")
_PUNCTUATION = re.compile(r"[.?!]")
_BEGINS_ASKING = re.compile(
    r"\s*(?:(?:en|maar|oké|ok|dus|ja|nou|eh|uh|uhm|goed|mooi)\s+)*"
    r"(?:(?:wie|wat|waar\w*|wanneer|hoe\w*|waarom|welke?|vertel|kunt|kun|zou|wilt|wil|mag)\b"
    r"|(?:bent|ben|heeft|heb|had|hebt|vindt|vind|vond|ging|gaat|was|waren|is|weet|wist|komt|kwam|doet|deed|kreeg|merkt|merkte)"
    r"\s+(?:u|je|jij|jullie|dat|er|het|die)\b)",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(u|uw|je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
_ME = re.compile(r"\b(ik|mij|me|mijn|m'n|wij|we|ons|onze)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"\b(de opname|opname loopt|hij loopt|neemt op|toestemming|voorstellen|kunt u (iets )?vertellen|vertel eens"
    r"|om te beginnen|laatste vraag|tot slot|bedankt|dank (u|je)|dit interview|dit gesprek|anoniem)\b",
    re.IGNORECASE,
)

_HOSTING = re.compile(
    r"\b(welkom|zullen we (?:maar )?beginnen|voor (?:dit|het|mijn|ons) onderzoek|dit onderzoek|namens de gemeente"
    r"|blijft anoniem|(?:mag|wil) ik (?:u|je|jullie) (?:\w+ )?(?:vragen|danken|bedanken)"
    r"|(?:mijn|de|een) (?:eerste|volgende|laatste) vraag|ik heb nog (?:een|één) vraag|voordat we beginnen"
    r"|ik stel (?:u|je|jullie)"
    r"|(?:dank|bedankt) voor (?:dit|het|uw|je|jullie) (?:gesprek|interview|tijd|komst|medewerking))\b",
    re.IGNORECASE,
)
_MOST_HOSTING = 3  # times that hosting counts; chosen: a host opens, goes on and closes


def asks(text: str) -> bool:
    """Whether a turn ends in a question, or begins as one where speech recognition left out all punctuation."""
    if _ENDS_ASKING.search(text):
        return True
    return not _PUNCTUATION.search(text) and bool(_BEGINS_ASKING.match(text))


def manner_score(own: list[str], rest: list[str]) -> float:
    """Tell how much someone talks like an interviewer beside the others: questions, short turns, "u" more than "ik"."""
    asking = asking_rate(own) - asking_rate(rest)
    any_question = _rate(own, _ASKS) - _rate(rest, _ASKS)
    length = math.log((_mean_words(rest) + 1) / (_mean_words(own) + 1))
    address = _address(own) - _address(rest)
    opening = min(2, len(_OPENING.findall(" ".join(own)))) - min(2, len(_OPENING.findall(" ".join(rest))))
    hosting = _hosting(own) - _hosting(rest)
    length = max(-2.0, min(2.0, length))
    return 3.0 * asking + 1.0 * any_question + 0.8 * length + 1.5 * address + 0.5 * opening + 0.8 * hosting


def asking_rate(texts: list[str]) -> float:
    """Share of turns that ask."""
    return sum(map(asks, texts)) / max(1, len(texts))


def _rate(texts: list[str], pattern: re.Pattern[str]) -> float:
    """Share of turns in which a pattern occurs."""
    return sum(bool(pattern.search(text)) for text in texts) / max(1, len(texts))


def _mean_words(texts: list[str]) -> float:
    """Average length of turns in words."""
    return sum(len(text.split()) for text in texts) / max(1, len(texts))


def _hosting(texts: list[str]) -> int:
    """How often someone leads the talk, up to `_MOST_HOSTING`: welcomes, introduces the research, thanks for coming."""
    return min(_MOST_HOSTING, len(_HOSTING.findall(" ".join(texts))))


def _address(texts: list[str]) -> float:
    """Share of "you" among the words for "you" and "I"."""
    whole = " ".join(texts)
    you, me = len(_YOU.findall(whole)), len(_ME.findall(whole))
    return (you + 1) / (you + me + 2)


def likeliest_turns(texts: list[str]) -> list[bool]:
    """Tell for each paragraph of a talk between two whether the interviewer says it.

    The order with the highest total score wins: questions, short paragraphs and "u" speak for the interviewer, and the
    next paragraph is mostly the other's, above all after a question.
    """
    stay = {True: -2.5, False: -1.2}
    totals = {True: 0.0, False: -0.5}
    came_from: list[dict[bool, bool]] = []
    for number, text in enumerate(texts):
        score = _turn_score(text)
        back: dict[bool, bool] = {}
        reached: dict[bool, float] = {}
        for who in (True, False):
            kept = totals[who] + (stay[who] if number else 0.0)
            changed = totals[not who] if number else kept - 1
            back[who] = who if kept > changed else not who
            reached[who] = max(kept, changed) + (score if who else -score)
        totals = reached
        came_from.append(back)
    who = totals[True] >= totals[False]
    found: list[bool] = []
    for back in reversed(came_from):
        found.append(who)
        who = back[who]
    return found[::-1]


def _turn_score(text: str) -> float:
    """How much one paragraph sounds like an interviewer's; negative for a resident's."""
    words = len(text.split())
    length = 0.8 if words <= 15 else -min(2.0, (words - 15) / 30)
    you, me = len(_YOU.findall(text)), len(_ME.findall(text))
    return (1.5 if asks(text) else -0.6) + length + 1.2 * (you - me) / (you + me + 1)
