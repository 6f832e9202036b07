"""Each number and quote in each format equals the store, counted here once more by hand from its rows."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from sqlalchemy import select

from narratief.domain.actions import Confirm, Reject
from narratief.domain.decision import Author
from narratief.domain.project import load_project
from narratief.files.csv_table import read_csv_table
from narratief.publish.charts import all_charts
from narratief.publish.formats import FORMATS, ExportContent
from narratief.publish.refi import read_qdc, read_qdpx
from narratief.store.database import Store, make_engine
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import accept_reading, decide
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.schema import InterviewRow
from tests.publish.confirming import confirm_quotes
from tests.publish.exchange.conftest import fill
from tests.publish.exchange.conftest import work as _work
from tests.publish.report.reading import squeezed, text_of_docx, text_of_html, text_of_pdf

work = _work
COUNT = re.compile(r"(?<!\d)(\d+)\s+van\s+(?:de\s+)?(\d+)\s+bewoner")
DOCUMENTS = {
    "verslag-docx": text_of_docx,
    "verslag-pdf": text_of_pdf,
    "verslag-html": text_of_html,
    "impuls-docx": text_of_docx,
    "impuls-pdf": text_of_pdf,
}

TABLES = {"csv", "parquet", "xlsx", "matrix", "json", "qdpx", "qdc", "codeboek-csv", "open-data", "grafieken"}
RECOUNTED = TABLES | set(DOCUMENTS)
"""Formats whose numbers are counted here once more; `tests/trust/test_every_format.py` fails when one is missing."""


@pytest.fixture(params=["concept", "deels", "bevestigd"])
def kept(work, request):
    """The project as an export takes it, its texts, and the residents per theme by what the store's state says.

    In part reviewed, one of its two interviews has a suggestion that waits: "Ans" said nothing of it.
    """
    only = request.param != "concept"
    with work.store.writing() as session:
        numbers = dict(session.execute(select(InterviewRow.file, InterviewRow.id)).all())
        for code in project_state(session, work.project_id).codes:
            if code.theme == "community_cohesion" and request.param != "bevestigd":
                continue
            what = Reject() if code.theme == "community_cohesion" else Confirm()
            span = (code.fragment.start, code.fragment.end)
            decide(session, Author(None, "Ans"), numbers[code.fragment.interview], what, span=span, theme=code.theme)
    confirm_quotes(work)
    with work.store.reading() as session:
        result = result_of(session, work.project_id, confirmed_only=only)
        texts = dict(session.execute(select(InterviewRow.file, InterviewRow.text)).all())
        told: dict[str, set[str]] = {}
        for code in project_state(session, work.project_id).codes:
            if code.settled if only else code.counts:
                told.setdefault(code.theme, set()).add(code.fragment.interview)
    assert len(told) == (2 if only else 3)
    return result, texts, {theme: len(files) for theme, files in told.items()}


def in_part(kept) -> bool:
    """Whether one of the two interviews waits and its themes are published about nowhere."""
    return not kept[0].draft and kept[0].waiting > 0


def written(name: str, result, folder: Path, *, edition: bool = False) -> Path:
    results = [result, _twin(result)] if edition else result
    return FORMATS[name].export(ExportContent(results), folder / f"uit{FORMATS[name].suffix}")


def _twin(result):
    """The same project under another name, to make an edition of two."""
    fragments = {old.id: replace(old, project="tweeling") for old in result.fragments}
    codes = tuple(replace(code, fragment=fragments[code.fragment].id) for code in result.codes)
    return replace(result, name="tweeling", fragments=tuple(fragments.values()), codes=codes)


def test_rows_of_quotes(kept, tmp_path):
    result, texts, told = kept
    rows = {
        "csv": read_csv_table(written("csv", result, tmp_path).read_bytes()),
        "parquet": pd.read_parquet(written("parquet", result, tmp_path)).to_dict("records"),
    }
    for name, records in rows.items():
        assert len(records) == len(result.codes), name
        for row in records:
            assert texts[row["interview"]][int(row["start"]) : int(row["end"])] == row["text"]
        counted = Counter(theme for theme, _ in {(row["theme"], row["interview"]) for row in records})
        assert counted == told, name


def test_the_workbook_and_the_matrix(kept, tmp_path):
    result, texts, told = kept
    labels = {result.codebook.theme(theme).label: number for theme, number in told.items()}
    book = openpyxl.load_workbook(written("xlsx", result, tmp_path))
    matrix = [[cell.value for cell in row] for row in book["Matrix"].iter_rows()]
    head = next(row for row in matrix if "Interview" in row)
    sums = next(row for row in matrix if "Verteld door (bewoners)" in row)
    assert {name: total for name, total in zip(head[5:], sums[5:], strict=True) if total} == labels
    cells = [row for row in matrix if row[3] in texts]
    assert [sum(column) for column in zip(*([cell or 0 for cell in row[5:]] for row in cells), strict=True)] == sums[5:]

    quotes = [[cell.value for cell in row] for row in book["Citaten"].iter_rows()]
    names = next(row for row in quotes if row[0] == "Citaat")
    at = {name: names.index(name) for name in ("Citaat", "Interview", "Begin", "Eind")}
    rows = quotes[quotes.index(names) + 1 :]
    assert len(rows) == len(result.codes)
    for row in rows:
        assert texts[row[at["Interview"]]][row[at["Begin"]] : row[at["Eind"]]] == row[at["Citaat"]]

    table = list(csv.DictReader(io.StringIO(written("matrix", result, tmp_path).read_text("utf-8-sig"))))
    ones = Counter(name for row in table for name, value in row.items() if value == "1" and name != "nagekeken")
    assert sorted(ones.values()) == sorted(told.values())


def test_whole_projects(kept, tmp_path):
    result, texts, told = kept
    document = json.loads(written("json", result, tmp_path).read_text("utf-8"))["projects"][0]
    assert {each["file"]: each["text"] for each in document["interviews"]} == texts
    where = {each["id"]: each for each in document["fragments"]}
    for fragment in document["fragments"]:
        assert texts[fragment["interview"]][fragment["start"] : fragment["end"]] == fragment["text"]
    pairs = {(code["theme"], where[code["fragment"]]["interview"]) for code in document["codes"]}
    assert Counter(theme for theme, _ in pairs) == told

    back = read_qdpx(written("qdpx", result, tmp_path)).results[0]
    assert {interview.file: interview.text for interview in back.interviews} == texts
    coded = {fragment.id: fragment for fragment in back.fragments}
    assert Counter(t for t, _ in {(code.theme, coded[code.fragment].interview) for code in back.codes}) == told


def test_the_codebook(kept, tmp_path):
    result, _, _ = kept
    found = read_qdc(written("qdc", result, tmp_path)).codebook
    assert {(theme.id, theme.label, theme.definition) for theme in found.themes} == {
        (theme.id, theme.label, theme.definition) for theme in result.codebook.themes
    }
    lines = read_csv_table(written("codeboek-csv", result, tmp_path).read_bytes())
    assert [line["tag"] for line in lines] == [theme.label for theme in result.codebook.themes]
    for line, theme in zip(lines, result.codebook.themes, strict=True):
        assert line["description"].startswith(theme.definition)


def test_the_tables_behind_the_charts(kept, tmp_path):
    """Each number of residents beside a theme in a chart's table is that of the store."""
    result, _, told = kept
    labels = {result.codebook.theme(theme).label: number for theme, number in told.items()}
    with zipfile.ZipFile(written("grafieken", result, tmp_path)) as archive:
        lines = read_csv_table(archive.read("themas.csv"))
    assert {line["thema"] for line in lines} == {theme.label for theme in result.codebook.themes}
    for line in lines if not in_part(kept) else ():
        assert (line["bewoners"], line["van"]) == (str(labels.get(line["thema"], 0)), "2")


