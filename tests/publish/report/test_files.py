"""The files themselves: real Word structure, a tagged PDF, a page that stands alone; the same bytes each time."""

import datetime as dt
import io
import itertools
import re
import zipfile

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from narratief.domain.errors import InputError
from narratief.publish.charts.words import ALT_WORDS
from narratief.publish.report.docx import render_docx
from narratief.publish.report.html import render_html
from narratief.publish.report.model import Document, Figure, Paragraph, Table, words
from narratief.publish.report.pdf import render_pdf
from narratief.publish.report.project import project_report

from .projects import hall, sample
from .reading import text_of_docx, text_of_html, text_of_pdf

RENDERERS = {"docx": render_docx, "pdf": render_pdf, "html": render_html}
READERS = {"docx": text_of_docx, "pdf": text_of_pdf, "html": text_of_html}


@pytest.fixture(scope="module")
def document():
    return project_report(hall(), date=dt.date(2026, 11, 24))


@pytest.fixture(scope="module")
def word(document):
    return render_docx(document)


@pytest.mark.parametrize("form", RENDERERS)
def test_the_same_report_gives_the_same_bytes(document, form):
    assert RENDERERS[form](document) == RENDERERS[form](project_report(hall(), date=dt.date(2026, 11, 24)))


@pytest.mark.parametrize("form", RENDERERS)
def test_a_draft_is_marked_in_every_format(form):
    draft, confirmed = (RENDERERS[form](project_report(hall(), confirmed=each)) for each in (False, True))
    whole = {"html": lambda data: data.decode()}.get(form, READERS[form])

    assert re.search("concept", whole(draft), re.IGNORECASE)
    assert not re.search("concept", whole(confirmed).partition("</style>")[2] or whole(confirmed), re.IGNORECASE)


@pytest.mark.parametrize("form", RENDERERS)
def test_odd_signs_in_words_of_residents_survive(form):
    odd = "Zei ze: <b>#let x = 1</b> $2 & *sterren* _streep_ `tik` \\pad @naam [haak] “aanhaling” – 50% ~ ~ {{ 7 }}"
    document = Document("T #1 <i>", "S", "K", False, (), (Paragraph(words(odd)),))

    made = READERS[form](RENDERERS[form](document))

    assert re.sub(r"\s+", "", odd) in re.sub(r"\s+", "", made)


def test_word_has_real_styles_headings_and_dutch(word):
    made = docx.Document(io.BytesIO(word))
    styles = {paragraph.style.name for paragraph in made.paragraphs}

    assert {
        "Title",
        "Heading 1",
        "Heading 2",
        "Caption",
        "List Bullet",
        "Citaat gaat goed",
        "Citaat kan beter",
    } <= styles
    assert made.core_properties.language == "nl-NL"
    assert made.core_properties.title == "Buurthuis <De Hal> & plein"
    languages = {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}


def test_word_tables_repeat_their_header_and_rows_stay_whole(word, document):
    made = docx.Document(io.BytesIO(word))
    dressed = [table for table in made.tables if table.style.name == "Narratief tabel"]

    assert len(dressed) == sum(isinstance(block, Table) for block in document.blocks)
    for table in dressed:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert all(table.rows for table in made.tables)


def test_word_captions_are_numbered_by_fields(word):
    body = docx.Document(io.BytesIO(word)).element.body
    fields = [each.get(qn("w:instr")).split()[:2] for each in body.iter(qn("w:fldSimple"))]

    assert ["SEQ", "Tabel"] in fields
    assert ["SEQ", "Figuur"] in fields


def test_word_pictures_have_an_alternative_text(word, document):
    body = docx.Document(io.BytesIO(word)).element.body
    alts = [
        each.get("descr")
        for each in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]

    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert alts == [alt for figure in figures for _, alt in figure.on_pages]
    assert {figure.alt for figure in figures} <= set(alts)
    assert len(alts) == len(set(alts)) > len(figures)


