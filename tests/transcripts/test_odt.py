# ruff: noqa: E501
"""OpenDocument texts with what LibreOffice puts in them."""

from __future__ import annotations

import pytest

from .builders import ODT_STYLES, odt, odt_xml, p
from .check import check

WANTED = "i Wie bent u?\nr Truus, van hiernaast.\ni Waar woont u?\nr Hier."
INSIDE = {
    "plain": "R: Truus, van hiernaast.",
    "spaces and line ends in the xml": "R:\n   Truus,<text:s/>van\n hiernaast.",
    "tab": "R:<text:tab/>Truus, van hiernaast.",
    "spans": '<text:span text:style-name="b">R</text:span>: Tru<text:span>us, van hier</text:span>naast.',
    "link": 'R: <text:a>Truus, <text:span>van</text:span></text:a> hiernaast.',
    "comment": "R: Truus, <office:annotation><text:p>Wie is dat?</text:p></office:annotation>van hiernaast.",
    "tracked insertion": 'R: <text:change-start text:change-id="c1"/>Truus, <text:change-end text:change-id="c1"/>van hiernaast.',
    "bookmark and page break": 'R: Truus, <text:bookmark text:name="x"/><text:soft-page-break/>van hiernaast.',
    "page number field": "R: Truus, <text:page-number>3</text:page-number>van hiernaast.",
    "footnote": "R: Truus,<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Noot.</text:p></text:note-body></text:note> van hiernaast.",
    "line break": "R: Truus,<text:line-break/>van hiernaast.",
    "text box": "R: Truus, <draw:frame><draw:text-box><text:p>Kader</text:p></draw:text-box></draw:frame>van hiernaast.",
}  # fmt: skip


@pytest.mark.parametrize("case", INSIDE)
def test_inside_a_paragraph(tmp_path, case):
    content = f"<text:p>I: Wie bent u?</text:p><text:p>{INSIDE[case]}</text:p><text:p>I: Waar woont u?</text:p><text:p>R: Hier.</text:p>"

    interview = check(tmp_path, "a.odt", odt_xml(content, ODT_STYLES), WANTED)

    assert bool(interview.warnings) == (case in ("footnote", "text box", "comment"))


def test_deleted_text_is_not_speech(tmp_path):
    changes = "<text:tracked-changes><text:changed-region><text:deletion><text:p>R: Nooit gezegd.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    talk = "".join(
        f"<text:p>{text}</text:p>"
        for text in ("I: Wie bent u?", "R: Truus, van hiernaast.", "I: Waar woont u?", "R: Hier.")
    )

    check(tmp_path, "a.odt", odt_xml(changes + talk), WANTED)


def test_list_section_and_heading(tmp_path):
    content = (
        "<text:h>Interview</text:h><text:list><text:list-item><text:p>I: Wie bent u?</text:p></text:list-item>"
        "<text:list-item><text:p>R: Truus, van hiernaast.</text:p></text:list-item></text:list>"
        "<text:section><text:h>De buurt</text:h><text:p>I: Waar woont u?</text:p><text:p>R: Hier.</text:p></text:section>"
    )

    check(tmp_path, "a.odt", odt_xml(content), WANTED)


def test_questions_in_an_inherited_style(tmp_path):
    styles = (
        '<style:style style:name="Vraag"><style:text-properties fo:font-style="italic"/></style:style>'
        '<style:style style:name="P3" style:parent-style-name="Vraag"/>'
    )
    texts = ["Wie bent u?", "Truus, van hiernaast.", "Waar woont u?", "Hier.", "Vertel.", "Nee."]
    content = "".join(
        f'<text:p text:style-name="{"P3" if at % 2 == 0 else "P1"}">{text}</text:p>' for at, text in enumerate(texts)
    )

    check(tmp_path, "a.odt", odt_xml(content, styles), WANTED + "\ni Vertel.\nr Nee.")


def test_table(tmp_path):
    check(
        tmp_path,
        "a.odt",
        odt(
            [
                [
                    ["Sanne:", "Wie bent u?"],
                    ["Truus:", "Truus,"],
                    ["", "van hiernaast."],
                    ["Sanne:", "Waar woont u?"],
                    ["Truus:", "Hier."],
                ]
            ]
        ),
        WANTED,
    )


def test_dashes(tmp_path):
    texts = ["– Wie bent u?", "– Truus, van hiernaast.", "– Waar woont u?", "– Hier."]

    check(tmp_path, "a.odt", odt([p(text) for text in texts]), WANTED)
