"""A reader who has only the document finds at once what was evaluated, with whom, what they told, what is unsure."""

import datetime as dt
import io
import re
from dataclasses import replace

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from narratief.domain.result import ProjectResult
from narratief.publish.imprint import Imprint
from narratief.publish.report.case import case_of
from narratief.publish.report.docx import render_docx
from narratief.publish.report.model import Bullets, Cite, Count, Heading, Quotation, Table
from narratief.publish.report.overall import overall_report
from narratief.publish.report.pdf import render_pdf
from narratief.publish.report.project import project_report
from narratief.synthesis.trust_words import HEADING
from narratief.turning_points import find_turning_points
from tests.synthesis.conftest import make_result

from .projects import hall, sample
from .reading import lines, plain, squeezed, text_of_docx

IMPRINT = Imprint("Gemeente Voorbeeld", "Team participatie", dt.date(2026, 11, 24))


def confirmed(result: ProjectResult) -> ProjectResult:
    return replace(result, codes=tuple(replace(code, coder="Ans") for code in result.codes))


def test_the_first_page_holds_the_facts_the_summary_and_what_is_unsure():
    report = project_report(confirmed(hall()), confirmed=True, imprint=IMPRINT)
    first = squeezed(pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages[0].extract_text())

    for said in (
        "Buurthuis <De Hal> & plein",
        "Gemeente Voorbeeld",
        "Team participatie",
        "24 november 2026",
        "februari 2023 tot en met juni 2024",
        "3 bewoners",
        "Samenvatting",
        "stilte na de inbreng, verteld door 2 van de 3 bewoners",
        "Wat is onzeker?",
        "Een nieuw buurthuis.",
        "Het vaakst gaat het over stilte na de inbreng.",
        "Het is geen peiling",
    ):
        assert squeezed(said) in first
    assert squeezed("Inhoud") not in first
    assert render_pdf(report) == render_pdf(report)


def test_what_is_told_most_is_named_only_when_nothing_else_is_told_as_often():
    def said(told):
        talks = {f"{n}.txt": [("Dat is zo.", [theme for theme, by in told.items() if n < by])] for n in range(5)}
        line = plain(project_report(confirmed(make_result(talks)), confirmed=True).summary[1].line)
        return line.partition("Het vaakst gaat het over ")[2]

    assert said({"feedback_silence": 4, "influence_doubt": 3, "active_role": 2, "decision_opacity": 1}) == (
        "stilte na de inbreng, over twijfel over invloed en over een echte rol voor bewoners."
    )
    assert said({"feedback_silence": 4, "influence_doubt": 2, "active_role": 2, "decision_opacity": 2}) == (
        "stilte na de inbreng."
    )
    assert said(dict.fromkeys(["feedback_silence", "influence_doubt", "active_role", "decision_opacity"], 2)) == ""
    assert said({"feedback_silence": 1}) == ""


def test_the_summary_has_a_line_per_goal_and_three_quotes_of_three_residents():
    result = confirmed(sample("gebiedsproces-broekerveld"))
    report = project_report(result, confirmed=True)
    evidence = case_of(result, find_turning_points(result), confirmed=True).evidence
    speakers = {evidence.numbers[fragment.id]: fragment.interview for fragment in evidence.fragments}
    quotes = [block for block in report.summary if isinstance(block, Quotation)]
    counts = [part for block in report.summary for line in getattr(block, "items", ()) for part in line]

    assert len({speakers[quote.number] for quote in quotes}) == len(quotes) == 3
    assert sum(isinstance(part, Count) for part in counts) >= 3
    told = [found for found in report.headings if found.level == 1]
    assert [heading.id for heading in told[:2]] == ["samenvatting", "conclusies"]


def test_certainty_is_explained_once_and_nobody_is_told_to_fill_in():
    for report in (
        project_report(confirmed(hall(costs=None, participation_level=None)), confirmed=True),
        overall_report([confirmed(hall()), confirmed(sample("herinrichting-lindenlaan"))], confirmed=True),
    ):
        said = " ".join(plain(line) for line in lines(report))
        titles = [block.text for block in report.blocks if isinstance(block, Heading)]
        assert sum(HEADING[1:] in title for title in titles) == 1
        assert "Mens en computer: nog niet vergeleken" not in said
        assert "gemiddeld 0," not in said
        assert not re.search(r"\bVul\b|niet ingevuld|voordat u dit deelt", said)


def test_no_statement_has_a_row_of_numbers():
    report = overall_report([confirmed(sample("gebiedsproces-broekerveld")), confirmed(sample("vernieuwing-beekpark"))])
    tables = [line for block in report.blocks if isinstance(block, Table) for row in block.rows for line in row]
    cites = [part for line in lines(report) if line not in tables for part in line if isinstance(part, Cite)]

    assert max(len(cite.numbers) for cite in cites) <= 6
    assert any(re.fullmatch(r"\[A\d+, B\d+ en nog \d+\]", cite.text) for cite in cites)


