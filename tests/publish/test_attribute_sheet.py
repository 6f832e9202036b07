"""A sheet with attributes: what it would change, and what is said of rows and columns that cannot be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from narratief.domain.errors import InputError, Problem
from narratief.domain.project import load_project
from narratief.pipeline.attributes import plan_for
from narratief.privacy.vault.vault import Vault
from narratief.publish.attribute_sheet import AttributePlan, apply_sheet, read_attribute_sheet
from narratief.store.attributes import AttributeChange, attributes_of, change_attributes
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.project_repository import ProjectRepository
from tests.databases import a_store
from tests.store.talk import interview

FILES = ("gesprek-1.txt", "gesprek-2.docx", "Interview naam.txt")


@pytest.fixture
def work(request: pytest.FixtureRequest, tmp_path: Path, own_home: Path) -> Iterator[ProjectRepository]:
    folder = tmp_path / "plein"
    folder.mkdir()
    with a_store("sqlite", request, tmp_path / "winkel.sqlite3") as store:
        project = load_project(folder)
        made = ProjectRepository.for_project(store, project)
        for file in FILES:
            made.save_interview(interview(file), file)
        with store.reading() as session:
            Vault(get_project(session, made.project_id).key).rename("Interview Schelvisch.txt", FILES[2])
        yield made


def _plan(work: ProjectRepository, path: Path) -> AttributePlan:
    with work.store.reading() as session:
        return plan_for(session, work.project_id, read_attribute_sheet(path))


def _note(work: ProjectRepository, file: str, name: str, value: str) -> None:
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, file)
        change_attributes(session, "Anna", work.project_id, [AttributeChange(row.id, name, value, "")])


def _csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kenmerken.csv"
    path.write_text(text, "utf-8")
    return path


def test_names_of_files_are_found_as_people_write_them(work: ProjectRepository, tmp_path: Path) -> None:
    _note(work, FILES[0], "Rol", "huurder")
    text = (
        "Gesprek;rol;leeftijdsgroep\nGESPREK-1;Huurder;35-49\ngesprek-2.docx;eigenaar;\nInterview Schelvisch.txt;;65+\n"
    )
    plan = _plan(work, _csv(tmp_path, text))
    assert {each.file: dict(each.changes) for each in plan.interviews} == {
        "gesprek-1.txt": {"leeftijdsgroep": ("", "35-49")},
        "gesprek-2.docx": {"Rol": ("", "eigenaar")},
        "Interview naam.txt": {"leeftijdsgroep": ("", "65+")},
    }
    assert (plan.same, plan.new, plan.replaced, plan.untouched, plan.problems) == (1, 3, 0, 0, ())
    with work.store.writing() as session:
        assert apply_sheet(session, "Anna", work.project_id, plan) == 3
    assert _plan(work, _csv(tmp_path, text)).lines == ("Er verandert niets.",)


def test_an_empty_cell_takes_nothing_away_and_another_value_is_told(work: ProjectRepository, tmp_path: Path) -> None:
    _note(work, FILES[0], "rol", "huurder")
    _note(work, FILES[1], "rol", "huurder")
    plan = _plan(work, _csv(tmp_path, "gesprek,rol\ngesprek-1,\ngesprek-2,eigenaar\n"))
    assert [dict(each.changes) for each in plan.interviews] == [{"rol": ("huurder", "eigenaar")}]
    assert "1 waarde wordt anders." in plan.lines
    assert "1 gesprek staat niet in de tabel en blijft zoals het is." in plan.lines


def test_each_bad_row_and_column_is_named_and_the_others_go_on(work: ProjectRepository, tmp_path: Path) -> None:
    rows = [
        ["gesprek", "rol", "Naam", "rol ", "leeftijdsgroep"],
        ["gesprek-1", "huurder", "Wubbo", "x", "35-49"],
        ["gesprek-9", "huurder", "", "", ""],
        ["gesprek-1.txt", "eigenaar", "", "", ""],
        ["gesprek-2", "0612345678", "", "", "18-34"],
        ["", "huurder", "", "", ""],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.cell(3, 5).value = dt.datetime(2026, 10, 5)  # noqa: DTZ001 - as a spreadsheet program keeps it
    book.active.title = "Bewoners"
    path = tmp_path / "kenmerken.xlsx"
    book.save(path)
    plan = _plan(work, path)
    assert {each.file: dict(each.changes) for each in plan.interviews} == {
        "gesprek-1.txt": {"rol": ("", "huurder"), "leeftijdsgroep": ("", "35-49")},
        "gesprek-2.docx": {"leeftijdsgroep": ("", "18-34")},
    }
    told = [str(each) for each in plan.problems]
    for number, part in (
        (1, "kolom 'Naam': 'Naam' wijst één persoon aan"),
        (1, "kolom 'rol': Dit kenmerk staat al boven een andere kolom."),
        (3, "kolom 'leeftijdsgroep': hier staat een datum"),
        (3, "Er is geen gesprek 'gesprek-9' in dit project."),
        (4, "'gesprek-1.txt' staat ook in blad 'Bewoners', rij 2."),
        (5, "kolom 'rol': Deze waarde lijkt een nummer"),
        (6, "In de eerste kolom staat geen gesprek."),
    ):
        where = f"kenmerken.xlsx: blad 'Bewoners', rij {number}"
        assert [each for each in told if each.startswith(where) and part in each], (number, part)
    assert len(told) == 7
    assert all(each.remedy for each in plan.problems)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"x", "geen tabel"),
        ("a.csv", b"", "is leeg"),
        ("a.csv", b"gesprek;naam\ngesprek-1;x\n", "geen enkele kolom"),
        ("a.xlsx", b"geen zip", "geen geldig werkboek"),
    ],
)
def test_what_is_no_sheet_is_refused_by_name(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=said) as refused:
        read_attribute_sheet(tmp_path / name)
    problem: Problem = refused.value.problem
    assert problem.file == name
    assert "eerste kolom" in problem.remedy


def test_too_many_attributes_are_refused_before_anything_changes(work: ProjectRepository, tmp_path: Path) -> None:
    _note(work, FILES[0], "rol", "huurder")
    headings = ";".join(f"kenmerk {number}" for number in range(12))
    with pytest.raises(InputError, match="meer dan 12 kenmerken"):
        _plan(work, _csv(tmp_path, f"gesprek;{headings}\ngesprek-1;x\n"))


def test_a_store_without_values_has_none(work: ProjectRepository) -> None:
    store: Store = work.store
    with store.reading() as session:
        assert attributes_of(session, work.project_id).names == ()
