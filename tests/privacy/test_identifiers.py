import pytest

from narratief.privacy.detectors.identifiers import find_identifiers, is_bsn, is_iban
from narratief.privacy.detectors.plates import find_plates, is_plate


def test_bsn_follows_the_eleven_test():
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert not is_bsn("12345678")


def test_a_bsn_is_found_without_a_cue_only_when_it_passes_the_test(found_by):
    assert found_by(find_identifiers, "Dat is 111222333 geloof ik.", "bsn") == ["111222333"]
    assert found_by(find_identifiers, "Het was 123 456 781 euro.", "bsn") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mijn burgerservicenummer? Dat is 123 45 67 81, maar waarom?", "123 45 67 81"),
        (
            "het bsn dat was negen negen negen acht zeven een nul drie zes en dat",
            "negen negen negen acht zeven een nul drie zes",
        ),
        ("Mijn BSN, 400-500-608, stond erbij.", "400-500-608"),
    ],
)
def test_a_bsn_is_found_after_its_name(found_by, text: str, said: str):
    assert found_by(find_identifiers, text, "bsn") == [said]


def test_iban_follows_mod_97_and_a_dutch_one_only_its_shape():
    assert is_iban("DE89 3704 0044 0532 0130 00")
    assert not is_iban("DE89 3704 0044 0532 0130 01")
    assert is_iban("NL00 INGB 0009 8765 43")
    assert not is_iban("NL00 INGB 0009 8765")


@pytest.mark.parametrize(
    "said",
    ["NL00INGB0009876543", "NL00 SNSB 0555 1212 44", "nl nul nul rabo nul een twee drie vier vijf zes zeven acht negen",
     "n l nul nul r a b o nul een twee drie vier vijf zes zeven acht negen"],
)  # fmt: skip
def test_a_bank_account_is_found_written_or_spoken(found_by, said: str):
    assert found_by(find_identifiers, f"mijn rekening is {said} en klaar", "iban") == [said]


def test_number_plates_follow_the_dutch_shapes():
    assert is_plate("VK482X")
    assert is_plate("94XKRB")
    assert not is_plate("123456")
    assert not is_plate("ABCDEF")


@pytest.mark.parametrize("said", ["VK-482-X", "94-XK-RB", "KR-BT-09", "au 09 eo", "a i vijf zes zeven e"])
def test_a_number_plate_is_found(found_by, said: str):
    assert found_by(find_plates, f"die met kenteken {said} daar", "plate") == [said]


@pytest.mark.parametrize(
    "text", ["we zaten met 12 op 8 stoelen", "ik ga er in 14 dagen heen", "de bus van 12 op 14 mei"]
)
def test_ordinary_numbers_are_no_plates(found_by, text: str):
    assert found_by(find_plates, text, "plate") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("onder nummer Z-2023-004417, en nooit", "Z-2023-004417"), ("ik had QX7-5510-M, en die", "QX7-5510-M"),
     ("mijn patiëntnummer 771043 stond er", "771043"),
     ("mijn gebruikersnaam was groene vinger zeventig en dan", "groene vinger zeventig")],
)  # fmt: skip
def test_other_identifying_numbers_are_found(found_by, text: str, said: str):
    assert found_by(find_identifiers, text, "other") == [said]


def test_a_road_number_is_no_identifier(found_by):
    assert found_by(find_identifiers, "Over de A12 en de N348 naar huis, CO2 genoeg.", "other") == []


@pytest.mark.parametrize(
    "said",
    ["vier vier zeven een negen nul twee drie", "zes zestien drie vier nul negen", "5582 10 447", "38-220-1147"],
)
def test_a_long_number_is_one_persons_whatever_it_is_called(found_by, said: str):
    assert found_by(find_identifiers, f"en toen heb ik {said} doorgegeven", "other") == [said]


@pytest.mark.parametrize(
    "text",
    [
        "een twee drie vier vijf zes zeven en hup",
        "dat kostte 12 500 000 euro",
        "in 2019 2020 2021 was er niets",
        "honderd twintig duizend vijf honderd vijftig euro",
    ],
)
def test_amounts_years_and_counting_are_no_identifiers(found_by, text: str):
    assert found_by(find_identifiers, text, "other") == []
