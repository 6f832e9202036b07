"""Parts of a Word document that python-docx cannot make: fields, bookmarks, links, alt texts, repeated headers."""

from __future__ import annotations

import io
import re
from itertools import count

import vl_convert
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from narratief.publish.charts.marks import with_font

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_SCALE = 3
"""Pixels per unit of a drawing: chosen, not measured, as sharp enough for print."""


_AFTER_UPDATE = (
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr"),
    *("w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol"),
    "w:listSeparator",
)
"""Elements that may follow the wish to update fields in a document's settings; Word's schema prescribes their order."""


def field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """Add a field with the result that it shows until Word updates it."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {instruction} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def caption(paragraph: WordParagraph, label: str, number: int, text: str) -> None:
    """Write a caption that Word numbers: "Tabel 1. …"."""
    paragraph.add_run(f"{label} ")
    field(paragraph, f"SEQ {label} \\* ARABIC", str(number))
    paragraph.add_run(f". {text}")


class Bookmarks:
    """Bookmarks of one document, numbered, with names that Word allows."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def mark(self, paragraph: WordParagraph, anchor: str) -> None:
        """Put a bookmark around a paragraph's contents."""
        number = str(next(self._numbers))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), self.name(anchor))
        end.set(qn("w:id"), number)
        first = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(first, start)
        paragraph._p.append(end)

    @staticmethod
    def name(anchor: str) -> str:
        """Name of an anchor's bookmark: letters, digits and underscores, at most 40, which is Word's limit."""
        return re.sub(r"\W", "_", anchor)[:40]


def link(paragraph: WordParagraph, anchor: str, text: str) -> Run:
    """Add a link to a bookmark."""
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("w:anchor"), Bookmarks.name(anchor))
    hyperlink.set(qn("w:history"), "1")
    element = OxmlElement("w:r")
    hyperlink.append(element)
    paragraph._p.append(hyperlink)
    run = Run(element, paragraph)
    run.text = text
    return run


def contents(document: WordDocument, headings: list[tuple[str, str]], width: int) -> None:
    """Add a table of contents with page numbers, which Word fills in when it opens the document.

    Only Word knows on which page a heading falls. Until it has asked, an ellipsis stands there, and not a guess.

    Parameters
    ----------
    headings
        Anchor and text of each entry.
    width
        Width of the text, at whose end the numbers stand, in EMU.
    """
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.insert_element_before(update, *_AFTER_UPDATE)
    for at, (anchor, text) in enumerate(headings):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if at == 0:
            _mark(paragraph, "begin")
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = ' TOC \\o "1-1" \\h \\z '
            paragraph.add_run()._r.append(instruction)
            _mark(paragraph, "separate")
        link(paragraph, anchor, text)
        paragraph.add_run("\t")
        field(paragraph, f"PAGEREF {Bookmarks.name(anchor)} \\h", "…")
        if at == len(headings) - 1:
            _mark(paragraph, "end")


def picture(document: WordDocument, svg: str, alt: str, title: str, width: int) -> WordParagraph:
    """Add a drawing as a picture with its alternative text; `width` is in EMU.

    Returns
    -------
    WordParagraph
        The paragraph that holds it, kept together with what follows.
    """
    data = vl_convert.svg_to_png(with_font(svg, _FONT), scale=_SCALE)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Emu(width))
    properties = shape._inline.docPr
    properties.set("descr", alt)
    properties.set("title", title)
    properties.set("name", title[:60])
    return paragraph


def format_table(table: WordTable, widths: list[int], title: str, *, whole: bool = False) -> None:
    """Set a table's widths, repeat its header row on each page, keep rows whole, and describe it.

    Parameters
    ----------
    widths
        Width of each column, in EMU.
    whole
        Whether all rows must stay on one page.
    """
    table.autofit = False
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), title)
    table._tbl.tblPr.append(described)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for at, row in enumerate(table.rows):
        settings = row._tr.get_or_add_trPr()
        settings.append(OxmlElement("w:cantSplit"))
        if at == 0:
            settings.append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(width)
            if whole and at < len(table.rows) - 1:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True


def _mark(paragraph: WordParagraph, kind: str) -> None:
    """Add a begin, separate or end mark of a field."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
