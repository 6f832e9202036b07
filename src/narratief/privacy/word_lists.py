"""A project's lists of words to keep and to hide: what of them holds, and what must be told about them."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.entities import EntityType
from narratief.domain.errors import Problem
from narratief.domain.project import ProjectFacts
from narratief.privacy.detectors.contact import find_contact
from narratief.privacy.detectors.dates import find_birth_dates
from narratief.privacy.detectors.identifiers import find_identifiers
from narratief.privacy.detectors.numbers import fold
from narratief.privacy.detectors.plates import find_plates

_FEW_DIGITS = 4
"""Digits that a name may have ("Buurt 2030"): chosen; five and more are a number of somebody or something."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of a project as they hold.

    Attributes
    ----------
    keep
        Words and whole names that stay.
    hide
        Words that go, with what they are. They stand for people: keep this nowhere but in memory.
    problems
        What of the lists does not hold, by its number in the list: the words themselves may be a name.
    """

    keep: tuple[str, ...]
    hide: tuple[tuple[EntityType, str], ...]
    problems: tuple[Problem, ...] = ()


def lists_of(facts: ProjectFacts) -> WordLists:
    """Lists of a project: nothing that is plainly a number or an address on the internet stays, and hiding wins."""
    hidden = {fold(words) for _, words in facts.hide}
    keep: list[str] = []
    problems: list[Problem] = []
    for number, words in enumerate(facts.keep, 1):
        if fold(words) in hidden:
            problems.append(_both(number))
        elif is_plainly_personal(words):
            problems.append(_never(number))
        else:
            keep.append(words)
    return WordLists(tuple(keep), facts.hide, tuple(problems))


def is_plainly_personal(words: str) -> bool:
    """Tell whether words are a number, an e-mail address or the like, which no list can keep."""
    return sum(letter.isdigit() for letter in words) > _FEW_DIGITS or has_number_of_one(words)


def has_number_of_one(words: str) -> bool:
    """Tell whether a number, a date of birth, an e-mail or web address of somebody is in words."""
    found = (find_contact, find_identifiers, find_plates, find_birth_dates)
    return any(True for find in found for _ in find(words))


def _both(number: int) -> Problem:
    return Problem(
        "project.yaml",
        f"Regel {number} van 'keep' staat ook in 'hide'. narratief verbergt deze woorden.",
        "Haal de regel uit een van beide lijsten.",
        fatal=False,
    )


def _never(number: int) -> Problem:
    return Problem(
        "project.yaml",
        f"Regel {number} van 'keep' is een nummer, e-mailadres of webadres. Zoiets gaat altijd weg.",
        "Haal de regel uit de lijst.",
        fatal=False,
    )
