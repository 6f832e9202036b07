"""Numbers that stand for one person: BSN, IBAN, numbers of files and memberships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from narratief.domain.entities import PATTERN_PRIORITY, Entity
from narratief.privacy.detectors.numbers import NumberRun, number, number_runs, stretches

_BSN_CUE = re.compile(
    r"\b(?:bsn|burger\s?service\s?nummer|sofi\s?-?\s?nummer)\b(?:[^?!]{0,70}|\?[^?!]{0,30})$", re.IGNORECASE
)
_IBAN = re.compile(
    r"\b(?:NL\s?\d{2}\s?[A-Z]{4}(?:[\s.]?\d){10}|[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?)\b",
    re.IGNORECASE,
)
_IBAN_SPOKEN = re.compile(r"\bn\s?l\s+", re.IGNORECASE)
_BANK_SPOKEN = re.compile(r"\s*([a-z]\s?[a-z]\s?[a-z]\s?[a-z])\b\s*", re.IGNORECASE)
_ID_CUE = (
    r"(?:(?!huis|telefoon|privé|vast)[a-zë]+nummer|kenmerk|code|zaaknr|dossier|inlog\w*|gebruikersnaam"
    r"|inloggen(?:\s+met)?)"
)
_ID_NUMBER = re.compile(
    rf"\b{_ID_CUE}\b[^.?!\d]{{0,40}}?"
    r"\b((?:(?-i:[A-Z]{1,3})[ -]?)?\d[\d./-]{2,60}[A-Za-z]?(?:-[A-Z\d]{1,40}){0,8}"
    r"|[a-z]{1,40}(?:-[a-z\d]{1,40}){0,8}-\d{1,40})\b",
    re.IGNORECASE,
)
_ACCOUNT_ENDS = r"(?!(?:de naam|en|maar|want|dus|die|dan|daar)\b)"
_ID_ACCOUNT = re.compile(
    r"\b(?:gebruikersnaam|inlognaam|twitternaam|account\w*|nickname|inloggen met|facebook|instagram|tiktok)"
    r"\b[^.?!]{0,40}?"
    rf"\b(?:is|was|heet ik|heet|de naam|onder|met)\s+((?:{_ACCOUNT_ENDS}[\w-]+\s?){{1,4}})(?<!\s)",
    re.IGNORECASE,
)
_ID_SPOKEN = re.compile(
    r"\b(?:(?:patiënt|personeels|lidmaatschaps|klant|dossier|polis|paspoort|zaak|lid|cliënt|inschrijf|aanslag)[\s-]"
    r"|(?!huis|telefoon|volg|kamer)[a-zë]{3,}-?)nummer\b[^.?!]{0,40}$",
    re.IGNORECASE,
)
_ID_SHAPE = re.compile(r"(?<![\w@./-])(?=[A-Za-z\d-]*\d[A-Za-z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)*(?![\w@/-])")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def find_identifiers(text: str) -> Iterator[Entity]:
    """Find BSNs, bank accounts and other identifying numbers.

    Parameters
    ----------
    text
        Words of one turn.
    """
    yield from _bsns(text)
    yield from _ibans(text)
    yield from _others(text)


def is_bsn(digits: str) -> bool:
    """Apply the 11-test: nine digits, weighed 9 to 2 and -1, must add up to a multiple of eleven."""
    if len(digits) != 9 or digits == "0" * 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def is_iban(written: str) -> bool:
    """Apply the mod-97 test of ISO 13616; a Dutch number needs only its shape, for people misread digits."""
    compact = re.sub(r"[\s.]", "", written).upper()
    if re.fullmatch(r"NL\d{2}[A-Z]{4}\d{10}", compact):
        return True
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _bsns(text: str) -> Iterator[Entity]:
    """Find BSNs: by the 11-test, or after the word BSN also partly said ones."""
    for run in number_runs(text):
        cued = _BSN_CUE.search(text[max(0, run[0].start - 100) : run[0].start]) is not None
        whole = "".join(token.digits for token in run)
        if is_bsn(whole) or (cued and 3 <= len(whole) <= 15 and len(run) > 1) or (cued and len(whole) in (8, 9)):
            yield Entity(run[0].start, run[-1].end, "bsn", PATTERN_PRIORITY + cued)
        elif cued:
            yield from (Entity(s, e, "bsn", PATTERN_PRIORITY + 1) for s, e, d in stretches(run) if len(d) == 9)


def _ibans(text: str) -> Iterator[Entity]:
    """Find bank accounts, written with or without spaces, or spoken."""
    for match in _IBAN.finditer(text):
        if is_iban(match.group()):
            yield Entity(match.start(), match.end(), "iban", PATTERN_PRIORITY + 2)
    runs = {run[0].start: run for run in number_runs(text)}
    for match in _IBAN_SPOKEN.finditer(text):
        check = runs.get(match.end())
        bank = _BANK_SPOKEN.match(text, check[-1].end) if check else None
        account = runs.get(bank.end()) if bank else None
        if account:
            ends = [end for start, end, digits in stretches(account) if start == account[0].start and len(digits) <= 10]
            yield Entity(match.start(), max(ends), "iban", PATTERN_PRIORITY + 2)


def _others(text: str) -> Iterator[Entity]:
    """Find numbers after a word such as patiëntnummer, codes of letters and digits, and long numbers."""
    for match in _ID_NUMBER.finditer(text):
        yield Entity(match.start(1), match.end(1), "other", PATTERN_PRIORITY - 5)
    for match in _ID_ACCOUNT.finditer(text):
        if any(c.isdecimal() for c in match[1]) or any(number(w) for w in match[1].split()):
            yield Entity(match.start(1), match.end(1), "other", PATTERN_PRIORITY - 30)
    for match in _ID_SHAPE.finditer(text):
        if len(match.group()) >= 6 and sum(c.isdecimal() for c in match.group()) >= 3:
            yield Entity(match.start(), match.end(), "other", PATTERN_PRIORITY - 6)
    for run in number_runs(text):
        if len(run) > 2 and _ID_SPOKEN.search(text[max(0, run[0].start - 100) : run[0].start]):
            yield Entity(run[0].start, run[-1].end, "other", PATTERN_PRIORITY - 5)
        if _is_long_number(text, run):
            yield Entity(run[0].start, run[-1].end, "other", PATTERN_PRIORITY - 8)
        for token in run:
            if len(token.digits) >= 7 and text[token.start : token.end].isdecimal():
                yield Entity(token.start, token.end, "other", PATTERN_PRIORITY - 8)


def _is_long_number(text: str, run: NumberRun) -> bool:
    """Tell whether numbers in a row are one long number, by digits or in groups: no amount, years or counting."""
    said = text[run[0].start : run[-1].end]
    if any(text[token.start : token.end].isdecimal() for token in run):
        groups = [text[token.start : token.end] for token in run]
        whole = len("".join(groups)) >= 8 and len(groups) > 1 and re.fullmatch(r"\d+(?:[ -]\d+)+", said) is not None
        amount = all(len(group) == 3 for group in groups[1:])
        years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
        return whole and not amount and not years
    values = [token.value for token in run]
    counted = all(later - earlier == 1 for earlier, later in pairwise(values))
    return len(run) >= 6 and not counted and all(value < 100 for value in values)
