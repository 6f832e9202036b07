import pytest

from narratief.privacy.speakers import names_in_label


@pytest.mark.parametrize(
    "label",
    ["", "I", "R", "Interviewer", "Inwoner", "Spreker 1", "Bewoner 2", "SPREKER_01", "A:", "Respondent", "[PERSOON-1]"],
)
def test_a_role_label_holds_no_name(label: str):
    assert names_in_label(label) == []


@pytest.mark.parametrize(
    ("label", "name"),
    [("Gerrit Wiersma", "Gerrit Wiersma"), ("Henk (bewoner)", "Henk"), ("Interviewer Sanne", "Sanne"),
     ("Mevrouw Van der Horst", "Van der Horst"), ("J. de Vries", "J. de Vries"), ("HENK", "HENK")],
)  # fmt: skip
def test_a_name_in_a_label_is_a_person(label: str, name: str):
    assert [label[e.start : e.end] for e in names_in_label(label)] == [name]
