# ruff: noqa: E501
"""Word documents with everything that Word and its users put in them."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from .builders import W, docx, docx_xml, p, w_paragraph, w_run, w_table, zipped
from .check import check

WANTED = "i Wie bent u?\nr Truus, van hiernaast.\ni Waar woont u?\nr Hier."


def para(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def body(third: str = "Waar woont u?", second: str = w_run("R: Truus, van hiernaast.")) -> str:
    return w_paragraph(p("I: Wie bent u?")) + para(second) + w_paragraph(p(f"I: {third}")) + w_paragraph(p("R: Hier."))


AC = (
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>Kader</w:t></w:r></w:p>"
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Kader</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
)
FIELD = (
    w_run("R: Truus, ")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://x" </w:instrText></w:r>'
    + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + w_run("van hiernaast.")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
INLINE = {
    "tracked insertion": w_run("R: Truus, ") + f"<w:ins w:id='1' w:author='x'>{w_run('van hiernaast.')}</w:ins>",
    "tracked deletion": w_run("R: Truus, ")
    + "<w:del w:id='1'><w:r><w:delText>van ver weg, </w:delText></w:r></w:del>"
    + w_run("van hiernaast."),
    "inserted label": f"<w:ins w:id='1'>{w_run('R: ')}</w:ins>" + w_run("Truus, van hiernaast."),
    "moved text": w_run("R: ")
    + f"<w:moveFrom w:id='1'>{w_run('zomaar ')}</w:moveFrom><w:moveTo w:id='2'>{w_run('Truus, ')}</w:moveTo>"
    + w_run("van hiernaast."),
    "content control": w_run("R: ")
    + f"<w:sdt><w:sdtPr/><w:sdtContent>{w_run('Truus, ')}</w:sdtContent></w:sdt>"
    + w_run("van hiernaast."),
    "insertion in content control in hyperlink": w_run("R: ")
    + f"<w:hyperlink><w:sdt><w:sdtContent><w:ins w:id='3'>{w_run('Truus, ')}</w:ins></w:sdtContent></w:sdt></w:hyperlink>"
    + w_run("van hiernaast."),
    "smart tag and simple field": f"{w_run('R: ')}<w:smartTag>{w_run('Truus, ')}</w:smartTag>"
    f"<w:fldSimple w:instr='X'>{w_run('van hiernaast.')}</w:fldSimple>",
    "complex field": FIELD,
    "label in pieces": "".join(w_run(piece) for piece in ("R", ":", " Tru", "us, van", " hier", "naast.")),
    "hidden text": w_run("R: Truus, ")
    + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim </w:t></w:r>"
    + w_run("van hiernaast."),
    "text box": w_run("R: Truus, ") + f"<w:r>{AC}</w:r>" + w_run("van hiernaast."),
    "footnote mark": w_run("R: Truus, ") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + w_run("van hiernaast."),
    "comment range": "<w:commentRangeStart w:id='0'/>"
    + w_run("R: Truus, van hiernaast.")
    + "<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>",
    "soft hyphen": w_run("R: Truus, van hier") + "<w:r><w:softHyphen/></w:r>" + w_run("naast."),
}


@pytest.mark.parametrize("case", INLINE)
def test_inside_a_paragraph(tmp_path, case):
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{w_paragraph(p("Noot van mij."))}</w:footnote></w:footnotes>'
    )

    interview = check(tmp_path, "a.docx", docx_xml(body(second=INLINE[case]), footnotes=notes), WANTED)

    assert any("tekstvak" in warning for warning in interview.warnings) == (case == "text box")
    assert any("voetnoten" in warning for warning in interview.warnings) == (case == "footnote mark")


def test_block_content_control_and_inserted_table(tmp_path):
    second = f"<w:sdt><w:sdtContent>{w_paragraph(p('R: Truus, van hiernaast.'))}</w:sdtContent></w:sdt>"
    rest = w_table([["I", "Waar woont u?"], ["R", "Hier."]])

    check(tmp_path, "a.docx", docx_xml(w_paragraph(p("I: Wie bent u?")) + second + rest), WANTED)


def test_placeholder_is_not_speech(tmp_path):
    holder = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{w_paragraph(p('Klik om te typen'))}</w:sdtContent></w:sdt>"

    check(tmp_path, "a.docx", docx_xml(body() + holder), WANTED)


def test_deleted_paragraph_mark_joins(tmp_path):
    second = para(w_run("R: Truus, "), "<w:rPr><w:del w:id='4'/></w:rPr>") + para(w_run("van hiernaast."))
    content = (
        w_paragraph(p("I: Wie bent u?")) + second + w_paragraph(p("I: Waar woont u?")) + w_paragraph(p("R: Hier."))
    )

    check(tmp_path, "a.docx", docx_xml(content), WANTED)


def test_headers_footers_comments_are_not_speech(tmp_path):
    other = f'<w:hdr xmlns:w="{W}">{w_paragraph(p("R: Vertrouwelijk"))}</w:hdr>'

    check(tmp_path, "a.docx", docx_xml(body(), header1=other, footer1=other, comments=other), WANTED)


def test_strict_namespace(tmp_path):
    data = docx_xml(body())
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: part.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, part in parts.items()
    }

    check(tmp_path, "a.docx", zipped(strict), WANTED)


def test_teams_document(tmp_path):
    def turn(name: str, time: str, text: str) -> str:
        return para(w_run(name, "b") + w_run(f"   {time}\n{text}"))

    content = (
        para(w_run("Interview Broekerveld-20250303_140211-Opname vergadering"))
        + para(w_run("3 maart 2025, 01:02PM"))
        + para(w_run("32m 11s"))
    )
    content += para(w_run("Vries, Sanne de", "b") + w_run(" heeft de transcriptie gestart"))
    content += turn("Vries, Sanne de", "0:03", "Wie bent u?") + turn("Truus Bakker", "0:07", "Truus, van hiernaast.")
    content += turn("Vries, Sanne de", "1:03", "Waar woont u?") + turn("Truus Bakker", "1:07", "Hier.")
    content += para(w_run("Vries, Sanne de", "b") + w_run(" heeft de transcriptie gestopt"))

    check(tmp_path, "a.docx", docx_xml(content), WANTED)


STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="Vraag" w:type="paragraph"><w:name w:val="Vraag"/><w:rPr><w:i/></w:rPr>'
    '</w:style><w:style w:styleId="Kop2" w:type="paragraph"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Sub" w:type="paragraph"><w:name w:val="Sub"/><w:basedOn w:val="Vraag"/></w:style>'
    '<w:style w:styleId="Lus" w:type="paragraph"><w:name w:val="Lus"/><w:basedOn w:val="Lus"/></w:style>'
    '<w:style w:styleId="TOC1" w:type="paragraph"><w:name w:val="toc 1"/></w:style></w:styles>'
)


@pytest.mark.parametrize("style", ["Vraag", "Sub", "Kop2"])
def test_questions_in_a_style(tmp_path, style):
    content = "".join(
        w_paragraph(p(text, style=name))
        for text, name in (
            ("Wie bent u?", style), ("Truus, van hiernaast.", ""), ("Waar woont u?", style), ("Hier.", "Lus"),
            ("Vertel daar eens iets over.", style), ("Nee.", ""), ("En waarom niet?", style), ("Daarom.", ""),
        )
    )  # fmt: skip

    check(
        tmp_path,
        "a.docx",
        docx_xml(content, styles=STYLES),
        WANTED + "\ni Vertel daar eens iets over.\nr Nee.\ni En waarom niet?\nr Daarom.",
    )


def test_table_of_contents_and_headings_are_not_speech(tmp_path):
    front = w_paragraph(p("Interview 4 ... 1", style="TOC1")) + w_paragraph(p("Interview 4", style="Kop2"))
    inside = w_paragraph(p("R: Hier.")) + w_paragraph(p("De avonden", style="Kop2"))

    check(tmp_path, "a.docx", docx_xml(front + body() + inside, styles=STYLES), WANTED.replace("Hier.", "Hier. Hier."))


def test_numbered_list_questions(tmp_path):
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    texts = ["Wie bent u?", "Truus, van hiernaast.", "Waar woont u?", "Hier.", "Hoe lang al?", "Lang."]
    content = "".join(para(w_run(text), number if at % 2 == 0 else "") for at, text in enumerate(texts))

    check(tmp_path, "a.docx", docx_xml(content), WANTED + "\ni Hoe lang al?\nr Lang.")


def test_coloured_answers(tmp_path):
    texts = ["Wie bent u?", "Truus, van hiernaast.", "Waar woont u?", "Hier.", "Hoe lang al?", "Lang. Hè?"]
    colour = '<w:r><w:rPr><w:color w:val="0070C0"/></w:rPr><w:t>'
    content = "".join(
        para(w_run(text) if at % 2 == 0 else f"{colour}{text}</w:t></w:r>") for at, text in enumerate(texts)
    )

    check(tmp_path, "a.docx", docx_xml(content), WANTED + "\ni Hoe lang al?\nr Lang. Hè?")


def test_table_with_facts_then_table_with_talk(tmp_path):
    facts = [["Datum", "3 maart"], ["Respondent", "4"], ["Interviewer", "Sanne"], ["Locatie", "Thuis"]]
    talk = [
        ["Wie", "Uitspraak", "Opmerking"],
        ["I", "Wie bent u?", ""],
        ["R", "Truus,", "aarzelt lang voordat ze dit zegt, zie ook de notities"],
        ["", "van hiernaast.", ""],
        ["I", "Waar woont u?", ""],
        ["R", "Hier.", "wijst"],
    ]

    check(tmp_path, "a.docx", docx([facts, p(""), talk]), WANTED)


def test_several_paragraphs_in_a_cell(tmp_path):
    cell = w_paragraph(p("Truus,")) + w_paragraph(p("van hiernaast."))
    rows = f"<w:tr><w:tc>{w_paragraph(p('Sanne'))}</w:tc><w:tc>{w_paragraph(p('Wie bent u?'))}</w:tc></w:tr>"
    rows += f"<w:tr><w:tc>{w_paragraph(p('Truus'))}</w:tc><w:tc>{cell}</w:tc></w:tr>"
    rows += f"<w:tr><w:tc>{w_paragraph(p('Sanne'))}</w:tc><w:tc>{w_paragraph(p('Waar woont u?'))}</w:tc></w:tr>"
    rows += f"<w:tr><w:tc>{w_paragraph(p('Truus'))}</w:tc><w:tc>{w_paragraph(p('Hier.'))}</w:tc></w:tr>"

    check(tmp_path, "a.docx", docx_xml(f"<w:tbl>{rows}</w:tbl>"), WANTED)


def test_columns_named_after_speakers(tmp_path):
    talk = [["Interviewer", "Bewoner"], ["Wie bent u?", ""], ["", "Truus, van hiernaast."], ["Waar woont u?", "Hier."]]

    check(tmp_path, "a.docx", docx([talk]), WANTED)


def test_layout_table_with_labels_in_one_cell(tmp_path):
    cell = "".join(
        w_paragraph(p(text)) for text in ("I: Wie bent u?", "R: Truus, van hiernaast.", "I: Waar woont u?", "R: Hier.")
    )

    check(tmp_path, "a.docx", docx_xml(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"), WANTED)


def test_file_written_by_python_docx(tmp_path):
    document = python_docx.Document()
    document.add_heading("Interview 4", 0)
    document.sections[0].header.paragraphs[0].text = "R: Vertrouwelijk"
    for name, text in (
        ("Sanne", "Wie bent u?"),
        ("Truus", "Truus, van hiernaast."),
        ("Sanne", "Waar woont u?"),
        ("Truus", "Hier."),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}:").bold = True
        paragraph.add_run(f" {text}")
    buffer = io.BytesIO()
    document.save(buffer)

    check(tmp_path, "a.docx", buffer.getvalue(), WANTED)
