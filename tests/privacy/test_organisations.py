import pytest

from narratief.pipeline.pseudonymisation import detectors
from narratief.privacy.detect import find_entities
from narratief.privacy.detectors.organisations import find_organisations


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hij rijdt bij Transportbedrijf Kuiper Noord, al jaren.", "Transportbedrijf Kuiper Noord"),
        ("Ik werk voor Van Leur Afbouw, elke dag.", "Van Leur Afbouw"),
        ("Mijn dochter zit op De Regenboog, groep vijf.", "De Regenboog"),
        ("Toen ik bij Siemens werkte wist ik dat.", "Siemens"),
        ("Mijn zoon zit op het Erasmiaans, in de derde.", "Erasmiaans"),
        ("Ik ben bij de Noordzon heeft gewerkt.".replace("Ik ben", "Hij die"), "Noordzon"),
        ("Iemand van adviesbureau Stroom & Partners belde.", "Stroom & Partners"),
        ("mijn dochter zit op basisschool de zonnewijzer en dat", "basisschool de zonnewijzer"),
        ("toen ik bij veldkamp bouwmaterialen werkte", "veldkamp bouwmaterialen"),
        ("de nieuwe aannemer bouwbedrijf ter horst en die begon", "bouwbedrijf ter horst"),
    ],
)
def test_an_employer_school_or_club_is_found(found_by, text: str, said: str):
    assert any(said in organisation for organisation in found_by(find_organisations, text, "organisation"))


@pytest.mark.parametrize(
    "text",
    [
        "Ik werk bij de gemeente en mijn man bij de politie.",
        "De school heeft een nieuwe stoep en de winkel is dicht.",
        "Er was een vereniging van bewoners en een bureau voor de tekeningen.",
        "we gingen naar de school en de winkel en toen naar huis",
        "Bij Jan thuis was het gezellig.",
        "Ik woon in Utrecht en werk in Zeist.",
    ],
)
def test_public_bodies_and_kinds_of_buildings_stay(found_by, text: str):
    assert found_by(find_organisations, text, "organisation") == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("En ik werk bij Delta Pompentechniek, dus met water heb ik wel iets.", ["Delta Pompentechniek"]),
        ("Stukadoor. Bij Van Leur Afbouw. Dus ja.", ["Van Leur Afbouw"]),
        ("Twintig jaar voorzitter geweest van de jeu-de-boules, De Zilveren Kogel.", ["De Zilveren Kogel"]),
        ("Ik ben kinderarts in opleiding in het Sint Odulfus Ziekenhuis.", ["Sint Odulfus Ziekenhuis"]),
        ("Mijn zwager zit in het bestuur, FC Markeboys, die weet het.", ["FC Markeboys"]),
        ("Ik heb met mijn vriendin de zelfpluktuin, De Volle Greppel, op het plein.", ["De Volle Greppel"]),
        ("Ik werk bij de Rabobank Zwolle en mijn man bij de gemeente Zwolle.", []),
        ("De gemeente werkt samen met Vattenfall.", []),
        ("De avond was in wijkcentrum De Boekenberg.", []),
    ],
)
def test_where_somebody_works_or_sits_on_the_board_goes(text: str, hidden: list[str]) -> None:
    (found,) = find_entities([text], detectors())
    assert [text[entity.start : entity.end] for entity in found if entity.type == "organisation"] == hidden