def test_word_has_a_table_of_contents_that_asks_for_page_numbers():
    made = docx.Document(io.BytesIO(render_docx(project_report(confirmed(hall()), confirmed=True, imprint=IMPRINT))))
    body = made.element.body
    fields = [each.get(qn("w:instr")).split()[:2] for each in body.iter(qn("w:fldSimple"))]
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}

    pages = [name for kind, name in fields if kind == "PAGEREF"]
    assert len(pages) > 8
    assert set(pages) <= marks
    assert made.settings.element.find(qn("w:updateFields")) is not None
    assert made.core_properties.author == "Team participatie"
    text = text_of_docx(render_docx(project_report(confirmed(hall()), confirmed=True, imprint=IMPRINT)))
    assert text.index("Samenvatting") < text.index("Inhoud") < text.index("Conclusies", text.index("Inhoud"))
    short = next(table for table in made.tables if table.style.name == "Narratief tabel")
    assert all(p.paragraph_format.keep_with_next for cell in short.rows[0].cells for p in cell.paragraphs)


def test_a_long_word_in_a_title_stays_on_the_page_and_other_titles_are_not_broken():
    long = "Gemeenschapsvoorzieningenontwikkelingsprogramma"
    for title, broken in ((f"{long} Oost", True), ("Herinrichting van de Lindenlaan en de Parallelstraat", False)):
        report = project_report(hall(title=title), imprint=IMPRINT)
        first = pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages[0].extract_text()

        assert squeezed(title) in squeezed(re.sub("[-\u2010\u00ad]\\n", "\n", first))
        assert any(long in line for line in first.splitlines()) is False
        assert bool(re.search("[-\u2010\u00ad]$", first.partition("Wat bewoners")[0], re.MULTILINE)) is broken


def test_in_word_the_conclusions_follow_the_contents_without_an_empty_page():
    report = project_report(confirmed(hall()), confirmed=True, imprint=IMPRINT)
    paragraphs = list(docx.Document(io.BytesIO(render_docx(report))).paragraphs)
    after = paragraphs[next(at for at, each in enumerate(paragraphs) if each.text == "Inhoud") :]
    until = next(at for at, each in enumerate(after) if each.text == "Conclusies" and "Heading" in each.style.name)

    listed = next(at for at, each in enumerate(paragraphs) if each.text == "Inhoud")
    assert not any(each._p.xpath(".//w:br[@w:type='page']") for each in paragraphs[:listed])
    assert not any(each._p.xpath(".//w:br[@w:type='page']") for each in after[:until])


def lowest_line(page) -> float:
    """How far above the foot of the page, in points, its last line above the page number stands."""
    heights: list[float] = []

    def note(text, whole, place, _font, _size):
        height = place[5] * whole[3] + whole[5]
        if text.strip() and height > FOOT:
            heights.append(height)

    page.extract_text(visitor_text=note)
    return min(heights)


def findings_of(data: bytes) -> list[pypdf.PageObject]:
    """The pages before the annexes, which start on pages of their own; the last of them ends where the text ends."""
    pages = list(pypdf.PdfReader(io.BytesIO(data)).pages)
    annex = [squeezed("Bijlage 2: alle thema's") in squeezed(page.extract_text()) for page in pages]
    return pages[: annex.index(True, 2) - 1]


FOOT = 26 / 25.4 * 72
"""The lower margin of a page, in points."""


@pytest.mark.parametrize(
    "names",
    [
        ("windpark-hoogeveld",),
        ("herinrichting-lindenlaan", "windpark-hoogeveld"),
        ("gebiedsproces-broekerveld", "herinrichting-lindenlaan", "vernieuwing-beekpark", "windpark-hoogeveld"),
    ],
)
def test_no_page_is_half_empty(names):
    results = [confirmed(sample(name)) for name in names]
    told = {"confirmed": True, "imprint": IMPRINT}
    report = overall_report(results, **told) if len(results) > 1 else project_report(results[0], **told)
    pages = findings_of(render_pdf(report))

    assert len(pages) > 5
    assert [lowest_line(page) for page in pages if lowest_line(page) > float(page.mediabox.height) * 0.4] == []


def test_a_summary_longer_than_its_page_is_followed_by_the_contents():
    long = hall(description="Een plan " * 450)
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(project_report(confirmed(long), confirmed=True)))).pages
    at = next(number for number, page in enumerate(pages) if "Inhoud" in page.extract_text())

    assert at > 0
    assert "onzeker" in pages[at].extract_text()


def test_pages_are_numbered_however_far_the_summary_fills_its_page():
    """Where the summary ends decides whether a page break follows; that once moved the place that decided."""
    report = project_report(confirmed(hall()), confirmed=True, imprint=IMPRINT)
    told = next(block for block in report.summary if isinstance(block, Bullets))
    begins = set()
    for more in range(0, 16, 3):
        longer = replace(report, summary=(*report.summary, *[replace(told, items=told.items[:1])] * more))
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(longer))).pages]
        assert [squeezed(page).count(f"{at}/{len(pages)}") for at, page in enumerate(pages, 1)] == [1] * len(pages)
        begins.add(next(at for at, page in enumerate(pages, 1) if squeezed(page).count("Inhoud")))
    assert begins == {2}