SIX = {
    "1.txt": [
        ("Op de inloopavond van 12 maart 2024 was het druk, en daarna bleef het stil.", ["feedback_silence"]),
        ("Mijn buurvrouw ken ik nu echt goed.", ["community_cohesion"]),
    ],
    "2.txt": [
        ("Op de inloopavond van 12 maart 2024 was het allang beslist.", ["influence_doubt"]),
        ("Daarna bleef het maanden stil.", ["feedback_silence"]),
        ("En ook dit jaar hoorde ik niets.", ["feedback_silence"]),
    ],
    "3.txt": [
        ("Mijn buren en ik kennen elkaar nu.", ["community_cohesion"]),
        ("Niemand belde ons op.", ["feedback_silence"]),
    ],
    "4.txt": [("Het was allang beslist, dat voelde je.", ["influence_doubt"])],
    "5.txt": [("De koffie was lekker.", [])],
    "6.txt": [("We zaten in een zaaltje.", [])],
}
"""Enough residents for the chart of who told what, and themes that come together and come back."""


@pytest.fixture(params=["concept", "deels", "bevestigd"])
def six(tmp_path, own_home, request):
    """A project of six as an export takes it, its reviewed interviews, and fragments per interview and theme.

    One theme is rejected. In part reviewed, the fourth interview waits and nobody read the sixth.
    """
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "project.yaml").write_text("title: Het plein\n", "utf-8")
    engine = make_engine(f"sqlite:///{tmp_path / 'zes.sqlite3'}")
    upgrade(engine)
    made = ProjectRepository.for_project(Store(engine), load_project(tmp_path / "plein"))
    fill(made, SIX)
    only, skipped = request.param != "concept", {"4.txt", "6.txt"} if request.param == "deels" else set()
    with made.store.writing() as session:
        numbers = dict(session.execute(select(InterviewRow.file, InterviewRow.id)).all())
        for code in project_state(session, made.project_id).codes:
            file, span = code.fragment.interview, (code.fragment.start, code.fragment.end)
            rejected = (file, code.theme) == ("3.txt", "community_cohesion")
            if rejected or (only and file not in skipped):
                what = Reject() if rejected else Confirm()
                decide(session, Author(None, "Ans"), numbers[file], what, span=span, theme=code.theme)
        for file in sorted(numbers.keys() - skipped) if only else ():
            accept_reading(session, Author(None, "Ans"), numbers[file])
    with made.store.reading() as session:
        result = result_of(session, made.project_id, confirmed_only=only)
        codes = project_state(session, made.project_id).codes
        told = Counter(
            (code.fragment.interview, result.codebook.theme(code.theme).label)
            for code in codes
            if (code.settled if only else code.counts)
        )
    engine.dispose()
    assert len(told) == 6 - len(skipped & {"4.txt"})
    return result, set(SIX) - skipped, told


