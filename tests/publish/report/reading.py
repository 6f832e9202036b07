"""What stands in a made file, as plain text: Word, PDF and web page alike."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable

import docx
import pypdf
from docx.oxml.ns import qn

from narratief.publish.report.model import Contrast, Count, Document, Inline, Line, Quotation, lines_of


def text_of_docx(data: bytes) -> str:
    """All text of the body in order, also in tables, links and fields."""
    body = docx.Document(io.BytesIO(data)).element.body
    return " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def text_of_pdf(data: bytes) -> str:
    """All text on all pages."""
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def text_of_html(data: bytes) -> str:
    """All text of the page's contents."""
    body = data.decode().partition("<main")[2].partition("</main>")[0]
    inline = re.sub(r"</?(?:a|b|strong|sup|span)\b[^>]*>", "", body)
    return html.unescape(re.sub(r"<[^>]+>", " ", inline))


def squeezed(text: str) -> str:
    """Text without any white space, for a PDF breaks lines where it likes."""
    return re.sub(r"\s+", "", text)


def plain(line: Iterable[Inline]) -> str:
    """A line as plain text, with counts and cites."""
    return "".join(part.text for part in line)


def answer(line: Iterable[Inline]) -> str:
    """The resident's words in a cell that may have a question before them."""
    return plain(line).rpartition(" Antwoord: ")[2].removeprefix("(…) ")


def lines(document: Document) -> list[Line]:
    """All lines of text of a report."""
    return list(lines_of(document.everything))


def counts(document: Document) -> list[Count]:
    """All counts in running text, lists and tables."""
    return [part for line in lines(document) for part in line if isinstance(part, Count)]


def quotations(document: Document) -> list[Quotation]:
    """All quotes that are set as quotes."""
    found: list[Quotation] = []
    for block in document.everything:
        found += [block] if isinstance(block, Quotation) else block.quotes if isinstance(block, Contrast) else ()
    return found