def test_word_links_lead_to_bookmarks(word):
    body = docx.Document(io.BytesIO(word)).element.body
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}

    assert links <= marks
    assert any(link.startswith("citaat_") for link in links)


@pytest.mark.parametrize("suffix", [".docx", ".dotx"])
def test_a_template_of_the_house_keeps_its_styles_and_footer(tmp_path, document, suffix):
    house = docx.Document()
    house.styles["Heading 1"].font.size = Pt(33)
    house.sections[0].footer.paragraphs[0].text = "Gemeente Voorbeeld"
    house.add_paragraph("Voorbeeldtekst die weg moet")
    path = tmp_path / f"huisstijl{suffix}"
    house.save(path)
    if suffix == ".dotx":
        parts = zipfile.ZipFile(path)
        contents = {name: parts.read(name) for name in parts.namelist()}
        contents["[Content_Types].xml"] = contents["[Content_Types].xml"].replace(
            b"document.main+xml", b"template.main+xml"
        )
        with zipfile.ZipFile(path, "w") as out:
            for name, data in contents.items():
                out.writestr(name, data)

    made = docx.Document(io.BytesIO(render_docx(document, path)))

    assert made.styles["Heading 1"].font.size == Pt(33)
    assert made.sections[0].footer.paragraphs[0].text == "Gemeente Voorbeeld"
    assert "Voorbeeldtekst" not in text_of_docx(render_docx(document, path))
    assert "CONCEPT" in [paragraph.text for paragraph in made.sections[0].header.paragraphs]


def test_a_template_that_is_no_word_file_is_told_in_dutch(tmp_path, document):
    path = tmp_path / "huisstijl.dotx"
    path.write_bytes(b"geen zip")

    with pytest.raises(InputError, match="geen Word-sjabloon"):
        render_docx(document, path)


def test_the_pdf_is_tagged_dutch_and_says_its_standard(document):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document)))

    assert reader.trailer["/Root"]["/Lang"].startswith("nl")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.metadata.title == document.title
    assert all("/LiberationSans" not in str(page["/Resources"]["/Font"]) for page in reader.pages)


def test_an_alternative_text_is_short_enough_to_hear(document):
    alts = [block.alt for block in document.blocks if isinstance(block, Figure)]

    assert alts
    assert all(len(alt.split()) <= ALT_WORDS for alt in alts)


def test_the_pdf_carries_alternative_texts(document):
    data = render_pdf(document)
    reader = pypdf.PdfReader(io.BytesIO(data))
    alts = [str(each.get_object()["/Alt"]) for each in _objects(reader) if "/Alt" in each.get_object()]

    for figure in (block for block in document.blocks if isinstance(block, Figure)):
        assert figure.alt in alts


def _objects(reader):
    for number in range(1, len(reader.xref_objStm) + sum(len(each) for each in reader.xref.values()) + 1):
        found = pypdf.generic.IndirectObject(number, 0, reader)
        try:
            if isinstance(found.get_object(), dict):
                yield found
        except pypdf.errors.PdfReadError:
            continue


def test_the_page_needs_nothing_from_outside_and_escapes(document):
    page = render_html(document).decode()

    assert "Buurthuis &lt;De Hal&gt; &amp; plein" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "default-src 'none'" in page
    assert '<html lang="nl">' in page


def test_the_page_has_alternative_texts_headings_in_order_and_working_links(document):
    page = render_html(document).decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    ids = re.findall(r'id="([^"]+)"', page)

    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert not re.search(r'<img(?![^>]*alt="[^"]+")', page)


def test_no_file_names_of_interviews_are_published():
    document = project_report(sample("gebiedsproces-broekerveld"))
    for form, render in RENDERERS.items():
        assert "interview-0" not in READERS[form](render(document))


@pytest.mark.parametrize("sign", ["😀", "العربية", "中"])
def test_a_sign_that_no_font_has_does_not_stop_the_pdf(sign):
    document = Document("T", "S", "K", False, (), (Paragraph(words(f"Ze stuurde {sign} terug.")),))

    assert "terug" in text_of_pdf(render_pdf(document))
