# ruff: noqa: E501
"""Rich Text from WordPad, Word and TextEdit."""

from __future__ import annotations

import pytest

from .builders import p, rtf, rtf_raw
from .check import check

WANTED = "i Wie bent u?\nr Truus, van één hoog.\ni Waar woont u?\nr Hier."
SECOND = {
    "hex letters": "R: Truus, van \\'e9\\'e9n hoog.\\par",
    "unicode with fallback": "R: Truus, van \\u233?\\u233 ?n hoog.\\par",
    "unicode without fallback": "\\uc0 R: Truus, van \\u233\\u233 n hoog.\\par\\uc1 ",
    "unicode with hex fallback": "R: Truus, van \\u233\\'e9\\u233\\'e9n hoog.\\par",
    "groups and toggles": "{\\b R\\b0 :} {Truus, {van} }\\i \\'e9\\i0\\'e9n hoog.\\par",
    "hidden and deleted": "R: Truus, {\\v geheim }van {\\deleted geen }\\'e9\\'e9n hoog.\\par",
    "footnote": "R: Truus,{\\footnote Noot.} van \\'e9\\'e9n hoog.\\par",
    "unknown destination": "R: Truus, {\\*\\iets onzin}van \\'e9\\'e9n hoog.\\par",
    "picture": "R: Truus, {\\pict\\wmetafile8 0123456789abcdef}van \\'e9\\'e9n hoog.\\par",
    "binary": "R: Truus, {\\pict\\bin5 }}{{x}van \\'e9\\'e9n hoog.\\par",
    "link": "R: {\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt Truus}}, van \\'e9\\'e9n hoog.\\par",
    "lines in the file": "R: Truus, van\r\n \\'e9\\'e9n\n hoog.\\par",
    "line break and tab": "R:\\tab Truus,\\line van \\'e9\\'e9n hoog.\\par",
    "backslash newline": "R: Truus, van \\'e9\\'e9n hoog.\\\n",
    "fixed space": "R: Truus,\\~van \\'e9\\'e9n hoog.\\par",
}


@pytest.mark.parametrize("case", SECOND)
def test_inside_a_paragraph(tmp_path, case):
    data = rtf_raw(f"I: Wie bent u?\\par\n{SECOND[case]}\nI: Waar woont u?\\par\nR: Hier.\\par")

    check(tmp_path, "a.rtf", data, WANTED)


def test_mac_code_page(tmp_path):
    data = rtf_raw("I: Wie bent u?\\par R: Truus, van \\'8e\\'8en hoog.\\par I: Waar woont u?\\par R: Hier.", "\\mac")

    check(tmp_path, "a.rtf", data, WANTED)


def test_headers_and_footers_are_not_speech(tmp_path):
    data = rtf_raw(
        "{\\header R: Vertrouwelijk\\par}{\\footer Pagina 1\\par}{\\info{\\title R: x}}I: Wie bent u?\\par R: Truus, van \\'e9\\'e9n hoog.\\par I: Waar woont u?\\par R: Hier."
    )

    check(tmp_path, "a.rtf", data, WANTED)


def test_emoji_and_euro(tmp_path):
    content = [p("I: Wie bent u?"), p("R: Truus 😀 voor € 5."), p("I: Waar woont u?"), p("R: Hier.")]

    check(tmp_path, "a.rtf", rtf(content), WANTED.replace(", van één hoog", " 😀 voor € 5"))


def test_table_with_empty_label(tmp_path):
    rows = [
        ["Interviewer", "Wie bent u?"],
        ["Bewoner", "Truus,"],
        ["", "van één hoog."],
        ["Interviewer", "Waar woont u?"],
        ["Bewoner", "Hier."],
    ]

    check(tmp_path, "a.rtf", rtf([p("Interview"), rows, p("Einde interview")]), WANTED)


def test_rtf_with_another_name_is_read_with_a_warning(tmp_path):
    content = [p("I: Wie bent u?"), p("R: Truus, van één hoog."), p("I: Waar woont u?"), p("R: Hier.")]

    interview = check(tmp_path, "a.docx", rtf(content), WANTED)

    assert "rtf" in interview.warnings[0]
