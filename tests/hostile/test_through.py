# ruff: noqa: E501, RUF005
"""Hostile transcripts on their whole way: what can be read can be pseudonymised, coded and published, or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.domain.project import ProjectFacts
from narratief.domain.result import ProjectResult
from narratief.pipeline.pseudonymisation import pseudonymise_loose
from narratief.pipeline.tagging import analyse, tagger_for
from narratief.publish.formats import FORMATS, ExportContent
from narratief.publish.refi import read_qdpx
from narratief.transcripts.read import read_transcript
from tests.hostile.case import Case
from tests.hostile.make import CASES

SMALL = 30_000
"""Bytes of a file of the corpus that goes the whole way; larger ones are about reading, and cost minutes here."""

ODD = [case for case in CASES if case.reader == "transcripts"]
PIECES = st.sampled_from(
    ["ja", "\n", " ", "Ik ben Jan de Boer.", "Kerkstraat 12, 1234 AB Utrecht", "06-12345678", "06" * 40, "[PERSOON-1]"]
    + ["[PERSOON-99999999999999999999]", "[[", "]", "{{ 7*7 }}", "<script>alert(1)</script>", "=1+1", "@SUM(A1)", "\t"]
    + ["²", "١٢", "9" * 400, "a" * 400, "e\u0301" * 40, "\u202e", "\ufeff", "\u00a0", "\u2028", "👩🏽‍🚒🇳🇱", "İ", "ﬁ", "\U00020000"]
    + ["#quote(", "\\input{x}", "&amp;", "\x0b", "…", "''", '"', "nooit meer iets gehoord", "1 januari 0000", "31-02-2024"]
)  # fmt: skip
TURNS = st.lists(st.lists(PIECES, max_size=12).map(" ".join), min_size=1, max_size=6)


def through(interview: Interview, folder: Path, forms: tuple[str, ...]) -> None:
    """Take an interview to the end; whatever is written can be read back where a reader is at hand."""
    safe = pseudonymise_loose(interview)
    book = default_codebook()
    fragments, codes, embeddings = analyse("plein", safe, tagger_for(book))
    assert embeddings is None or len(embeddings) == len(fragments)
    result = ProjectResult("plein", ProjectFacts(title="Plein"), book, (safe,), fragments, codes)
    for name in forms:
        form = FORMATS[name]
        path = form.write(ExportContent([result]), folder / f"uit{form.suffix}")
        assert path.stat().st_size
        if name == "qdpx":
            [back] = read_qdpx(path).results
            assert back.interviews[0].text == safe.text
            assert {code.theme for code in back.codes} == {code.theme for code in codes}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=20
)
@given(
    TURNS, st.sampled_from([("xlsx", "csv"), ("qdpx",), ("verslag-html", "json"), ("verslag-docx",), ("verslag-pdf",)])
)
def test_made_up_talk(tmp_path: Path, turns: list[str], forms: tuple[str, ...]) -> None:
    lines = [f"Interviewer: Hoe was dat?\nBewoner: {turn}" for turn in turns]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    try:
        interview = read_transcript(tmp_path / "a.txt")
    except InputError:
        return
    through(interview, tmp_path, forms)


@pytest.mark.parametrize("case", ODD, ids=lambda case: case.name)
def test_corpus(tmp_path: Path, case: Case) -> None:
    data = case.make()
    if len(data) > SMALL:
        pytest.skip("about reading; see test_corpus.py")
    path = tmp_path / case.name.rpartition("/")[2]
    path.write_bytes(data)
    try:
        interview = read_transcript(path)
    except InputError:
        return
    through(interview, tmp_path, ("qdpx", "xlsx"))
