"""Attributes of residents in the store: one spelling, nothing overwritten unseen, and gone with the interview."""

from __future__ import annotations

import pytest

from narratief.domain.errors import Gone, Refusal
from narratief.store.attributes import (
    AttributeChange,
    Overtaken,
    attributes_of,
    change_attributes,
    forget_attributes,
    has_attributes,
    remove_attribute,
    rename_attribute,
)
from narratief.store.coding.interviews import interview_row
from narratief.store.erase import erase_interview
from narratief.store.project_repository import ProjectRepository
from tests.store.talk import interview

Two = tuple[ProjectRepository, int, int]


@pytest.fixture
def two(work: ProjectRepository) -> Two:
    """A project with two interviews, and their numbers."""
    for file in ("a.txt", "b.txt"):
        work.save_interview(interview(file), file)
    with work.store.reading() as session:
        rows = [interview_row(session, work.project_id, file) for file in ("a.txt", "b.txt")]
    return work, rows[0].id, rows[1].id


def _change(
    work: ProjectRepository, *changes: tuple[int, str, str, str], who: str = "Anna"
) -> tuple[int, list[Overtaken]]:
    with work.store.writing() as session:
        return change_attributes(session, who, work.project_id, [AttributeChange(*each) for each in changes])


def _all(work: ProjectRepository) -> dict[int, dict[str, str]]:
    with work.store.reading() as session:
        return {number: dict(own) for number, own in attributes_of(session, work.project_id).values.items()}


def test_one_name_and_one_value_have_one_spelling(two: Two) -> None:
    work, a, b = two
    assert _change(work, (a, " Rol ", "huurder", ""), (b, "rol", "HUURDER", "")) == (2, [])
    assert _all(work) == {a: {"Rol": "huurder"}, b: {"Rol": "huurder"}}
    assert _change(work, (a, "rol", "Huurder", "huurder"))[0] == 1  # spelled otherwise: for all who have it
    assert _all(work) == {a: {"Rol": "Huurder"}, b: {"Rol": "Huurder"}}
    _change(work, (b, "leeftijdsgroep", "35-49", ""), (b, "zzz", "x", ""))
    with work.store.reading() as session:
        known = attributes_of(session, work.project_id)
    assert known.names == ("leeftijdsgroep", "Rol", "zzz")
    assert (known.used("Rol"), known.of(a)) == (("Huurder",), {"Rol": "Huurder"})


def test_what_a_colleague_changed_meanwhile_stays_and_is_told(two: Two) -> None:
    work, a, b = two
    _change(work, (a, "rol", "huurder", ""))
    _change(work, (a, "rol", "eigenaar", "huurder"), who="Bram")
    made, overtaken = _change(work, (a, "rol", "", "huurder"), (b, "rol", "huurder", ""))
    assert made == 1
    assert [(each.now, each.who) for each in overtaken] == [("eigenaar", "Bram")]
    assert _all(work) == {a: {"rol": "eigenaar"}, b: {"rol": "huurder"}}
    assert _change(work, (a, "rol", "eigenaar", "huurder")) == (0, [])  # both meant the same


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("naam", "Wubbo", "wijst één persoon aan"),
        ("a=b", "x", "geen = staan"),
        ("x" * 41, "x", "te lang"),
        ("rol", "y" * 61, "te lang"),
        ("rol", "wubbo@voorbeeldpost.nl", "van één persoon"),
    ],
)
def test_what_points_to_one_person_is_refused_and_nothing_is_kept(two: Two, name: str, value: str, said: str) -> None:
    work, a, _ = two
    with pytest.raises(Refusal, match=said):
        _change(work, (a, "leeftijdsgroep", "35-49", ""), (a, name, value, ""))
    assert _all(work) == {}


def test_a_project_has_a_bounded_number_of_them(two: Two) -> None:
    work, a, _ = two
    _change(work, *((a, f"k{number}", "x", "") for number in range(12)))
    with pytest.raises(Refusal, match="hoogstens 12"):
        _change(work, (a, "nog een", "x", ""))
    assert _change(work, (a, "k0", "", "x"), (a, "nog een", "x", ""))[0] == 2


def test_renamed_and_taken_away(two: Two) -> None:
    work, a, b = two
    _change(work, (a, "rol", "huurder", ""), (b, "rol", "eigenaar", ""), (b, "kant", "even", ""))
    with work.store.writing() as session:
        rename_attribute(session, work.project_id, "rol", "woont er als")
        with pytest.raises(Refusal, match="al een kenmerk"):
            rename_attribute(session, work.project_id, "kant", "Woont er als")
        with pytest.raises(Gone):
            remove_attribute(session, work.project_id, "rol")
        assert remove_attribute(session, work.project_id, "woont er als") == 2
    assert _all(work) == {b: {"kant": "even"}}


def test_they_stay_when_a_transcript_is_read_again_and_go_when_it_is_erased(two: Two) -> None:
    work, a, b = two
    _change(work, (a, "rol", "huurder", ""), (b, "rol", "huurder", ""))
    work.save_interview(interview("a.txt", "Hoe ging het met u?"), "another key")
    assert _all(work)[a] == {"rol": "huurder"}
    with work.store.writing() as session:
        erase_interview(session, a, None)
    assert _all(work) == {b: {"rol": "huurder"}}
    with work.store.writing() as session:
        assert forget_attributes(session, work.project_id) == 1
        assert not has_attributes(session, work.project_id)


def test_an_interview_of_another_project_is_refused(two: Two) -> None:
    work, _, b = two
    with pytest.raises(Gone):
        _change(work, (b + 100, "rol", "huurder", ""))
