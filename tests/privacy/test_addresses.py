import pytest

from narratief.privacy.detectors.addresses import find_addresses
from narratief.privacy.detectors.streets import is_street


@pytest.mark.parametrize(
    "said",
    [
        "Oude Broekerdijk 14", "Lindelaan 14-b", "Werfstraat, nummer 41 bis", "Prins Bernhardstraat 118 drie hoog",
        "Van Limburg Stirumstraat 66-2", "Nieuwe Gracht 9bis", "Hertogstraat 33 rood", "Haarweg 7a", "Molenkade, op 3",
        "Waterkant 12 A", "Markt 3",
    ],
)  # fmt: skip
def test_a_street_with_a_house_number_is_found(found_by, said: str):
    assert found_by(find_addresses, f"Hij zat op de {said}, geloof ik.") == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "wij wonen op de oude zandweg nummer honderd negentien helemaal achteraan",
            "oude zandweg nummer honderd negentien",
        ),
        ("hij zit op de kapelstraat 112 b en daarnaast", "kapelstraat 112 b"),
        ("stuur maar naar bellamystraat vierhonderd en twee", "bellamystraat vierhonderd en twee"),
        ("U woont op nummer 12 van de Kerkbrink, toch?", "nummer 12 van de Kerkbrink"),
        ("mevrouw die woont op nummer veertien en die", "nummer veertien"),
        ("Wij wonen hier op 61, naast de kerk.", "op 61"),
        ("Ik woon op nummer acht. Acht a, om precies te zijn.", "Acht a"),
    ],
)
def test_a_spoken_or_partial_address_is_found(found_by, text: str, said: str):
    assert said in found_by(find_addresses, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("Het is 7599 XK 48, zonder naam.", "7599 XK 48"), ("mijn postcode is 7099 qy 15 en", "7099 qy 15")],
)
def test_a_postcode_is_found_with_its_number(found_by, text: str, said: str):
    assert found_by(find_addresses, text) == [said]


def test_a_street_somebody_lives_in_is_found_and_any_other_stays(found_by):
    assert found_by(find_addresses, "Ik woon al jaren aan de Kadelaan, met plezier.") == ["Kadelaan"]
    assert found_by(find_addresses, "De bomen aan de Kadelaan zijn gekapt.") == []


@pytest.mark.parametrize(
    "text",
    [
        "De Dorpsweg ging 3 keer open.",
        "Voor het museumplein drie varianten, en geen ervan goed.",
        "Over de A12 was het druk.",
        "Er stonden op het plein 12 bomen.",
        "Dat zijn twee a drie keer per week.",
        "In 2019 en 2020 stond alles stil.",
        "We gingen op een fietspad zitten.",
    ],
)
def test_numbers_near_a_street_are_no_address(found_by, text: str):
    assert found_by(find_addresses, text) == []


def test_a_word_that_ends_like_a_street_is_none():
    assert is_street("beekweg")
    assert not is_street("weg")
    assert not is_street("fietspad")
    assert not is_street("supermarkt")
