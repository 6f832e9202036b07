"""In every format: coverage, agreement and calibration beside the numbers, and no percentages below five interviews."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pypdf
import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.project import Project
from narratief.domain.result import ProjectResult
from narratief.domain.trust import Agreement, Trust
from narratief.pipeline.run_report import REPORT, report_bytes
from narratief.publish.formats import FORMATS, ExportContent
from narratief.synthesis import code_records, overall_synthesis, project_synthesis
from narratief.synthesis.trust_words import HEADING, brief, explained
from narratief.synthesis.write import write_overall, write_project
from narratief.topics.passage import passages_of
from narratief.topics.topic import NearTheme, Topic, Topics
from narratief.topics.write import write_topics
from tests.publish.test_equals_store import RECOUNTED
from tests.synthesis.conftest import make_result

PERCENT = re.compile(r"\d\s*%|\bprocent|percentage(?!s\.)|aandeel", re.IGNORECASE)
JUDGED = ((0.9, True),) * 15 + ((0.8, False),) * 5
SAMPLE = Agreement(0.8123, 40, 2)


def project(talks: int, *, coder: str = "Anna") -> ProjectResult:
    """A reviewed project of so many interviews, with what the store would know of it."""
    interviews = {
        f"{number}.txt": [
            ("Ik heb er daarna nooit meer iets van gehoord, echt helemaal niets.", ["feedback_silence"]),
            ("Zij kende mij bij naam en dat vond ik heel prettig aan die avond.", ["personal_approach"]),
        ]
        for number in range(talks)
    }
    made = make_result(interviews, name=f"plein-{talks}")
    codes = tuple(replace(code, coder=coder) for code in made.codes)
    trust = Trust(talks, 2 * talks, 2 * talks, 2 * talks, 2 * talks, JUDGED, SAMPLE, SAMPLE, 0.0142)
    return replace(made, codes=codes, measured=trust)


@pytest.fixture(scope="module", params=[3, 6])
def result(request: pytest.FixtureRequest) -> ProjectResult:
    return project(request.param)


NUMBERLESS = {"csv", "parquet", "matrix", "qdpx", "qdc", "codeboek-csv"}
"""Lists of quotes, codes and noughts and ones: no counts are published in them."""


def test_the_numbers_of_every_format_are_recounted_from_the_store() -> None:
    """`tests.publish.test_equals_store` and the test of the charts' tables name each format that `--list` offers."""
    assert set(RECOUNTED) == set(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - NUMBERLESS - {"open-data", "json"}))
def test_every_publication_says_how_far_to_trust_it(name: str, result: ProjectResult, tmp_path: Path) -> None:
    form = FORMATS[name]
    text = _text(form.export(ExportContent(result), tmp_path / f"a{form.suffix}"))
    told = _plain(text)
    in_annex = name.startswith("verslag")
    scores = not name.startswith(("verslag", "impuls"))  # all is confirmed: no reader sees a score
    assert in_annex or _plain(brief(result.trust, scores=scores)) in told
    assert scores or "Scorevandecomputer" not in told
    assert _plain(HEADING[1:]) in told
    for line in explained(result.trust, scores=scores):
        assert told.count(_plain(line)) == 1 or not in_annex
        assert _plain(line) in told
    _no_percentages(text, result)


@pytest.mark.parametrize("name", sorted(NUMBERLESS - {"qdpx", "qdc", "codeboek-csv"}))
def test_lists_hold_no_shares(name: str, result: ProjectResult, tmp_path: Path) -> None:
    form = FORMATS[name]
    path = form.export(ExportContent(result), tmp_path / f"a{form.suffix}")
    columns = pq.read_table(path).column_names if name == "parquet" else path.read_text().splitlines()[0].split(",")
    assert not [column for column in columns if re.search("share|percent|aandeel|deel_", column)]


def test_open_data_gives_the_figures_only_where_they_give_nobody_away(tmp_path: Path) -> None:
    for talks in (3, 6):
        made = project(talks)
        path = FORMATS["open-data"].export(ExportContent(made), tmp_path / f"{talks}.zip")
        with zipfile.ZipFile(path) as opened:
            line = next(csv.DictReader(io.StringIO(opened.read("projecten.csv").decode())))
            package = json.loads(opened.read("datapackage.json"))
            every = "".join(opened.read(each).decode() for each in opened.namelist())
        _no_percentages(every, made)
        assert HEADING in package["description"]
        known = {name: line[name] for name in ("fragmenten_gelezen", "alfa_mensen", "afwijking_score")}
        if talks == 3:
            assert set(known.values()) == {""}
            assert "verraden" in package["description"]
        else:
            assert known == {"fragmenten_gelezen": "12", "alfa_mensen": "0.812", "afwijking_score": "0.275"}
            assert explained(made.trust)[0] in package["description"]


