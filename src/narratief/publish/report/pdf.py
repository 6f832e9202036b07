"""The report as a tagged PDF (PDF/UA-1), typeset by typst with the fonts that it carries."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from importlib.resources import files

import typst

from narratief.domain.dutch import long_date
from narratief.publish.charts.marks import with_font
from narratief.publish.report.model import Block, Contrast, Document, Figure, Inline, Quotation, Table

FONT = "Libertinus Serif"
_STANDARD: list[typst.PDFStandard] = ["ua-1"]
_NO_FONT = "could not be displayed with font"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def render_pdf(document: Document) -> bytes:
    """Render a document as PDF; the same document gives the same bytes."""
    template = (files("narratief.publish.report") / "templates" / "report.typ").read_bytes()
    return typeset(template, as_data(document), document.date)


def typeset(template: bytes, data: dict[str, object], date: dt.date | None = None) -> bytes:
    """Run typst on a template that reads its contents from ``sys.inputs.data``.

    The file conforms to PDF/UA-1 (ISO 14289-1). That standard refuses a character that no font can show, such as an
    emoji in a resident's message. Then the fonts of the machine are tried too, and when these lack it as well, the file
    is tagged but claims no standard.

    Parameters
    ----------
    data
        Contents for the template; plain values that JSON can hold.
    date
        Date of the file; a fixed one when None, so that nothing depends on the clock.
    """
    try:
        return _compiled(template, data, date, _STANDARD)
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise
    try:
        return _compiled(template, data, date, _STANDARD, machine_fonts=True)
    except typst.TypstError as error:
        if _NO_FONT not in str(error):
            raise
    return _compiled(template, data, date, [])


def _compiled(
    template: bytes,
    data: dict[str, object],
    date: dt.date | None,
    standard: list[typst.PDFStandard],
    *,
    machine_fonts: bool = False,
) -> bytes:
    """Run typst once."""
    stamp = _EPOCH if date is None else dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
    fonts = typst.Fonts(include_system_fonts=machine_fonts, include_embedded_fonts=True)
    told = json.dumps(data | {"dated": date is not None}, ensure_ascii=False)
    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs={"data": told})
    made = compiler.compile(format="pdf", pdf_standards=standard, timestamp=stamp)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def as_data(document: Document) -> dict[str, object]:
    """Turn a document into plain data for the template."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "kicker": document.kicker,
        "draft": document.draft,
        "date": long_date(document.date) if document.date else "",
        "keywords": list(document.keywords),
        "facts": [list(fact) for fact in document.facts],
        "author": document.author or "narratief",
        "summary": [_block(block) for block in document.summary],
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    """Turn a block into data with its kind, and its lines into parts that the template can typeset."""
    kind = type(block).__name__
    match block:
        case Figure():
            drawings = [[with_font(svg, FONT), alt] for svg, alt in block.on_pages]
            return {"kind": kind, "caption": block.caption, "width": block.width, "drawings": drawings}
        case Table():
            rows = [[_line(cell) for cell in row] for row in block.rows]
            return {"kind": kind, **asdict(block), "rows": rows, "whole": block.whole}
        case Contrast():
            return {"kind": kind, "titles": list(block.titles), "quotes": [_quotation(quote) for quote in block.quotes]}
        case Quotation():
            return {"kind": kind, **_quotation(block)}
        case _:
            data = {"kind": kind, **asdict(block)}
            if hasattr(block, "line"):
                data["line"] = _line(block.line)
            if hasattr(block, "items"):
                data["items"] = [_line(item) for item in block.items]
            return data


def _quotation(quote: Quotation) -> dict[str, object]:
    """Turn a quotation into data without None, which typst would take for a value."""
    return {**asdict(quote), "side": quote.side or ""}


def _line(parts: tuple[Inline, ...]) -> list[dict[str, object]]:
    """Turn each part of a line into data with its kind and its text."""
    return [
        {
            "kind": type(part).__name__,
            "text": part.text,
            "ranges": [list(each) for each in getattr(part, "ranges", ())],
            "rest": getattr(part, "rest", ""),
            "strong": bool(getattr(part, "strong", False)),
        }
        for part in parts
    ]
