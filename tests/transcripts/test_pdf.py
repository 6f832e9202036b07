# ruff: noqa: E501
"""PDFs from word processors, browsers and LaTeX."""

from __future__ import annotations

import contextlib
import io

import pytest
from pypdf import PdfReader, PdfWriter

from narratief.domain.errors import InputError

from .builders import L, p, pdf, pdf_pages
from .check import check
from .talks import LONG, OLD, expected, labelled

WANTED = "i Wie bent u?\nr Truus, van hiernaast.\ni Waar woont u?\nr Hier."
TALK = ["I: Wie bent u?", "R: Truus, van hiernaast.", "I: Waar woont u?", "R: Hier."]


def page(*lines: str, top: float = 780, step: float = 14) -> list[L]:
    return [L(top - step * at, ((line, ""),)) for at, line in enumerate(lines) if line]


def lines_of(talk) -> str:
    return "\n".join(f"{role[0]} {text}" for role, text in expected(talk))


def test_word_broken_at_the_line_end(tmp_path):
    lines = [
        "I: Hoe was de samen-",
        "werking?",
        "R: Goed. De oud-",
        "wethouder was er, en de buurt-",
        "bewoners. De in- en uit-",
        "gang was vol.",
        "I: En de samenwerking nu?",
        "R: Weg.",
    ]

    check(
        tmp_path,
        "a.pdf",
        pdf_pages([page(*lines)]),
        "i Hoe was de samenwerking?\nr Goed. De oud-wethouder was er, en de buurtbewoners. De in- en uitgang was vol.\ni En de samenwerking nu?\nr Weg.",
    )


@pytest.mark.parametrize("number", ["{0}", "- {0} -", "Pagina {0} van 3", "{0}/3", "p. {0}", "| {0}"])
def test_page_numbers_and_headers(tmp_path, number):
    pages = []
    for at in range(3):
        lines = page(
            f"I: Vraag {at * at + 7} is wie u bent?",
            f"R: Truus, {at * at + 7} keer.",
            f"I: En wat {at * at + 8}?",
            f"R: Dat {at * at + 9}.",
        )
        pages.append(
            [L(40, ((number.format(at + 1), ""),), 290), L(812, (("Interview Beekpark – vertrouwelijk", ""),)), *lines]
        )
    wanted = "\n".join(
        f"i Vraag {at * at + 7} is wie u bent?\nr Truus, {at * at + 7} keer.\ni En wat {at * at + 8}?\nr Dat {at * at + 9}."
        for at in range(3)
    )

    check(tmp_path, "a.pdf", pdf_pages(pages), wanted)


def test_turn_over_two_pages(tmp_path):
    pages = [
        [*page("I: Wie bent u?", "R: Truus, van"), L(40, (("1", ""),))],
        [*page("hiernaast.", "I: Waar woont u?", "R: Hier."), L(40, (("2", ""),))],
    ]

    check(tmp_path, "a.pdf", pdf_pages(pages), WANTED)


def test_bold_names_and_header(tmp_path):
    check(
        tmp_path,
        "a.pdf",
        pdf(labelled("Sanne", "Truus", marks="b")(LONG * 4), header="Transcript 5"),
        lines_of(LONG * 4),
    )


def test_labels_without_space_between_paragraphs(tmp_path):
    check(tmp_path, "a.pdf", pdf(labelled("Interviewer", "Bewoner")(LONG), gap=0), lines_of(LONG))


def test_hanging_labels(tmp_path):
    lines = [("I:", "Wie bent u?"), ("R:", "Truus,"), ("", "van hiernaast."), ("I:", "Waar woont u?"), ("R:", "Hier.")]
    content = [
        L(780 - 14 * at, ((text, ""),), x)
        for at, line in enumerate(lines)
        for x, text in zip((72, 110), line, strict=True)
        if text
    ]

    check(tmp_path, "a.pdf", pdf_pages([content]), WANTED)


def test_italic_questions_over_two_lines(tmp_path):
    lines = [
        ("Wie bent u en wat kunt u over", "i"),
        ("uzelf vertellen?", "i"),
        ("Ik ben Truus en ik woon hier al heel", ""),
        ("lang.", ""),
        ("Waar precies?", "i"),
        ("Hier.", ""),
        ("En verder?", "i"),
        ("Nee.", ""),
    ]
    content = [L(780 - 14 * at, (line,)) for at, line in enumerate(lines)]

    check(
        tmp_path,
        "a.pdf",
        pdf_pages([content]),
        "i Wie bent u en wat kunt u over uzelf vertellen?\nr Ik ben Truus en ik woon hier al heel lang.\ni Waar precies?\nr Hier.\ni En verder?\nr Nee.",
    )


def test_unlabelled_paragraphs(tmp_path):
    check(tmp_path, "a.pdf", pdf([p(text) for _, text in OLD[:8]]), lines_of(OLD[:8]))


def test_scaled_coordinates(tmp_path):
    data = pdf_pages([page(*TALK)]).replace(b"BT 1 0 0 1", b"BT 1 0 0 1")

    check(tmp_path, "a.pdf", data, WANTED)


def test_facts_in_front(tmp_path):
    check(tmp_path, "a.pdf", pdf_pages([page("Transcript", "Datum: 3 maart 2025", "Respondent: 4", "", *TALK)]), WANTED)


def test_pdf_with_another_name(tmp_path):
    assert "pdf" in check(tmp_path, "a.txt", pdf_pages([page(*TALK)]), WANTED).warnings[0]


def encrypted(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "eigenaar", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_password(tmp_path):
    with pytest.raises(InputError, match="wachtwoord"):
        check(tmp_path, "a.pdf", encrypted(pdf_pages([page(*TALK)]), "geheim"), WANTED)


def test_locked_against_editing_only(tmp_path):
    check(tmp_path, "a.pdf", encrypted(pdf_pages([page(*TALK)]), ""), WANTED)


def test_scan(tmp_path):
    with pytest.raises(InputError, match="scan"):
        check(tmp_path, "a.pdf", pdf_pages([[], []]), WANTED)


@pytest.mark.parametrize("cut", [20, 200, 900])
def test_cut_off(tmp_path, cut):
    data = pdf_pages([page(*TALK)])

    with contextlib.suppress(InputError):
        check(tmp_path, "a.pdf", data[:-cut], WANTED)


def test_printed_from_a_browser(tmp_path):
    marks = [
        L(812, (("3/3/25, 2:17 PM", ""),), 30),
        L(812, (("Interview", ""),), 290),
        L(20, (("https://notes.example/4", ""),), 30),
        L(20, (("1/1", ""),), 560),
    ]

    check(tmp_path, "a.pdf", pdf_pages([[*marks, *page(*TALK)]]), WANTED)


def test_large_title_and_unlabelled_questions_over_pages(tmp_path):
    talk = OLD[:8]
    data = pdf([p(text) for _, text in talk] * 3, header="Gemeente Voorbeeld")

    check(tmp_path, "a.pdf", data, lines_of(talk * 3))
