"""The influence that residents say they expected, found by rules: a word of expecting with a word of influence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narratief.domain.project import LEVELS
from narratief.domain.quotes import Quote, quote_fragment
from narratief.domain.result import ProjectResult
from narratief.domain.standing_alone import SHORTEST

_EXPECTING = re.compile(
    r"\b(?:(?:ik|wij|we|je|iedereen|mensen)\s+(?:had(?:den)?|hebben|heb)\s+(?:\w+\s+)?(?:verwacht|gehoopt|gedacht|begrepen)"
    r"|(?:dacht(?:en)?|verwacht(?:te|ten)?|hoopte(?:n)?|meende(?:n)?)\s+(?:ik\s+|we\s+|wij\s+|eerlijk\s+gezegd\s+)?(?:dat|eerst|echt)"
    r"|in\s+de\s+veronderstelling|(?:is|werd|was)\s+(?:ons\s+|mij\s+)?beloofd|ze\s+beloofden|verwachting\w*)\b",
    re.IGNORECASE,
)
_SAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "meebeslissen",
        re.compile(r"\b(?:mee\s?beslis\w*|beslissen|bepalen|te\s+zeggen\s+had(?:den)?|kiezen|stemmen)\b", re.I),
    ),
    (
        "coproduceren",
        re.compile(r"\b(?:meetekenen|samen\s+(?:maken|ontwerpen|tekenen)|mee\s?ontwerpen|co-?produ\w+)\b", re.I),
    ),
    ("adviseren", re.compile(r"\b(?:advies|adviseren|meedenken)\b", re.I)),
    ("raadplegen", re.compile(r"\b(?:mening\s+geven|inspraak|meepraten)\b", re.I)),
)
_DENIED = re.compile(r"\b(?:niet|nooit|niks|geen)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A resident's words on what they expected.

    Attributes
    ----------
    level
        Participation level that the words point at; residents rarely name it.
    """

    level: str
    quote: Quote

    def above(self, chosen: str | None) -> bool:
        """Whether more was expected than the level that the municipality chose; False when that is unknown."""
        return chosen in LEVELS and LEVELS.index(self.level) > LEVELS.index(chosen)


def find_expectations(result: ProjectResult) -> tuple[Expectation, ...]:
    """Find fragments in which a resident says in one sentence that they expected some influence, in reading order."""
    return tuple(_found(result))


def _found(result: ProjectResult) -> Iterator[Expectation]:
    """Find the first sentence of each fragment that tells of an expectation."""
    for fragment in sorted(result.fragments, key=lambda each: (each.interview, each.start)):
        if len(fragment.text.split()) < SHORTEST:
            continue
        for sentence in _SENTENCE.finditer(fragment.text):
            level = _level(sentence[0])
            if level:
                span = (fragment.start + sentence.start(), fragment.start + sentence.end())
                yield Expectation(
                    level,
                    quote_fragment(fragment, 0.5, (span,)),
                )
                break


def _level(sentence: str) -> str:
    """Highest level that a sentence about an expectation points at; empty for any other sentence."""
    expecting = _EXPECTING.search(sentence)
    if expecting is None or _DENIED.search(expecting[0]):
        return ""
    return next((level for level, pattern in _SAYS if pattern.search(sentence, expecting.start())), "")
