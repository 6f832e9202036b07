"""Requests told in words of one's own: what is recorded, kept from it, and asked of the hearer, in any order.

`phrases` has the ways to ask that are known word for word; people have more of them than any list. So a clause also
counts as a request when it has all three: words of recording or of a secret, a word that keeps it from that, and a sign
that the hearer is asked something now. What is told of others, or of an earlier time, does not count.
"""

from __future__ import annotations

import re

from narratief.domain.spans import Span

_CLAUSE = re.compile(r"[^,;:.!?…–()]++")
_RECORD = re.compile(
    r"\b(?:op\s?schrijven|opgeschreven|op te schrijven|opschrijft|noteren|noteert|genoteerd|meeschrijven|papier|"
    r"schrift|verslag|rapport|notulen|boekje|krant|artikel|aantekeningen|transcript|onderzoek|interview|opname|opnames|opnemen|"
    r"opgenomen|band|bandje|recorder|gepubliceerd|publiceren|publicatie|citeren|citeert|geciteerd|quoten|uitwerken|"
    r"uitgewerkt|uittypen|uitgetypt|vermelden|vermeld|terug\s?lezen)\b",
    re.IGNORECASE,
)
_KEPT_FROM = re.compile(
    r"\b(?:niet|niks|niets|geen|nergens|nooit|zonder|buiten|weg|weglaten|eruit|uit)\b", re.IGNORECASE
)
_SECRET = re.compile(
    r"\b(?:(?:tussen|onder) ons(?=\W*+$| (?:hoor|hè|he|ja|blijven|houden|gezegd|maar|want|dus|dat|die|is|zeg)\b)|"
    r"tussen (?:u en mij|jou en mij|mij en u|mij en jou)|onder (?:vier ogen|de pet)|vertrouwelijk|"
    r"in (?:strikt )?vertrouwen|geheim|binnenskamers|mondje dicht|(?:vier )?muren|"
    r"voor (?:u|je|jou|jezelf|uzelf) (?:te )?hou(?:d|den)?|"
    r"hou(?:d|dt)? (?:dit|dat|het) (?:\w++ )?voor (?:u|je|jou)\w*+|"
    r"(?:door|verder|rond)\s?(?:te )?(?:vertellen|zeggen|brengen)|aan niemand|tegen niemand|mag niemand|"
    r"blijft (?:hier|in deze kamer|bij (?:u|jou|je)|onder))\b",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"\b(?:schrap|schrappen|wis|wissen|knip|knippen|streep|laat|laten|haal|halen|gooi|verwijder|vergeet|sla)\b"
    r"(?: (?:u|je|jij|jullie|we|dat|dit|het|er|die|maar|even|straks|dan|nog|gewoon|liever|alsjeblieft|alstublieft|"
    r"stuk|stukje|laatste|deel|gedeelte|man|vrouw|naam|weer)){0,6}+ "
    r"(?:er\s?uit|eruit|weg|door|over|buiten|er\s?buiten|buiten het verhaal)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:u|je|jij|jullie|hoor|hè|hé|alsjeblieft|alstublieft|graag|liever|beter|ik wil|wil ik|ik verzoek|ik vraag|"
    r"ik heb liever|we houden|houden we|laten we|maar|moet|moeten|mag|mogen|hoeft|hoef|kan|kunt|dit (?:is|blijft|"
    r"deel|stuk\w*+|gesprek)|dat (?:is|blijft|stuk\w*+)|het (?:is|blijft|moet))\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:u|jij|jou|jullie|hoor|hè|alsjeblieft|alstublieft|graag|liever|ik wil|wil ik|ik verzoek|houden we|laten we|"
    r"we houden)\b|^\W*+(?:maar |dus |en |nou |nee |oké ){0,2}+(?:dit|uit|zonder|buiten)\b",
    re.IGNORECASE,
)
_NOT_FIRST = re.compile(r"\W*+(?:maar |dus |en |nou |nee |oké ){0,2}+niet\b", re.IGNORECASE)
_TOLD_OF = re.compile(
    r"\b(?:ze|zij|hij|men|niemand|iedereen|mensen|gemeente|wethouder|voorzitter|zei|zeiden|zegt|gezegd|riep|vroeg|"
    r"vond|was|waren|had|hadden|heeft|hebben|werd|werden|wou|wilde|wilden|mocht|mochten|moest|moesten|kon|konden|zou|"
    r"zouden|stond|stonden|kwam|kwamen|bleef|bleven|schreef|schreven|ging|gingen|deed|deden|gaf|gaven|kreeg|kregen|"
    r"staat|staan|kwijt|best|gerust|altijd)\b",
    re.IGNORECASE,
)
_SURE = re.compile(r"\bgeen geheim\b|\bjuist wel\b|\bwel op\s?schrijven\b", re.IGNORECASE)


def composed(text: str) -> Span | None:
    """Find the first clause of a sentence that asks in words of its own to keep something back; None without one."""
    if not (_RECORD.search(text) or _SECRET.search(text) or _REMOVE.search(text)):
        return None
    for clause in _CLAUSE.finditer(text):
        words = clause[0]
        if _TOLD_OF.search(words) or _SURE.search(words):
            continue
        kept_back = _RECORD.search(words) and _KEPT_FROM.search(words) and _ADDRESSED.search(words)
        if (
            kept_back
            or (_SECRET.search(words) and (_ASKED.search(words) or _NOT_FIRST.match(words)))
            or _REMOVE.search(words)
        ):
            return clause.span()
    return None