def test_json_has_the_figures(result: ProjectResult, tmp_path: Path) -> None:
    path = FORMATS["json"].export(ExportContent(result), tmp_path / "a.json")
    trust = json.loads(path.read_text())["projects"][0]["trust"]
    assert trust["interviews"] == result.residents
    assert trust["among_people"]["alpha"] == SAMPLE.alpha
    assert (trust["kept"], round(trust["error"], 3)) == (15, 0.275)


def test_the_synthesis_says_it_under_every_table(result: ProjectResult, tmp_path: Path) -> None:
    synthesis = project_synthesis(result)
    paths = write_project(synthesis, code_records(result), tmp_path)
    paths += write_overall(overall_synthesis([synthesis, project_synthesis(project(4))]), tmp_path)
    report = tmp_path / REPORT
    report.write_bytes(report_bytes(Project(Path("plein"), result.facts, ()), result, []))
    paths.append(report)
    for path in paths:
        text = _text(path)
        _no_percentages(text, result)
        if path.name.startswith("codes."):
            continue
        if path.suffix in (".html", ".xlsx", ".md"):
            assert _plain(HEADING) in _plain(text), path.name
        if path.name.startswith("synthese"):
            assert _plain(brief(result.trust)) in _plain(text)
    page = (tmp_path / "synthese.html").read_text()
    assert page.count('class="certain"') == page.count("<table")
    page = (tmp_path / "overzicht.html").read_text()
    assert page.count('class="certain"') == page.count("<table")
    lines = list(csv.DictReader(io.StringIO((tmp_path / "overzicht.csv").read_text())))
    assert {(line["interviews_read"], line["suggestions_kept"]) for line in lines} == {
        (str(result.residents), "15"),
        ("4", "15"),
    }


def test_clusters_give_percentages_only_from_five_interviews(result: ProjectResult, tmp_path: Path) -> None:
    passages = {p.id: replace(p, phase="begin") for p in passages_of(result.fragments, result.codes, result.facts)}
    near = (NearTheme("feedback_silence", "Radiostilte", 0.5, 0.3),)
    ids = tuple(passages)
    topic = Topic("c-1", "stil", ("stil",), ids, ids, result.residents, ("plein",), near, new=False)
    topic = replace(topic, phases={"begin": len(ids)}, valence={"positive": 0, "negative": 0, "none": 0})
    topics = Topics(passages, (topic,), (), phases=("begin",))
    for path in write_topics(topics, default_codebook(), "Plein", tmp_path, result.trust):
        whole = _plain(_text(path))
        assert _plain(brief(result.trust)) in whole, path.name
        assert [line for line in explained(result.trust) if _plain(line) not in whole] == [], path.name
        text = re.sub(r"<style.*?</style>|<script.*?</script>", "", _text(path), flags=re.DOTALL)
        if path.name.startswith("clusters"):
            assert f"{len(ids) // 2} van {len(ids)}" in text
            found = bool(re.search(r"\d\s*(&nbsp;| )?%|aandeel \(%\)", re.sub(r'style="[^"]*"', "", text)))
            assert found == (result.residents >= 5), path.name


def test_a_chart_colours_no_share_of_few_residents(tmp_path: Path) -> None:
    from narratief.publish.charts import heatmap_chart

    figure = heatmap_chart([project(3), project(6)])
    shares = {row["deel"] for row in _values(figure.drawing.to_dict()) if row["project"].startswith("plein-3")}
    assert shares == {0}
    assert {row["deel"] for row in _values(figure.drawing.to_dict())} == {0, 1}
    assert "te weinig voor een deel" in figure.how


def test_without_two_coders_it_says_so() -> None:
    trust = Trust(3, 9, 12, 6, 4, ((0.9, True),), None, None, 0.0142)
    assert "Mensen onderling: niet gemeten" in brief(trust)
    told = " ".join(explained(trust))
    assert "Geen twee mensen bekeken dezelfde fragmenten los van elkaar" in told
    assert "niet op is ingesteld, zat de score van een gegeven thema er gemiddeld 0,01 naast" in told
    assert "minder dan 5 gesprekken" in told


def _values(chart: dict) -> list[dict]:
    """The rows that a chart draws."""
    data = chart.get("data", {}).get("values") or next(iter(chart.get("datasets", {}).values()), None)
    return data if data is not None else _values(chart["spec"]["layer"][0] if "spec" in chart else chart["layer"][0])


def _no_percentages(text: str, result: ProjectResult) -> None:
    """Fail on a percentage, apart from sizes in style sheets."""
    plain = re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    if result.residents < 5:
        assert PERCENT.search(plain) is None, PERCENT.search(plain)


def _plain(text: str) -> str:
    """Words without spaces and tags, since lines are broken differently everywhere."""
    text = re.sub(r"<style.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+|\u00ad", "", text.replace("&#39;", "'"))


def _text(path: Path) -> str:
    """All words of a file of any kind."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None)
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    if path.suffix in (".docx", ".zip"):
        with zipfile.ZipFile(path) as opened:
            names = [n for n in opened.namelist() if n.endswith(("document.xml", ".svg", ".md", ".csv", ".json"))]
            return "\n".join(opened.read(name).decode() for name in names)
    return path.read_text("utf-8")