def tables(results) -> dict[str, list[tuple]]:
    """Rows of the table behind each chart, as the zip has them."""
    return {
        chart.name: list(chart.table.rows) for chart in all_charts(ExportContent(results).for_publication().results)
    }


def test_the_tables_behind_the_charts_of_who_told_what_and_what_goes_together(six):
    result, read, told = six
    found = tables(result)

    dots = {
        (f"{talk.removeprefix('gesprek ')}.txt", label): times for _, talk, label, times in found["wie-vertelde-wat"]
    }
    silent = {file for file, label in dots if label == "geen thema"}
    assert {file for file, _ in dots} == read
    assert silent == read - {file for file, _ in told}
    assert {key: times for key, times in dots.items() if key[1] != "geen thema"} == told

    labels = sorted({label for _, label in told})
    both = {
        frozenset((one, other)): sum((file, one) in told and (file, other) in told for file in read)
        for one in labels
        for other in labels
        if one != other
    }
    pairs = {frozenset((one, other)): number for one, other, number in found["samenhang"]}
    assert pairs == {pair: number for pair, number in both.items() if number}
    if result.draft:  # nobody confirmed a moment, so that publications have none
        words = [" ".join(text for text, _ in SIX[file]) for file in read]
        (moment,) = found["momenten"]
        assert moment[4] == sum("inloopavond" in text for text in words) == 2


def test_the_table_behind_the_chart_of_themes_per_project(six):
    result, read, told = six
    if len(read) < len(SIX):
        pytest.skip("not compared with others")
    rows = tables([result, _twin(result)])["themas-per-project"]

    assert len(rows) == 2 * len(result.codebook.themes)
    for project in ("Het plein (plein)", "Het plein (tweeling)"):
        counted = {label: (number, of) for title, label, number, of in rows if title == project}
        assert {label: number for label, (number, _) in counted.items() if number} == Counter(
            label for _, label in told
        )
        assert {of for _, of in counted.values()} == {len(SIX)}


def test_open_data_shows_no_more_than_the_store_has(kept, tmp_path):
    result, _, told = kept
    with zipfile.ZipFile(written("open-data", result, tmp_path)) as archive:
        lines = list(csv.DictReader(io.StringIO(archive.read("tellingen.csv").decode("utf-8-sig"))))
    assert len(lines) >= 13
    for line in lines:
        shown = line["bewoners"]
        assert shown in ("", str(told.get(line["thema"], 0)))
        assert line["nagekeken"] == ("1" if in_part(kept) else "2")
        assert shown in ("", "0") or int(shown) >= 5


@pytest.mark.parametrize("edition", [False, True], ids=["project", "over projecten"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(kept, tmp_path, name, edition):
    if in_part(kept):
        pytest.skip("see test_coverage.py")
    result, texts, told = kept
    path = written(name, result, tmp_path, edition=edition)
    words = DOCUMENTS[name](path.read_bytes())
    people = {2, 4} if edition else {2}
    possible = {
        (number * factor, 2 * factor) for factor in (1, 2) for number in (0, *told.values()) if 2 * factor in people
    }
    # a goal's sides, moments and expectations count residents of several themes together
    sides = {(number, of) for of in people for number in range(of + 1)} if name.startswith("verslag") else set()
    seen = {(int(number), int(of)) for number, of in COUNT.findall(words)} - {(2, 3)}
    assert seen
    assert seen <= possible | sides
    stored = squeezed(" ".join(texts.values()))
    quoted = [squeezed(each) for each in re.findall(r"“([^“”]+)”", words)]
    assert quoted or name == "verslag-html"  # the page sets its marks by style sheet
    assert all(each in stored or each == squeezed("2 van de 3 bewoners") for each in quoted)
    for code in result.codes if name.startswith("verslag") else ():
        fragment = next(each for each in result.fragments if each.id == code.fragment)
        assert squeezed(fragment.text) in squeezed(words)
