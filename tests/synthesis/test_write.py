"""Every quote in every file is the stored text, and the files are safe to open."""

import base64
import csv
import hashlib
import html
import io
import re
from dataclasses import asdict, fields, replace

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.files.atomic import write_atomic
from narratief.files.csv_table import read_csv_table
from narratief.synthesis import code_records, overall_synthesis, project_synthesis, write_overall, write_project
from narratief.synthesis.columns import csv_bytes, parquet_bytes
from narratief.synthesis.html import overall_page, project_page
from narratief.synthesis.records import CodeRecord
from narratief.synthesis.xlsx import overall_workbook, project_workbook

from .conftest import make_result

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).filter(str.strip)
TALK = st.lists(
    st.tuples(
        st.one_of(WORDS, st.sampled_from(["=1+1", "+31 6", "-nou", "@ja", '=HYPERLINK("http://x")', 'a;b,"c"\nd'])),
        st.lists(st.sampled_from(["influence_doubt", "feedback_silence", "active_role"]), unique=True),
    ),
    max_size=5,
)


COLUMNS = tuple(field.name for field in fields(CodeRecord))


def quotes_in(page: bytes) -> list[str]:
    found = re.findall(r"<blockquote><p>(.*?)</p></blockquote>", page.decode(), re.DOTALL)
    return [html.unescape(re.sub(r"</?mark>", "", text)) for text in found]


def cells(book: bytes, sheet: str, column: str) -> list[object]:
    rows = list(openpyxl.load_workbook(io.BytesIO(book))[sheet].iter_rows())
    head = next(number for number, row in enumerate(rows) if column in [cell.value for cell in row])
    place = [cell.value for cell in rows[head]].index(column)
    return [row[place] for row in rows[head + 1 :] if row[place].value is not None]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["a.txt", "b.docx", "c.vtt"]), TALK, max_size=3))
def test_every_quote_is_the_stored_text(interviews):
    result = make_result(interviews)
    stored = {interview.id: interview.text for interview in result.interviews}
    synthesis, records = project_synthesis(result), code_records(result)

    for row in read_csv_table(csv_bytes(records)):
        assert row["text"] == stored[row["interview"]][int(row["start"]) : int(row["end"])]
    for row in pq.read_table(io.BytesIO(parquet_bytes(records))).to_pylist():
        assert row["text"] == stored[row["interview"]][row["start"] : row["end"]]
    for part in synthesis.goals:
        for findings in part.themes:
            for quote in findings.quotes:
                assert quote.text == stored[quote.interview][quote.start : quote.end]
    told = sorted(quote.text for part in synthesis.goals for each in part.themes for quote in each.quotes)
    assert sorted(quotes_in(project_page(synthesis))) == told
    assert sorted(record.text for record in records) == told


@settings(max_examples=15, deadline=None)
@given(TALK)
def test_workbook_texts_are_the_stored_text_and_never_formulas(talk):
    result = make_result({"a.txt": talk})
    records = code_records(result)

    found = cells(project_workbook(project_synthesis(result), records), "Alle citaten", "Citaat")

    assert [cell.value for cell in found] == [record.text for record in records]
    assert all(cell.data_type != "f" for cell in found)


def test_text_that_looks_like_a_formula_stays_text_after_editing(square):
    found = cells(project_workbook(project_synthesis(square), code_records(square)), "Alle citaten", "Citaat")

    formula = next(cell for cell in found if cell.value.startswith("="))
    assert formula.data_type == "s"
    assert formula.quotePrefix


def test_a_project_title_cannot_become_a_formula(square):
    evil = replace(square, facts=square.facts.model_copy(update={"title": "=cmd|'/C calc'!A0"}))
    synthesis = project_synthesis(evil)

    for book in (project_workbook(synthesis, ()), overall_workbook(overall_synthesis([synthesis]))):
        for sheet in openpyxl.load_workbook(io.BytesIO(book)):
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_text_too_long_for_a_cell_is_cut_with_a_note(make):
    result = make({"a.txt": [("lang " * 9000, ["active_role"])]})

    (cell,) = cells(project_workbook(project_synthesis(result), code_records(result)), "Alle citaten", "Citaat")

    assert len(cell.value) <= 32767
    assert cell.value.endswith("codes.csv]")


def test_workbook_counts_stand_beside_quotes(square):
    book = project_workbook(project_synthesis(square), code_records(square))

    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(book))["Synthese"].iter_rows()]
    none = "bewoners; nog geen gesprek nagekeken"
    told = [row for row in rows if row[3] == f"volgens de computer 2 van 3 {none}"]
    assert [(row[2], row[4], bool(row[5])) for row in told] == [("Radiostilte en gebrek aan terugkoppeling", 3, True)]
    assert sum(row[3] == f"volgens de computer 0 van 3 {none}" for row in rows) == 11


def test_csv_and_parquet_are_the_same(square):
    records = code_records(square)

    table = pq.read_table(io.BytesIO(parquet_bytes(records)))
    rows = read_csv_table(csv_bytes(records))

    assert table.column_names == list(rows[0]) == list(COLUMNS)
    assert table.to_pylist() == [asdict(record) for record in records]
    assert [{key: str(value) for key, value in row.items()} for row in table.to_pylist()] == rows


