import pytest

from narratief.privacy.near_words import near
from narratief.privacy.register import Register


def labels(*names: str) -> list[str]:
    return Register().assign([("person", name) for name in names])


def test_the_same_person_gets_one_number_however_named():
    given = labels("Gerrit Wiersma", "Wiersma", "meneer Wiersma", "Gerrit", "gerrit wiersma", "G. Wiersma", "Fenna")

    assert given == ["[PERSOON-1]"] * 6 + ["[PERSOON-2]"]


def test_a_first_name_said_before_the_full_name_is_the_same_person():
    assert labels("Brechtje", "Brechtje Osinga") == ["[PERSOON-1]", "[PERSOON-1]"]


@pytest.mark.parametrize(
    ("one", "two"), [("Yildiz", "Yildis"), ("Hanneke", "Hannneke"), ("Van der Horst", "van der Hosrt")]
)
def test_a_slightly_different_spelling_is_the_same_person(one: str, two: str):
    assert len(set(labels(one, two))) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("Margreet Ooms", "Margriet Oomen"), ("Jan", "Jaap"), ("Gerrit Wiersma", "Klaas Wiersma")]
)
def test_different_people_get_different_numbers(one: str, two: str):
    assert len(set(labels(one, two))) == 2


def test_numbers_follow_the_order_of_appearance():
    assert labels("Ans", "Bert Koster", "Ans de Wit") == ["[PERSOON-1]", "[PERSOON-2]", "[PERSOON-1]"]


def test_kinds_are_counted_apart_and_written_forms_of_one_number_are_one():
    given = Register().assign(
        [("phone", "06-12 34 56 78"), ("person", "Ans"), ("phone", "0612345678"), ("phone", "0687654321")]
    )

    assert given == ["[TELEFOON-1]", "[PERSOON-1]", "[TELEFOON-1]", "[TELEFOON-2]"]


def test_addresses_that_differ_by_one_digit_are_different():
    assert len(set(Register().assign([("address", "Lindenlaan 47"), ("address", "Lindenlaan 48")]))) == 2


def test_known_numbers_are_kept_and_new_ones_go_on():
    register = Register({"[PERSOON-3]": ["Gerrit Wiersma"]}, ["Dat zei [PERSOON-7] ook."])

    assert register.assign([("person", "Fenna"), ("person", "Wiersma")]) == ["[PERSOON-8]", "[PERSOON-3]"]
    assert register.originals() == {"[PERSOON-3]": ["Gerrit Wiersma", "Wiersma"], "[PERSOON-8]": ["Fenna"]}


def test_repr_shows_no_originals():
    register = Register()
    register.assign([("person", "Gerrit Wiersma")])

    assert "Gerrit" not in repr(register)
    assert all("Gerrit" not in repr(entry) for entry in register._entries)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("jansen", "janssen", True),
        ("wiersma", "wiersam", True),
        ("hanneke", "janneke", True),
        ("jans", "jan", False),
        ("ooms", "oomen", False),
    ],
)
def test_near_is_one_letter_in_longer_words(one: str, two: str, expected: bool):
    assert near(one, two) is near(two, one) is expected
