"""What is noted of a resident besides their words: age group, role, side of the street, or anything of one's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from narratief.domain.errors import Refusal

SUGGESTED: dict[str, tuple[str, ...]] = {
    "leeftijdsgroep": ("jonger dan 18", "18-34", "35-49", "50-64", "65 en ouder"),
    "rol": ("huurder", "eigenaar", "ondernemer", "vrijwilliger"),
    "kant van de straat": ("even kant", "oneven kant"),
}
"""Attributes that pages suggest, with values; groups and no ages, which would point to one person."""

MOST = 12
"""Attributes in a project. Chosen: more of them tell who a resident is, and fit on no page."""

LONGEST_NAME, LONGEST_VALUE = 40, 60
"""Characters. Chosen: longer ones are no group that several residents are in."""

_OF_ONE_PERSON = frozenset(
    {
        "naam",
        "namen",
        "voornaam",
        "achternaam",
        "adres",
        "huisnummer",
        "postcode",
        "telefoon",
        "telefoonnummer",
        "mobiel",
        "e-mail",
        "email",
        "mail",
        "e-mailadres",
        "mailadres",
        "geboortedatum",
        "bsn",
    }
)
"""Attributes that are of one person only."""


def plain(text: str) -> str:
    """A name or value as it is kept: composed letters, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def alike(text: str) -> str:
    """What two spellings of one name or value share."""
    return plain(text).casefold()


def checked_name(typed: str) -> str:
    """Name of an attribute as it is kept.

    Raises
    ------
    Refusal
        When it is empty, too long, or names what is of one person only.
    """
    name = plain(typed)
    if not name:
        raise Refusal("Het kenmerk heeft nog geen naam.", "Vul een naam in, zoals rol.")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"De naam van dit kenmerk is te lang: hoogstens {LONGEST_NAME} tekens.", "Kies een kortere naam.")
    if "=" in name:
        raise Refusal("In de naam van een kenmerk mag geen = staan.", "Kies een andere naam.")
    if alike(name) in _OF_ONE_PERSON:
        raise Refusal(
            f"'{name}' wijst één persoon aan. Zulke gegevens bewaart narratief niet als kenmerk.",
            "Gebruik een groep, zoals een leeftijdsgroep of een rol.",
        )
    return name


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Put names of attributes in the order of pages: suggested ones first, then by the alphabet."""
    first = {alike(name): place for place, name in enumerate(SUGGESTED)}
    return tuple(sorted(names, key=lambda name: (first.get(alike(name), len(first)), alike(name))))
