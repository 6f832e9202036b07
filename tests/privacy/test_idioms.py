"""A fixed phrase ("de dikke van Dale") takes no name away that only holds its letters, or that is longer than it."""

from itertools import product

import pytest

from narratief.privacy.detect import find_entities, rule_detectors
from narratief.privacy.detectors.lexicon import lexicon

INTRODUCTIONS = ("Mijn naam is {}.", "Ik ben {}.", "Ik heet {}, hoor.", "U spreekt met {}.", "Dat zei mevrouw {} ook.")
FIRST_NAMES = ("Sanne", "Fatima", "Kees", "Anne-Marie", "Mohammed", "Wim", "Ineke")


def _hidden(text: str, name: str) -> bool:
    """Tell whether all words of a name but its prefixes are gone."""
    (found,) = find_entities([text], rule_detectors())
    left = "".join(" " if any(e.start <= i < e.end for e in found) else c for i, c in enumerate(text))
    return not any(word in left for word in name.split() if word[0].isupper())


def _surnames_around_idioms() -> list[str]:
    """Surnames, with and without a prefix, that hold a fixed phrase within longer words."""
    known = lexicon()
    named = {f"{prefix} {name}".strip() for prefix, name in product(("", "van", "de", "van der"), known.surnames)}
    longer = {name for name in named if any(i in name and not f" {name} ".count(f" {i} ") for i in known.idioms)}
    return sorted(longer - known.public)


def test_there_are_surnames_around_fixed_phrases():
    assert {"van dalen", "van dalemans"} <= set(_surnames_around_idioms())


@pytest.mark.parametrize("surname", _surnames_around_idioms())
def test_a_surname_that_holds_the_letters_of_a_fixed_phrase_is_hidden(surname: str):
    written = " ".join(w if w in lexicon().prefixes else w.capitalize() for w in surname.split())

    shown = [
        text
        for first, introduction in product(FIRST_NAMES, INTRODUCTIONS)
        if not _hidden(text := introduction.format(f"{first} {written}"), f"{first} {written}")
    ]

    assert shown == []


@pytest.mark.parametrize("idiom", lexicon().idioms)
def test_no_fixed_phrase_takes_a_longer_name_away(idiom: str):
    last = idiom.rsplit(maxsplit=1)[-1]
    name = f"Sanne van {last.capitalize()}sma"

    assert _hidden(f"Mijn naam is {name}.", name), name


@pytest.mark.parametrize("name", ["Janneke", "Jojanneke", "Marjanneke", "Rembrandt"])
@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_a_first_name_with_a_fixed_phrase_in_it_is_hidden_with_its_surname(name: str, introduction: str):
    assert _hidden(introduction.format(f"{name} de Wit"), f"{name} Wit")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ik woon boven Jansen, op de tweede.", "Jansen"),
        ("Mijn naam is Jan Klaassen.", "Jan Klaassen"),
        ("Mijn naam is Piet Hein.", "Piet Hein"),
        ("Dat heb ik aan mevrouw van Gogh gevraagd.", "Gogh"),
        ("Piet Hein de Vries heeft dat uitgelegd.", "Piet Hein Vries"),
        ("Janneke was er ook bij.", "Janneke"),
        ("Toen vroeg Annie het aan de wethouder.", "Annie"),
    ],
)
def test_somebody_who_is_called_so_is_hidden(text: str, name: str):
    assert _hidden(text, name)


@pytest.mark.parametrize(
    "text",
    [
        "Jan met de pet betaalt, en Jan Modaal ook, want Jan met de pet betaalt altijd.",
        "Schrijf het in Jip-en-Janneketaal, of in Jip en Janneke taal.",
        "Dat staat in de dikke Van Dale, in Van Dale dus.",
        "Volgens Bartjens klopt dat, en dan is Joost mag het weten geen antwoord.",
        "We zijn naar het museum van Vincent van Gogh en Rembrandt van Rijn geweest.",
    ],
)
def test_a_fixed_phrase_stays_everywhere_it_is_said(text: str):
    assert find_entities([text], rule_detectors()) == [[]]
