"""The words of every publication: whole placeholders, spoken periods, nothing for its maker, and what still waits."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from narratief.domain.result import ProjectResult
from narratief.publish.formats import FORMATS, ExportContent
from narratief.synthesis import overall_synthesis, project_synthesis
from narratief.synthesis.html import overall_page, project_page
from tests.publish.report.projects import sample
from tests.publish.report.reading import text_of_docx, text_of_html, text_of_pdf
from tests.synthesis.conftest import make_result

NAMES = ("herinrichting-lindenlaan", "omgeving-stationskwartier", "wijkverkeersplan-noorderhaven")
WAITING = 37

YEARS = re.compile(r"(?<!tekens )\b(?:19|20)\d\d(?:-\d\d)?\s?[-/–]\s?(?:19|20)\d\d\b")
"""A period as nobody says it; places of words in a text are none."""
PERIOD = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
CUT = re.compile(r"\[[A-Z]{4,}(?:-\d*)?(?![A-Z\d-]*\])|(?<!\[)\b(?:PERSOON|ADRES|PLEK)-?\d*\]")
DOUBLED = re.compile(r"\[[A-Z]+-\d+\](?:-\d+)?\]|(\[[A-Z]+-\d+\])\s*\1|\[\[[A-Z]|\[[A-Z]+-\d+\[")
FOR_MAKERS = re.compile(
    r"project\.yaml|codebook\.yaml|\bvul\b|\bNone\b|\bnan\b|NARRATIEF_|\{\{|\bTODO\b", re.IGNORECASE
)


def text_of_xlsx(data: bytes) -> str:
    """All strings of all sheets, but periods that stand in cells of their own, as data."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(value for value in cells if isinstance(value, str) and not PERIOD.fullmatch(value))


def text_of_page(data: bytes) -> str:
    """All that a page shows: without its style and script."""
    shown = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", data.decode())
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:mark|b|span)\b[^>]*>", "", shown)))


READERS: dict[str, Callable[[bytes], str]] = {
    "verslag-docx": text_of_docx,
    "verslag-pdf": text_of_pdf,
    "verslag-html": text_of_html,
    "impuls-docx": text_of_docx,
    "impuls-pdf": text_of_pdf,
    "xlsx": text_of_xlsx,
    "synthese": text_of_page,
}


@cache
def hidden(name: str, every: int = 17) -> ProjectResult:
    """A sample project as a person reviewed it, with a placeholder for every so many words of its residents."""
    told = sample(name)
    talks: dict[str, list[tuple[str, list[str]]]] = {}
    for number, fragment in enumerate(told.fragments):
        words = fragment.text.split()
        for at in range(number % every, len(words), every):
            words[at] = f"[{('PERSOON', 'ADRES', 'PLEK')[at % 3]}-{1 + at % 14}]"
        themes = [code.theme for code in told.codes if code.fragment == fragment.id]
        talks.setdefault(fragment.interview, []).append((" ".join(words), themes))
    made = make_result(talks, name=name, facts=told.facts)
    return replace(made, codes=tuple(replace(code, coder="Ans de Vries") for code in made.codes))


@cache
def in_part(name: str) -> ProjectResult:
    """The same with one interview less reviewed, and suggestions that wait."""
    whole = hidden(name)
    files = sorted(interview.id for interview in whole.interviews)
    return replace(whole, reviewed=frozenset(files[1:]), waiting=WAITING)


def words_of(name: str, results: list[ProjectResult], folder: Path, least: int = 100) -> str:
    """The text of one format as published, pages of a PDF run together."""
    if name == "synthese":
        projects = [project_synthesis(result.counted()) for result in results]
        page = project_page(projects[0]) if len(projects) == 1 else overall_page(overall_synthesis(projects))
        return text_of_page(page)
    made = FORMATS[name]
    content = ExportContent(results if len(results) > 1 else results[0], least=least)
    path = made.export(content, folder / f"uit{made.suffix}")
    return READERS[name](path.read_bytes())


def contexts(pattern: re.Pattern[str], text: str) -> list[str]:
    return [text[max(found.start() - 40, 0) : found.end() + 20] for found in pattern.finditer(text)]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("names", [NAMES[:1], NAMES[1:2], NAMES], ids=["few", "enough", "together"])
def test_no_publication_has_broken_words_or_instructions(form, names, tmp_path):
    text = words_of(form, [hidden(name) for name in names], tmp_path)

    assert len(text.split()) > 300
    assert contexts(CUT, text) == []
    assert contexts(DOUBLED, text) == []
    assert contexts(FOR_MAKERS, text) == []
    assert contexts(YEARS, text) == []


@pytest.mark.parametrize("form", [form for form in READERS if form != "xlsx"])
def test_what_still_waits_stands_in_every_document(form, tmp_path):
    text = re.sub(r"\s+", " ", words_of(form, [in_part(NAMES[1])], tmp_path))

    assert re.search(rf"\b{WAITING} voorstellen\b", text), "what waits is not told"
    assert re.search(r"\b4 van (?:de )?5 gesprekken|Van de 5 gesprekken zijn er 4 nagekeken", text)


@pytest.mark.parametrize(
    ("pattern", "wrong", "right"),
    [
        (CUT, "zei [PERSOON-1 en toen", "zei [PERSOON-1] en toen [lacht] (PERSOON)"),
        (CUT, "zei PERSOON-12] toen", "[ADRES-12]. [PLEK-3],"),
        (DOUBLED, "[PERSOON-1] [PERSOON-1] zei", "[PERSOON-1] en [PERSOON-1]"),
        (DOUBLED, "[[PERSOON-1]]", "[PERSOON-1] [PERSOON-2]"),
        (YEARS, "Dit liep van 2021-2025.", "Dit liep van 2021 tot en met 2025, in 2024."),
        (FOR_MAKERS, "Vul ze in bij het project", "vult het team zelf in; de invulling"),
    ],
)
def test_the_patterns_tell_wrong_from_right(pattern, wrong, right):
    assert pattern.search(wrong)
    assert not pattern.search(right)
