import pytest

from narratief.privacy.detectors.dates import find_birth_dates


@pytest.mark.parametrize(
    "said",
    [
        "14 maart 1943", "17 mei 1946", "03-04-1958", "12-12-'54", "zes juni '78", "veertien maart drieënveertig",
        "negende november achtennegentig", "een januari negentienhonderd zevenendertig",
        "twaalf juli negentien vierenzeventig",
    ],
)  # fmt: skip
def test_a_date_of_birth_is_found_by_its_year(found_by, said: str):
    assert found_by(find_birth_dates, f"Ja, {said}, dat klopt.") == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ik ben geboren op 2 februari, midden in de winter.", "2 februari"),
        ("Mijn zoon is van tien tien tweeduizend tien, dat onthoud je.", "tien tien tweeduizend tien"),
        ("Dat was 3 mei, ik was jarig.", "3 mei"),
        ("Mijn oma wordt negentig, op 9 oktober al.", "9 oktober"),
        ("Geboren op 19 juni 2000 in de stad.", "19 juni 2000"),
    ],
)
def test_a_date_of_birth_is_found_by_what_is_said_around_it(found_by, text: str, said: str):
    assert found_by(find_birth_dates, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "De avond was op 14 maart en de volgende op 3 april 2023.",
        "Op vijf december kregen we een brief.",
        "In maart twintig mensen, in april nog tien.",
        "Het plan is van 14 februari 2023.",
        "Van maart tot juni waren er 12 bijeenkomsten.",
    ],
)
def test_dates_of_meetings_stay(found_by, text: str):
    assert found_by(find_birth_dates, text) == []