def test_a_project_without_codes_has_headings_only():
    assert csv_bytes(()).decode() == ",".join(COLUMNS) + "\n"
    assert pq.read_table(io.BytesIO(parquet_bytes(()))).column_names == list(COLUMNS)


def test_page_needs_nothing_from_outside_and_escapes(square):
    page = project_page(project_synthesis(square)).decode()

    assert "Nieuw &lt;Plein&gt; &amp; omgeving" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page
    assert '<html lang="nl">' in page


def test_page_says_no_percentages_and_shows_empty_themes(square):
    body = project_page(project_synthesis(square)).decode().partition("</style>")[2]

    assert "%" not in body
    assert body.count("De computer vond dit niet. Niet elk gesprek is nagekeken.") == 11
    assert "2 van 3 bewoners" in body
    reviewed = replace(square, reviewed=frozenset(each.id for each in square.interviews))
    assert project_page(project_synthesis(reviewed)).decode().count("Door niemand verteld.") == 11


def test_every_count_above_zero_in_the_page_has_a_quote_in_its_row(square):
    overall = overall_synthesis([project_synthesis(square)])
    for page in (project_page(project_synthesis(square)), overall_page(overall)):
        rows = re.findall(r"<tr role=\"row\".*?</tr>", page.decode(), re.DOTALL)
        told = [row for row in rows if re.search(r"[1-9]\d* van \d+ bewoner", row)]
        assert len(told) == 2
        assert all("<blockquote>" in row for row in told)


def test_short_answers_are_shown_with_their_question(make):
    page = project_page(project_synthesis(make({"a.txt": [("Nooit meer.", ["feedback_silence"])]}))).decode()

    assert "Vraag: Hoe ging dat?" in page


def test_writes_the_agreed_files_with_the_same_bytes_each_time(square, tmp_path):
    synthesis = project_synthesis(square)
    written = write_project(synthesis, code_records(square), tmp_path / "plein")
    written += write_overall(overall_synthesis([synthesis]), tmp_path)
    first = {path.name: path.read_bytes() for path in written}

    again = write_project(synthesis, code_records(square), tmp_path / "b")
    again += write_overall(overall_synthesis([synthesis]), tmp_path / "b")

    assert sorted(first) == [
        *("codes.csv", "codes.parquet", "overzicht.csv", "overzicht.html", "overzicht.parquet", "overzicht.xlsx"),
        *("synthese.html", "synthese.xlsx"),
    ]
    assert {path.name: path.read_bytes() for path in again} == first
    assert not list(tmp_path.rglob("*.tmp"))


def test_overview_lists_every_project_with_every_theme(square, make, tmp_path):
    other = make({"x.txt": [("Nooit meer iets gehoord.", ["feedback_silence"])]}, name="park")
    overall = overall_synthesis([project_synthesis(square), project_synthesis(other)])

    write_overall(overall, tmp_path)

    rows = list(csv.DictReader((tmp_path / "overzicht.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 2 * len(square.codebook.themes)
    told = [row for row in rows if row["theme"] == "feedback_silence"]
    assert [(row["project"], row["residents"], row["of"], row["level"]) for row in told] == [
        ("plein", "2", "3", "raadplegen"),
        ("park", "1", "1", ""),
    ]
    assert all(bool(row["quote"]) == (row["residents"] != "0") for row in rows)
    stored = {interview.id: interview.text for interview in (*square.interviews, *other.interviews)}
    for row in rows:
        if row["quote"]:
            assert row["quote"] == stored[row["interview"]][int(row["start"]) : int(row["end"])]


def test_an_overview_without_projects_can_be_written(tmp_path):
    assert len(write_overall(overall_synthesis([]), tmp_path)) == 4


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = write_atomic(tmp_path / "synthese.html", b"old")

    def broken(*_):
        raise OSError("schijf vol")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="schijf vol"):
        write_atomic(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def many(make, number):
    told = [("Nooit meer iets gehoord.", ["feedback_silence"]), ("Prima zo.", ["participation_valued"])]
    projects = [make({"x.txt": told[: 1 + at % 2]}, name=f"park-{at}") for at in range(number)]
    return overall_synthesis([project_synthesis(project) for project in projects])


def test_few_projects_stand_side_by_side_without_a_script(make):
    page = overall_page(many(make, 4)).decode()

    assert "<script" not in page
    assert "script-src" not in page
    assert 'id="vergelijking"' not in page


def test_many_projects_get_a_table_that_needs_no_script_to_read(make):
    page = overall_page(many(make, 12)).decode()
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    table = re.search(r'<table class="compare".*?</table>', page, re.DOTALL)[0]
    rows = re.findall(r"<tr role=\"row\" class.*?</tr>", table, re.DOTALL)
    silence = next(row for row in rows if "Radiostilte" in row)
    valued = next(row for row in rows if "Waardering" in row)

    assert f"script-src 'sha256-{digest}'" in page
    assert '<form id="keuzes" class="choices" hidden>' in page
    assert len(rows) == 13
    assert silence.count("1/1") == 12
    assert (valued.count("1/1"), valued.count("0/1")) == (6, 6)
    assert page.count('class="certain"') == page.count("<table")
