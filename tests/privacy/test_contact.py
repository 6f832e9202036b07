import pytest

from narratief.privacy.detectors.contact import find_contact, is_phone


@pytest.mark.parametrize(
    "said",
    [
        "06-00 50 17 34", "0600501734", "06 - 79 22 31 90", "06.78.90.01.12", "06/70.55.00.19", "+31 6 70 11 28 45",
        "0031-6-77 77 10 12", "(0546) 01 22 90", "0299-010 417", "nul zes negen nul dertien zevenenvijftig nul acht",
        "nul zes, zeven negen, drieëndertig, twaalf, nul acht", "nul zes dubbel nul vijf nul zeventien vierendertig",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_however_it_is_said(found_by, said: str):
    text = f"Bel me maar op {said}, na zessen."

    assert found_by(find_contact, text, "phone") == [said]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 kwamen er 240 mensen, in 2020 nog 12.",
        "Het kostte 1.250.000 euro, in vier jaar.",
        "Ik heb twee drie keer gebeld, nul op het rekest.",
        "Mijn lijn is bus 06 en dan 12.",
    ],
)
def test_other_numbers_are_no_telephone_numbers(found_by, text: str):
    assert found_by(find_contact, text, "phone") == []


@pytest.mark.parametrize(
    "said",
    [
        "fenna.wiersma@post.example", "ruud@wijkcentrum-west.nl", "jan punt devries apenstaartje gmail punt com",
        "jorrit laag streepje h apenstaartje thuispost punt eu", "info apenstaart dorpsraad punt org",
        "lies (at) dorpshart.nl",
    ],
)  # fmt: skip
def test_an_email_address_is_found_written_or_spoken(found_by, said: str):
    assert found_by(find_contact, f"Mail naar {said} graag", "email") == [said]


def test_a_full_stop_after_an_email_address_stays(found_by):
    assert found_by(find_contact, "Het is a.b@post.nl. Ja.", "email") == ["a.b@post.nl"]


@pytest.mark.parametrize(
    "said",
    ["www.buurtplein.nl/plannen", "https://buurt.nl/a?b=1", "mijnbuurt.nl", "kolkwijk punt nl slash samen",
     "w w w punt meedoen streepje wijk punt nl"],
)  # fmt: skip
def test_a_web_address_is_found(found_by, said: str):
    assert said in found_by(find_contact, f"kijk op {said} en dan", "url")


def test_a_sentence_without_space_is_no_web_address(found_by):
    assert found_by(find_contact, "Dat was het.Daarna niks meer. Punt.", "url") == []


@pytest.mark.parametrize("said", ["@sil.skate", "shan_ollie_17", "apenstaartje wijkwatcher zestien"])
def test_an_account_name_is_found(found_by, said: str):
    assert said in found_by(find_contact, f"daar heet ik {said} op", "other")


@pytest.mark.parametrize(
    ("digits", "international", "expected"),
    [
        ("0612345678", False, True),
        ("061234567", False, False),
        ("31612345678", True, True),
        ("1612345678", False, False),
    ],
)
def test_digits_are_judged_by_length_and_start(digits: str, international: bool, expected: bool):
    assert is_phone(digits, international=international) is expected
