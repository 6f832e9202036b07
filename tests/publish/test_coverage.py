"""Who was not looked at has not said nothing: coverage in every format, recounted by hand from the store's rows."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from narratief.domain.actions import Confirm, Postpone, Reject, WriteMemo
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview, Utterance
from narratief.publish.formats import FORMATS, ExportContent
from narratief.publish.results import refuse_empty
from narratief.store.decision_log import record, undo
from narratief.store.review.decide import decide
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.schema import InterviewRow
from narratief.synthesis import code_records, overall_synthesis, project_synthesis
from narratief.synthesis.write import write_overall, write_project
from tests.publish.exchange.conftest import work as _work
from tests.publish.report.reading import squeezed, text_of_docx, text_of_html, text_of_pdf
from tests.publish.test_equals_store import _twin

work = _work
ANS = Author(None, "Ans")
NOBODY = re.compile(r"vertelt\s+niemand|door\s+niemand|van\s+(de\s+)?2\s+bewoners", re.IGNORECASE)
"""What may only be said where everybody was looked at."""
READERS = {
    "verslag-docx": text_of_docx,
    "verslag-pdf": text_of_pdf,
    "verslag-html": text_of_html,
    "impuls-docx": text_of_docx,
    "impuls-pdf": text_of_pdf,
}


def judge(work, file: str, action=None) -> None:
    """Let Ans judge every suggestion in an interview."""
    with work.store.writing() as session:
        number = session.scalar(select(InterviewRow.id).where(InterviewRow.file == file))
        for code in project_state(session, work.project_id).codes:
            if code.fragment.interview == file:
                span = (code.fragment.start, code.fragment.end)
                decide(session, ANS, number, action or Confirm(), span=span, theme=code.theme)


def read(work, *, confirmed: bool = True):
    with work.store.reading() as session:
        return result_of(session, work.project_id, confirmed_only=confirmed)


@pytest.fixture
def half(work):
    """Two residents were spoken to; b.docx was reviewed, and in a.txt one of two themes was."""
    judge(work, "b.docx")
    with work.store.writing() as session:
        number = session.scalar(select(InterviewRow.id).where(InterviewRow.file == "a.txt"))
        code = next(each for each in project_state(session, work.project_id).codes if each.theme == "feedback_silence")
        decide(session, ANS, number, Confirm(), span=(code.fragment.start, code.fragment.end), theme=code.theme)
    return read(work)


def export(name: str, results, folder: Path, **more) -> Path:
    return FORMATS[name].export(ExportContent(results, **more), folder / f"uit{FORMATS[name].suffix}")


def test_an_interview_is_reviewed_when_nothing_in_it_waits(work):
    assert read(work).reviewed_talks == frozenset()
    judge(work, "b.docx", Reject())
    assert read(work).reviewed_talks == {"b.docx"}
    judge(work, "a.txt")
    assert read(work).reviewed_talks == {"a.txt", "b.docx"}
    assert read(work).coverage.complete


def test_looking_later_or_differing_is_not_judging(work):
    judge(work, "b.docx")
    judge(work, "b.docx", Postpone())
    assert read(work).reviewed_talks == frozenset()
    judge(work, "b.docx")
    assert read(work).reviewed_talks == {"b.docx"}
    with work.store.writing() as session:
        number = session.scalar(select(InterviewRow.id).where(InterviewRow.file == "b.docx"))
        [code] = [c for c in project_state(session, work.project_id).codes if c.fragment.interview == "b.docx"]
        span = (code.fragment.start, code.fragment.end)
        other = decide(session, Author(None, "Bo"), number, Reject(), span=span, theme=code.theme)
    assert read(work).reviewed_talks == frozenset()
    with work.store.writing() as session:
        undo(session, ANS, other.id)
    assert read(work).reviewed_talks == {"b.docx"}


def test_silence_of_the_machine_is_not_review(work):
    talk = Interview.build(
        "c.txt", [Utterance("Vrager", "En?", "interviewer"), Utterance("Bewoner", "Ja.", "resident")]
    )
    work.save_interview(talk, "k1")
    work.save_coding("c.txt", "k1", (), ())
    judge(work, "a.txt")
    judge(work, "b.docx")
    assert read(work).reviewed_talks == {"a.txt", "b.docx"}
    with work.store.writing() as session:
        number = session.scalar(select(InterviewRow.id).where(InterviewRow.file == "c.txt"))
        record(session, ANS, work.project_id, WriteMemo("Niets over het proces."), interview_id=number)
    assert read(work).reviewed_talks == {"a.txt", "b.docx", "c.txt"}


@pytest.mark.parametrize("name", READERS)
def test_documents_count_what_was_reviewed(half, tmp_path, name):
    words = READERS[name](export(name, half, tmp_path).read_bytes())

    said = squeezed(words)
    assert squeezed("1 bewoner (van 1 nagekeken gesprek, 2 gesproken)") in said
    assert squeezed("Van de 2 gesprekken is er 1 nagekeken. Er wacht nog 1 voorstel van de computer") in said
    assert not NOBODY.search(re.sub(r"nagekeken,\s+vertelt\s+niemand", "", words))
    stored = next(each.text for each in half.interviews if each.file == "a.txt")
    assert squeezed("Het bleef daarna 😀 maanden stil.") in squeezed(stored)
    assert squeezed("maanden stil.") not in said


@pytest.mark.parametrize("name", ["grafieken", "open-data"])
def test_charts_and_open_data_count_what_was_reviewed(half, tmp_path, name):
    with zipfile.ZipFile(export(name, half, tmp_path)) as opened:
        files = {each: opened.read(each).decode() for each in opened.namelist() if not each.endswith(".png")}
    whole = "\n".join(files.values())
    assert not NOBODY.search(whole)
    if name == "grafieken":
        assert "1 van 1" in files["themas.svg"]
        assert "1 gesprek is nagekeken" in files["tekstalternatieven.md"]
        assert "wie-vertelde-wat.svg" not in files  # of so few residents nothing shows who told what
    else:
        rows = list(csv.DictReader(io.StringIO(files["tellingen.csv"].lstrip("\ufeff"))))
        assert {row["nagekeken"] for row in rows} == {"1"}
        [line] = csv.DictReader(io.StringIO(files["projecten.csv"].lstrip("\ufeff")))
        assert (line["bewoners"], line["gesprekken_nagekeken"]) == ("2", "1")
        assert "Van de 2 gesprekken is er 1 nagekeken" in json.loads(files["datapackage.json"])["description"]


def test_tables_leave_empty_what_is_not_known(half, tmp_path):
    rows = list(csv.DictReader(io.StringIO(export("matrix", half, tmp_path).read_text("utf-8-sig"))))
    cells = {row["interview"]: row for row in rows}
    assert (cells["b.docx"]["nagekeken"], cells["b.docx"]["feedback_silence"]) == ("1", "0")
    assert (cells["a.txt"]["nagekeken"], cells["a.txt"]["feedback_silence"]) == ("0", "1")
    assert cells["a.txt"]["influence_doubt"] == ""
    book = openpyxl.load_workbook(export("xlsx", half, tmp_path))
    matrix = [[cell.value for cell in row] for row in book["Matrix"].iter_rows()]
    asked = next(row for row in matrix if "Van zoveel gesprekken" in row)
    head = next(row for row in matrix if "Interview" in row)
    found = dict(zip(head[5:], asked[5:], strict=True))
    assert found["Twijfel over mate van invloed"] == 1
    document = json.loads(export("json", half, tmp_path).read_text("utf-8"))["projects"][0]
    assert (document["reviewed"], document["waiting"]) == (["b.docx"], 1)


def test_the_synthesis_and_the_overview_say_it_in_every_cell(half, work, tmp_path):
    judge(work, "a.txt")
    whole = _twin(read(work))
    synthesis = project_synthesis(half)
    write_project(synthesis, code_records(half), tmp_path)
    write_overall(overall_synthesis([synthesis, project_synthesis(whole)]), tmp_path)

    page = (tmp_path / "synthese.html").read_text("utf-8")
    assert page.count("1 van de 1 nagekeken gesprekken (2 gesproken)") == 1
    assert page.count("0 van de 1 nagekeken gesprekken (2 gesproken)") == 12
    assert "Door niemand verteld" not in page
    assert "2 gesprekken; 1 voorstel wacht" in page
    told = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "synthese.xlsx")["Synthese"]]
    assert sum(row[3] == "0 van de 1 nagekeken gesprekken (2 gesproken)" for row in told) == 11
    more = "; wel bevestigd in 1 gesprek dat nog niet helemaal is nagekeken"
    assert sum(row[3] == f"0 van de 1 nagekeken gesprekken (2 gesproken){more}" for row in told) == 1
    lines = list(csv.DictReader(io.StringIO((tmp_path / "overzicht.csv").read_text("utf-8-sig"))))
    seen = {(line["project"], line["of"], line["interviews_reviewed"], line["residents_spoken"]) for line in lines}
    assert seen == {("plein", "1", "1", "2"), ("tweeling", "2", "2", "2")}
    assert {(line["project"], line["compared"]) for line in lines} == {("plein", "False"), ("tweeling", "True")}
    for name in ("overzicht.html", "overzicht.xlsx"):
        data = (tmp_path / name).read_bytes()
        text = (
            data.decode()
            if name.endswith("html")
            else str([[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))["Overzicht"]])
        )
        assert "Niet vergeleken: Het plein (1 van 2 gesprekken nagekeken)." in text
        assert "in 1 van 1 project" in text


@pytest.mark.parametrize("name", [*READERS, "grafieken", "open-data"])
def test_a_project_that_was_not_reviewed_enough_is_not_compared_and_is_named(half, work, tmp_path, name):
    judge(work, "a.txt")
    results = [half, _twin(read(work))]
    path = export(name, results, tmp_path)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as opened:
            text = "\n".join(opened.read(each).decode() for each in opened.namelist() if not each.endswith(".png"))
            if name == "open-data":
                rows = list(csv.DictReader(io.StringIO(opened.read("tellingen.csv").decode("utf-8-sig"))))
                assert {row["nagekeken"] for row in rows if row["project"] == "alle"} == {"2"}
                lines = csv.DictReader(io.StringIO(opened.read("projecten.csv").decode("utf-8-sig")))
                assert {line["project"]: line["vergeleken"] for line in lines} == {"plein": "nee", "tweeling": "ja"}
                return
    else:
        text = READERS[name](path.read_bytes())
    assert squeezed("Niet vergeleken: Het plein (1 van 2 gesprekken nagekeken).") in squeezed(text)
    if name in READERS:
        assert squeezed("nagekeken gesprek, ") not in squeezed(text)
    other = READERS.get(name, lambda data: "")(export(name, results, tmp_path, least=50).read_bytes())
    assert "Niet vergeleken" not in other


def test_without_a_reviewed_interview_there_is_nothing_to_publish(work):
    with work.store.writing() as session:
        number = session.scalar(select(InterviewRow.id).where(InterviewRow.file == "a.txt"))
        code = project_state(session, work.project_id).codes[0]
        decide(session, ANS, number, Confirm(), span=(code.fragment.start, code.fragment.end), theme=code.theme)
    found = read(work)
    assert found.codes
    with pytest.raises(InputError, match="geen gesprek helemaal nagekeken"):
        refuse_empty([found])
    with pytest.raises(InputError, match="geen project om te vergelijken"):
        export("verslag-html", [found, _twin(found)], Path())
