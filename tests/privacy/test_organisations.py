import pytest

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
