"""A table of suggestions out, filled in with a spreadsheet program, and its decisions in: row by row, and once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from narratief.domain.actions import Confirm, Reject
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.publish.review_table import (
    Taken,
    read_review_table,
    review_table,
    take_decisions,
    write_review_table,
)
from narratief.publish.review_table.rows import HEADINGS
from narratief.store.coding.interviews import interview_row
from narratief.store.decision_log import last_id, undo
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import decide
from narratief.store.review.memos import memos
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from tests.publish.confirming import confirm_quotes
from tests.publish.exchange.conftest import work as _work

work = _work
SILENCE, COHESION, DOUBT = "feedback_silence", "community_cohesion", "influence_doubt"
STORED = "Het bleef daarna 😀 maanden stil."


def table_of(work: ProjectRepository, path: Path, *, every: bool = False) -> Path:
    with work.store.reading() as session:
        write_review_table(review_table(session, work.project_id, every=every), path)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows as a person sees them."""
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    lines = openpyxl.load_workbook(path)["Nakijken"].iter_rows(values_only=True)
    headings = next(lines)
    cells = [["" if cell is None else str(cell) for cell in line] for line in lines]
    return [dict(zip(headings, line, strict=True)) for line in cells]


def fill(path: Path, rows: list[dict[str, str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    """Save rows as a spreadsheet program does."""
    if path.suffix == ".csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, HEADINGS, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(text.getvalue().encode(encoding, "replace"))
        return path
    book = openpyxl.load_workbook(path)
    sheet = book["Nakijken"]
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append([row[name] for name in HEADINGS])
    book.save(path)
    return path


def answered(rows: list[dict[str, str]], answers: dict[str, str], **more: str) -> list[dict[str, str]]:
    """Rows with a decision per theme, and for interviews as a whole under "gesprek"."""
    return [row | {"besluit": answers.get(row["thema"] or "gesprek", "")} | more for row in rows]


def take(work: ProjectRepository, path: Path, who: str = "Ans") -> Taken:
    rows = read_review_table(path)
    with work.store.writing() as session:
        return take_decisions(session, work.project_id, rows, path.name, who)


def standing(work: ProjectRepository) -> dict[str, tuple[str, str]]:
    with work.store.reading() as session:
        return {code.theme: (code.status, code.coder) for code in project_state(session, work.project_id).codes}


@pytest.mark.parametrize("name", ["na.xlsx", "na.csv"])
def test_out_and_in_both_ways(name, work, tmp_path):
    path = table_of(work, tmp_path / name)
    rows = rows_of(path)
    assert [row["thema"] for row in rows] == [SILENCE, COHESION, "", DOUBT, ""]
    assert rows[0]["woorden"] == STORED
    assert rows[0]["vraag"] == "Hoe ging dat?"
    assert (rows[0]["stand"], rows[0]["score"]) == ("niet nagekeken", "0.8")
    answers = {SILENCE: "ja", COHESION: "Nee", DOUBT: "anders", "gesprek": "ja"}
    filled = answered(rows, answers, opmerking="let op")
    filled[3]["ander thema"] = "personal_approach"

    taken = take(work, fill(path, filled))

    assert taken.problems == []
    assert (taken.decisions, taken.read, taken.memos) == (3, 2, 5)
    assert standing(work) == {
        SILENCE: ("confirmed", "Ans"),
        COHESION: ("rejected", "Ans"),
        DOUBT: ("rejected", "Ans"),
        "personal_approach": ("changed", "Ans"),
    }
    with work.store.reading() as session:
        result = result_of(session, work.project_id, confirmed_only=True)
        before = last_id(session, work.project_id)
    assert (result.coverage.reviewed, result.coverage.waiting) == (2, 0)

    again = take(work, path)

    with work.store.reading() as session:
        assert last_id(session, work.project_id) == before
        assert len(memos(session, work.project_id)) == 5
    assert (again.decisions, again.read, again.memos, again.known, again.problems) == (0, 0, 0, 5, [])
    quotes = table_of(work, tmp_path / f"citaten-{name}")
    rows = rows_of(quotes)
    assert [(row["woorden"], row["thema"], row["stand"]) for row in rows] == [
        (STORED, "", "citaat wacht"),
        ("Het was allang beslist.", "", "citaat wacht"),
    ]
    rows[0]["mag als citaat"], rows[1]["mag als citaat"] = "Ja", "nee"
    said = take(work, fill(quotes, rows))
    assert (said.quotes, said.decisions, said.problems) == (2, 0, [])
    assert "Van 2 citaten vastgelegd" in " ".join(said.lines)
    assert printing(work) == {STORED: "yes", "Het was allang beslist.": "refused"}
    assert (take(work, quotes).quotes, take(work, quotes).known) == (0, 2)
    assert rows_of(table_of(work, tmp_path / f"leeg-{name}")) == []


def printing(work: ProjectRepository) -> dict[str, str]:
    """What a publication may do with the words of each coded fragment."""
    with work.store.reading() as session:
        result = result_of(session, work.project_id, confirmed_only=True)
    coded = {code.fragment for code in result.codes}
    return {each.text: each.printing for each in result.fragments if each.id in coded}


def test_a_row_can_say_at_once_that_a_theme_fits_and_that_its_words_may_be_printed(work, tmp_path):
    path = table_of(work, tmp_path / "na.csv")
    rows = answered(rows_of(path), {SILENCE: "ja", DOUBT: "ja"})
    rows[0]["mag als citaat"] = "ja"
    rows[1]["mag als citaat"] = "misschien"
    rows[2]["mag als citaat"] = "ja"
    taken = take(work, fill(path, rows))
    assert (taken.decisions, taken.quotes) == (2, 1)
    assert ["'misschien' kan niet" in str(each) for each in taken.problems] == [True, False]
    assert printing(work) == {STORED: "yes", "Het was allang beslist.": "asked"}


def test_what_somebody_else_says_of_a_quote_meanwhile_stays(work, tmp_path):
    path = table_of(work, tmp_path / "na.csv")
    confirm_quotes(work, STORED)
    rows = answered(rows_of(path), {SILENCE: "ja"})
    rows[0]["mag als citaat"] = "nee"
    taken = take(work, fill(path, rows), "Bo")
    assert "Ans besliste intussen anders over dit citaat" in str(taken.problems[0])
    assert printing(work) == {STORED: "yes"}


def test_an_interview_without_suggestions_counts_once_somebody_says_to_have_read_it(work, tmp_path):
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, "b.docx")
    work.save_coding("b.docx", "k2", [], [])
    path = table_of(work, tmp_path / "na.xlsx")
    filled = answered(rows_of(path), {SILENCE: "ja", COHESION: "ja"})
    take(work, fill(path, filled))
    with work.store.reading() as session:
        assert result_of(session, work.project_id).coverage.reviewed == 1

    taken = take(work, fill(path, answered(filled, {"gesprek": "ja"})))

    assert taken.read == 2
    with work.store.reading() as session:
        assert result_of(session, work.project_id).coverage.complete
    texts = openpyxl.load_workbook(path)["Gesprekken"].iter_rows(values_only=True, min_row=2)
    own = [line[3] for line in texts if line[0] == "b.docx"]
    assert len(own) == 4
    assert all(words in row.text for words in own)


def test_the_csv_has_the_interviews_beside_it_and_no_formulas(work, tmp_path):
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, "a.txt")
        row.file = "=1+1.txt"
    path = table_of(work, tmp_path / "na.csv")
    texts = list(csv.DictReader(io.StringIO((tmp_path / "na-gesprekken.csv").read_text("utf-8"))))
    assert next(line["tekst"] for line in texts if line["rol"] == "bewoner") == STORED
    assert {line["interview"] for line in texts} == {"'=1+1.txt", "b.docx"}

    taken = take(work, fill(path, answered(rows_of(path), {SILENCE: "ja"})))

    assert (taken.decisions, taken.problems) == (1, [])


def test_as_a_dutch_spreadsheet_program_saves_csv(work, tmp_path):
    path = table_of(work, tmp_path / "na.csv")
    rows = [row for row in answered(rows_of(path), {COHESION: "ja"}) if row["thema"] == COHESION]
    taken = take(work, fill(path, rows, ";", "cp1252"), who="Zoë")
    assert (taken.decisions, taken.problems) == (1, [])
    assert standing(work)[COHESION] == ("confirmed", "Zoë")


@pytest.mark.parametrize("name", ["na.xlsx", "na.csv"])
def test_a_row_that_is_wrong_is_told_with_its_place_and_the_others_go_on(name, work, tmp_path):
    path = table_of(work, tmp_path / name)
    first, second, whole, third, _ = rows_of(path)
    wrong = [
        first | {"besluit": "ja", "kenmerk": "0123456789abcdef-feedback_silence"},
        first | {"besluit": "ja", "woorden": "Het bleef daarna jaren stil."},
        first | {"besluit": "misschien"},
        first | {"besluit": "anders", "ander thema": "bestaat_niet"},
        first | {"besluit": "anders"},
        first | {"besluit": "ja", "ander thema": DOUBT},
        first | {"besluit": "ja", "thema": DOUBT},
        first | {"besluit": "ja", "gezien": "veel"},
        whole | {"besluit": "anders"},
        third | {"besluit": "nieuw"},
        dict.fromkeys(HEADINGS, "") | {"besluit": "nieuw", "interview": "b.docx", "woorden": "thee", "thema": SILENCE},
    ]
    taken = take(work, fill(path, [*wrong, second | {"besluit": "ja"}]))

    assert taken.decisions == 1
    assert standing(work) == {
        SILENCE: ("machine", "narratief"),
        COHESION: ("confirmed", "Ans"),
        DOUBT: ("machine", "narratief"),
    }
    places = [problem.file for problem in taken.problems]
    sheet = "blad 'Nakijken', " if name == "na.xlsx" else ""
    assert places == [f"{name}, {sheet}rij {number}" for number in range(2, 13)]
    assert all(problem.message and problem.remedy for problem in taken.problems)


def test_who_must_be_known(work, tmp_path):
    path = table_of(work, tmp_path / "na.xlsx")
    fill(path, answered(rows_of(path), {SILENCE: "ja"}))
    assert "van wie" in take(work, path, who="").problems[0].message


def test_what_somebody_decided_otherwise_meanwhile_is_told_and_stays(work, tmp_path):
    path = table_of(work, tmp_path / "na.xlsx")
    with work.store.writing() as session:
        numbers = {s.interview.file: n for n, s in project_state(session, work.project_id).interviews.items()}
        for code in project_state(session, work.project_id).codes:
            act = Reject() if code.theme == SILENCE else Confirm()
            span = (code.fragment.start, code.fragment.end)
            number = numbers[code.fragment.interview]
            decide(session, Author(None, "Bo"), number, act, span=span, theme=code.theme)

    taken = take(work, fill(path, answered(rows_of(path), {SILENCE: "ja", COHESION: "ja"})))

    assert [problem.message for problem in taken.problems] == ["Bo besliste hier intussen anders; dat blijft staan."]
    assert standing(work)[SILENCE] == ("rejected", "Bo")
    assert taken.decisions == 1  # they agree about the other one

    fresh = table_of(work, tmp_path / "nieuw.xlsx", every=True)
    rows = rows_of(fresh)
    assert rows[0]["stand"] == "verworpen door Bo"
    take(work, fill(fresh, answered(rows, {SILENCE: "ja"})))
    with work.store.reading() as session:
        contested = [code.theme for code in project_state(session, work.project_id).codes if code.contested]
    assert contested == [SILENCE]  # knowingly otherwise: a dispute, as on a screen

    ends = table_of(work, tmp_path / "einde.xlsx")
    take(work, fill(ends, answered(rows_of(ends), {SILENCE: "nee"})), who="Cor")
    with work.store.reading() as session:
        assert not any(code.contested for code in project_state(session, work.project_id).codes)
    assert standing(work)[SILENCE] == ("rejected", "Cor")


def test_later_and_then_yes(work, tmp_path):
    path = table_of(work, tmp_path / "na.xlsx")
    take(work, fill(path, answered(rows_of(path), {SILENCE: "later"})))
    path = table_of(work, tmp_path / "weer.xlsx")
    assert rows_of(path)[0]["stand"] == "niet nagekeken; later"
    assert take(work, fill(path, answered(rows_of(path), {SILENCE: "ja"}))).decisions == 1
    assert standing(work)[SILENCE] == ("confirmed", "Ans")


def test_what_was_undone_does_not_come_back_with_the_same_table(work, tmp_path):
    path = table_of(work, tmp_path / "na.xlsx")
    fill(path, answered(rows_of(path), {SILENCE: "ja"}))
    take(work, path)
    with work.store.writing() as session:
        undo(session, Author(None, "Ans"), last_id(session, work.project_id))
    assert take(work, path).decisions == 0
    assert standing(work)[SILENCE][0] == "machine"


def test_a_theme_that_was_missed(work, tmp_path):
    path = table_of(work, tmp_path / "na.csv")
    row = {"besluit": "nieuw", "interview": "b.docx", "woorden": "De koffie was lekker.", "thema": "personal_approach"}
    fill(path, [dict.fromkeys(HEADINGS, "") | row])
    assert take(work, path).decisions == 1
    assert standing(work)["personal_approach"] == ("added", "Ans")
    assert take(work, path).known == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xlsx", b"geen werkboek"),
        ("x.xlsx", b"PK\x03\x04"),
        ("x.csv", b"\x00\x01"),
        ("x.csv", b"naam,waarde\na,b\n"),
        ("x.txt", b"x"),
    ],
)
def test_another_file_is_refused_by_name(name, data, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_review_table(tmp_path / name)
    assert refused.value.problem.file == name
