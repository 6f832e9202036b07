"""What the policy hides and keeps: every example in both pages of docs, and more of each kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narratief.domain.entities import PSEUDONYM_NAMES, Entity
from narratief.pipeline.pseudonymisation import detectors
from narratief.privacy.detect import find_entities
from narratief.privacy.detectors.kept_names import is_kept, is_people
from narratief.privacy.policy import hidden_by_policy

DOCS = Path(__file__).parents[2] / "docs"
BOLD = re.compile(r"\*\*(.+?)\*\*")


def examples() -> list[tuple[str, str]]:
    """Give the last cell of each row of the tables, with the page it is on."""
    rows = []
    for page in ("privacy-policy.md", "schuilnamen.md"):
        for line in (DOCS / page).read_text("utf-8").splitlines():
            cell = line.rstrip(" |").rpartition("|")[2].strip()
            if line.startswith("|") and cell.endswith((".", "!")):
                rows.append((page, cell))
    return rows


def hidden(text: str) -> list[str]:
    """Find what the whole privacy step hides in a text."""
    (found,) = find_entities([text], detectors())
    return [text[entity.start : entity.end] for entity in found]


def test_the_pages_have_examples():
    assert len(examples()) > 40


@pytest.mark.parametrize(("page", "example"), examples())
def test_an_example_is_hidden_just_as_the_page_says(page, example):
    assert hidden(BOLD.sub(r"\1", example)) == BOLD.findall(example)


def test_the_dutch_page_tells_every_kind_of_pseudonym():
    page = (DOCS / "schuilnamen.md").read_text("utf-8")

    assert [name for name in PSEUDONYM_NAMES.values() if f"| {name} |" not in page] == []


@pytest.mark.parametrize(
    "text",
    [
        "Het Rondeel gaat open.",
        "Wij wonen in Den Haag, zeiden ze.",
        "Er zaten Zeeuwen, Kroaten, Chinezen en Amsterdammers.",
        "Hij kwam van de Oude Maas gefietst.",
        "Melk, Karnemelk, Pap: alles met een hoofdletter.",
        "Lijn 62 reed niet en Deel 17 ontbrak.",
        "Noord kreeg 412 stemmen, Oost 388.",
        "In de Laan van Oostveen staan bomen.",
        "dat was in het fries en niet in het nederlands",
        "Buur A wil wel en variant B. Huurders niet.",
        "Mijn hart ligt nog steeds bij Kerkrade.",
        "ze zijn alweer verhuisd naar deventer of zwolle",
        "De medewerker van het Bezoekerscentrum was aardig.",
        "Een werknemer van adviesbureau Royal HaskoningDHV belde.",
        "De fabrieken vertrokken, en Turnhout moest zichzelf opnieuw uitvinden.",
        "Dan voel ik me toch zo'n Karen.",
        "zij droeg een witte sari en ik een jas",
        "Hij kijkt nooit naar Willem II op zondag.",
        "We gingen samen naar 't Torentje voor de lunch.",
        "Je had groepje Zwaluw, Ekster en Merel, dat was gezellig.",
        "Libanese bewoners zijn niet gesproken.",
        "Wij zijn met de raad van Lutterveen naar buiten gegaan.",
        "Ondernemers vertellen dat de straat leeg is.",
        "'s Winters is het hier stil.",
        "we gaan van veertig kramen naar achttien en dan wil je d'r bij zijn",
        "Op zondag zit ik bij Feyenoord op de tribune.",
        "Zij bracht couscous en injera mee, en wij brood.",
        "Wij huren van WonenBreburg en die horen we nooit.",
        "Wij hadden gegeten in restaurant De Blauwe Snoek.",
        "In de Newtonstraat komen drempels, daar wonen veel ouderen.",
    ],
)
def test_nobodys_data_stays(text):
    assert hidden(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mevrouw Jumbo was boos.", ["Jumbo"]),
        ("Ze noemen hem Kuif, maar zo heet hij niet.", ["Kuif"]),
        ("Daar stond Ronald Duivestein, de wijkagent.", ["Ronald Duivestein"]),
        ("Wethouder Van Voorst tot Berghem sprak.", ["Van Voorst tot Berghem"]),
        ("Hij woont op de Kade 14-B. Thuis is het stil.", ["Kade 14-B"]),
        ("Mijn perceel is Oosterdijk 12-bis, naast het water.", ["Oosterdijk 12-bis"]),
        ("in west in de newtonstraat daar hebben wij een huis gekocht", ["newtonstraat"]),
        ("mijn mail is j kowalczyk apenstaartje onet punt pl hoor", ["j kowalczyk apenstaartje onet punt pl"]),
        ("Jaren had ik restaurant De Blauwe Snoek in Vleuten.", ["restaurant De Blauwe Snoek"]),
        ("De man runde al jaren Snackbar Vrolijke Vos aan het plein.", ["Snackbar Vrolijke Vos"]),
        ("ja ik woon in de newtonstraat zevenentwintig sinds dat jaar", ["newtonstraat zevenentwintig"]),
        ("Blonde Gerrit liep de hele avond mee.", ["Blonde Gerrit"]),
        ("Zij heeft een salon, Hair by Marijke, aan de overkant.", ["Hair by Marijke"]),
        ("Ik belde met Truus Meijer-Van Houwelingen.", ["Truus Meijer-Van Houwelingen"]),
    ],
)
def test_a_person_goes_whatever_else_the_words_may_be(text, names):
    assert hidden(text) == names


def test_what_a_person_marked_goes_whatever_the_policy_says():
    text = "Dat zei de NOS."

    assert list(hidden_by_policy(text, [Entity(11, 14, "organisation", 60)])) == []
    assert list(hidden_by_policy(text, [Entity(11, 14, "organisation", 200)])) == [Entity(11, 14, "organisation", 200)]


def test_a_guess_without_a_second_sign_is_no_person():
    text = "Langs de dijk is vooral Piping een probleem."
    guess, seen = Entity(24, 30, "person", 20), Entity(24, 30, "person", 30)

    assert list(hidden_by_policy(text, [guess])) == []
    assert list(hidden_by_policy(text, [guess, seen])) == [guess, seen]


@pytest.mark.parametrize("word", ["alkmaarders", "kroaten", "papiaments", "zwitserse", "groningers", "tukkers"])
def test_peoples_and_languages_are_known_with_their_endings(word):
    assert is_people(word)


@pytest.mark.parametrize("word", ["kuipers", "bakker", "jansen", "mulder", "visser"])
def test_common_surnames_are_no_peoples(word):
    assert not is_people(word)


def test_names_that_stay_are_known_with_and_without_an_article():
    assert is_kept("De Stentor")
    assert is_kept("i&o research")
    assert not is_kept("Wietske Hoekstra")
