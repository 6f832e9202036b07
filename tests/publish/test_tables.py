"""Tables for researchers: every quote is the stored text, every 1 has a quote."""

import csv
import json
from dataclasses import asdict, replace

import openpyxl
import pyarrow.parquet as pq

from narratief.domain.codebook import Codebook
from narratief.files.csv_table import read_csv_table
from narratief.publish.tables.json_file import write_json
from narratief.publish.tables.matrix import theme_matrix, write_matrix
from narratief.publish.tables.quote_files import write_csv, write_parquet
from narratief.publish.tables.quote_list import quote_records
from narratief.publish.tables.xlsx import write_xlsx


def rows_of(path, sheet) -> list[list]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_matrix_has_a_row_for_every_interview_and_a_one_for_every_told_theme(square, garden):
    matrix = theme_matrix([square, garden])

    found = {
        (row.project.name, row.interview, theme.id)
        for row in matrix.rows
        for theme, cell in zip(matrix.themes, row.cells, strict=True)
        if cell
    }
    quoted = {(record.project, record.interview, record.theme) for record in quote_records([square, garden])}
    assert found == quoted
    assert [(row.project.name, row.interview) for row in matrix.rows] == [
        *(("plein", "a.txt"), ("plein", "b.docx"), ("plein", "c.vtt"), ("tuin", "a.txt")),
    ]


def test_matrix_leaves_empty_what_a_codebook_lacks(square, garden, tmp_path):
    fewer = Codebook(goals=garden.codebook.goals, themes=garden.codebook.themes[5:])
    moved = Codebook(
        goals=garden.codebook.goals,
        themes=tuple(t.model_copy(update={"valence": "positive"}) for t in garden.codebook.themes),
    )

    lines = list(csv.reader(write_matrix([square, replace(garden, codebook=fewer)], tmp_path / "m.csv").open()))

    assert lines[0][:4] == ["project", "interview", "nagekeken", "participation_valued"]
    assert [line[3] for line in lines[1:]] == ["0", "0", "0", ""]
    assert len(set(theme_matrix([square, replace(garden, codebook=moved)]).headings)) == 13 + 6


def test_workbook_has_matrix_quotes_and_codebook(square, garden, tmp_path):
    path = write_xlsx([square, garden], tmp_path / "a.xlsx")

    matrix = rows_of(path, "Matrix")
    place = matrix[3].index("Radiostilte en gebrek aan terugkoppeling")
    assert [row[place] for row in matrix[4:8]] == [1, 1, 0, 0]
    assert matrix[1][4] == "Verteld door (bewoners)"
    assert [matrix[row][place] for row in (1, 2)] == [2, 4]
    assert [row[3] for row in matrix[4:8]] == ["a.txt", "b.docx", "c.vtt", "a.txt"]
    assert matrix[8][0].startswith("Gelezen: 4 gesprekken")
    quotes = rows_of(path, "Citaten")
    assert [row[0] for row in quotes[1:]] == [record.text for record in quote_records([square, garden])]
    assert quotes[1][1] == (
        "2. Het versterken van de relatie tussen de gemeente en haar inwoners › Wat kan beter › "
        "Radiostilte en gebrek aan terugkoppeling"
    )
    assert len(rows_of(path, "Codeboek")) == 14


def test_workbook_has_no_formulas_and_the_same_bytes_each_time(square, tmp_path):
    path = write_xlsx(square, tmp_path / "a.xlsx")

    for sheet in openpyxl.load_workbook(path):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    first = path.read_bytes()
    assert write_xlsx([square], tmp_path / "b.xlsx").read_bytes() == first


def test_csv_parquet_and_records_are_the_same(square, garden, tmp_path):
    records = [asdict(record) for record in quote_records([square, garden])]
    stored = {(r.name, i.id): i.text for r in (square, garden) for i in r.interviews}

    table = pq.read_table(write_parquet([square, garden], tmp_path / "a.parquet"))
    data = write_csv([square, garden], tmp_path / "a.csv").read_bytes()

    assert table.to_pylist() == records
    rows = read_csv_table(data)
    assert rows == [{key: str(value) for key, value in record.items()} for record in records]
    for row in rows:
        assert row["text"] == stored[row["project"], row["interview"]][int(row["start"]) : int(row["end"])]


def test_json_has_everything_and_the_same_bytes_each_time(square, garden, memos, tmp_path):
    path = write_json([square, garden], tmp_path / "a.json", memos=memos)

    document = json.loads(path.read_text("utf-8"))
    project = document["projects"][0]
    texts = {interview["file"]: interview["text"] for interview in project["interviews"]}
    assert all(texts[f["interview"]][f["start"] : f["end"]] == f["text"] for f in project["fragments"])
    assert {(c["fragment"], c["theme"], c["coder"]) for c in project["codes"]} == {
        (code.fragment, code.theme, code.coder) for code in square.codes
    }
    assert len(document["memos"]) == len(memos)
    assert "interviewers" not in project["facts"]
    shuffled = replace(square, codes=square.codes[::-1], fragments=square.fragments[::-1])
    again = write_json([shuffled, garden], tmp_path / "b.json", memos=memos[::-1])
    assert again.read_bytes() == path.read_bytes()
