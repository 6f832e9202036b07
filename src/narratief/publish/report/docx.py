"""The report as a Word document that staff can edit, in the style of their organisation."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.shared import Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from narratief.publish.report import docx_styles as styles
from narratief.publish.report.docx_file import open_document, save_document
from narratief.publish.report.docx_parts import Bookmarks, caption, contents, field, format_table, link, picture
from narratief.publish.report.model import (
    Block,
    Bullets,
    Cite,
    Contrast,
    Count,
    Document,
    Figure,
    Heading,
    Line,
    Note,
    Paragraph,
    Quotation,
    Table,
)


def render_docx(document: Document, template: Path | None = None) -> bytes:
    """Render a document as Word; the same document and template give the same bytes.

    Parameters
    ----------
    template
        A .docx or .dotx of the organisation: its styles, page, header and footer are kept, its body is left out.

    Raises
    ------
    InputError
        When the template cannot be read.
    """
    writer = _Writer(open_document(template), own=template is None)
    writer.front(document)
    for block in document.blocks:
        writer.block(block)
    return save_document(
        writer.word, document.title, document.subtitle, document.keywords, document.date, document.author
    )


class _Writer:
    """Writes blocks at the end of a Word document, and numbers its captions and bookmarks."""

    def __init__(self, word: WordDocument, *, own: bool) -> None:
        self.word = word
        self.own = own
        self.bookmarks = Bookmarks()
        self.captions = {"Tabel": 0, "Figuur": 0}
        self.bullet = "" if styles.BULLET in word.styles else "•\t"
        styles.prepare(word, own=own)
        self.styles = {style.name: style.style_id for style in word.styles}
        section = word.sections[-1]
        self.width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)

    def front(self, document: Document) -> None:
        """Write the title page with the facts and the contents, and the running header and footer."""
        if document.draft:
            self._styled(self.word.add_paragraph("CONCEPT"), styles.MARK)
        kicker = self._styled(self.word.add_paragraph(document.kicker), styles.KICKER)
        if document.summary or not document.contents:
            kicker.paragraph_format.space_before = Pt(0)
        self._styled(self.word.add_paragraph(document.title), "Title")
        self._styled(self.word.add_paragraph(document.subtitle), "Subtitle")
        if document.facts:
            self._facts(document.facts)
        self._running(document)
        if not document.contents:
            return
        for block in document.summary:
            self.block(block)
        before = len(self.word.paragraphs)
        title = self.word.add_paragraph("Inhoud")
        title.paragraph_format.space_before = Pt(30)
        title.runs[0].bold = True
        title.runs[0].font.size = Pt(14)
        chapters = [(heading.id, heading.text) for heading in document.headings if heading.level == 1]
        contents(self.word, chapters, self.width)
        for paragraph in self.word.paragraphs[before:-1]:  # all on one page, the next where a summary filled the first
            paragraph.paragraph_format.keep_with_next = True
        if not document.summary:
            self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Write the facts under the title, label and value beside each other."""
        table = self.word.add_table(rows=len(facts), cols=2)
        for row, fact in zip(table.rows, facts, strict=True):
            for cell, text, share in zip(row.cells, fact, (0.35, 0.65), strict=True):
                cell.width = int(self.width * share)
                cell.paragraphs[0].add_run(text).bold = share < 0.5 or None
                cell.paragraphs[0].paragraph_format.space_after = Pt(3)

    def _styled(self, paragraph: WordParagraph, style: str) -> WordParagraph:
        """Set a paragraph's style by its id; python-docx takes milliseconds each time to look one up by name."""
        paragraph._p.style = self.styles[style]
        return paragraph

    def block(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Heading():
                heading = self._styled(self.word.add_paragraph(block.text), f"Heading {block.level}")
                heading.paragraph_format.page_break_before = block.new_page or None
                self.bookmarks.mark(heading, block.id)
            case Paragraph(line=line):
                paragraph = self.word.add_paragraph()
                self._line(paragraph, line)
                paragraph.paragraph_format.keep_with_next = block.introduces or None
            case Note(line):
                self._line(self._styled(self.word.add_paragraph(), styles.NOTE), line)
            case Quotation():
                self._quotation(self.word, block)
            case Contrast():
                self._contrast(block)
            case Bullets(items):
                for item in items:
                    self._line(self._styled(self.word.add_paragraph(self.bullet), styles.BULLET), item)
            case Table():
                self._table(block)
            case Figure():
                for at, (svg, alt) in enumerate(block.on_pages, 1):
                    shape = picture(self.word, svg, alt, block.caption, int(self.width * block.width))
                    shape.paragraph_format.keep_with_next = at == len(block.on_pages)  # the caption
                self._caption("Figuur", block.caption)

    def _line(self, paragraph: WordParagraph, line: Line) -> None:
        """Write a line, its cites as links to the appendix."""
        for part in line:
            if isinstance(part, Cite):
                self._cite(paragraph, part)
            else:
                run = paragraph.add_run(part.text)
                run.bold = isinstance(part, Count) or part.strong or None

    def _cite(self, paragraph: WordParagraph, cite: Cite) -> None:
        """Write numbers in small print, each a link to its row of the appendix; a range links to its first row."""
        for at, (number, shown) in enumerate(cite.ranges):
            paragraph.add_run("[" if at == 0 else ", ").font.size = Pt(8.5)
            run = link(paragraph, f"citaat-{number}", shown)
            run.font.size = Pt(8.5)
            run.font.color.rgb = RGBColor.from_string(styles.WELL)
        paragraph.add_run(f"{cite.rest}]").font.size = Pt(8.5)

    def _quotation(self, place: WordDocument | _Cell, quote: Quotation) -> None:
        """Write a quote with its source, and with its question when it needs that."""
        style = {"positive": styles.QUOTE_WELL, "negative": styles.QUOTE_BETTER}.get(quote.side or "", styles.QUOTE)
        if quote.question:
            question = self._styled(place.add_paragraph(f"Vraag: {quote.question}"), styles.SOURCE)
            question.paragraph_format.space_after = Pt(0)
            question.paragraph_format.keep_with_next = True
        words = self._styled(place.add_paragraph(f"“{quote.text}”"), style)
        if quote.question:
            words.paragraph_format.space_before = Pt(0)
        source = self._styled(place.add_paragraph(f"{quote.source} "), styles.SOURCE)
        self._cite(source, Cite((quote.number,)))

    def _contrast(self, block: Contrast) -> None:
        """Write two quotes beside each other."""
        table = self.word.add_table(rows=1, cols=2)
        for cell, title, quote in zip(table.rows[0].cells, block.titles, block.quotes, strict=True):
            cell.width = int(self.width / 2)
            cell.paragraphs[0].add_run(title).bold = True
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            self._quotation(cell, quote)

    def _table(self, block: Table) -> None:
        """Write a table under its caption."""
        self._caption("Tabel", block.caption, before=True)
        table = self.word.add_table(rows=1 + len(block.rows), cols=len(block.header))
        table.style = self.word.styles[styles.TABLE]
        for cell, name in zip(table.rows[0].cells, block.header, strict=True):
            self._styled(cell.paragraphs[0], styles.CELL)
            cell.paragraphs[0].add_run(name).bold = True
        cells = [cell for row in table.rows[1:] for cell in row.cells]
        lines = [line for row in block.rows for line in row]
        for at, (cell, line) in enumerate(zip(cells, lines, strict=True)):
            paragraph = cell.paragraphs[0]
            self._styled(paragraph, styles.CELL)
            for part in line:
                paragraph.add_run(part.text.strip("[]") if isinstance(part, Cite) else part.text)
            if block.anchors and at % len(block.header) == 0:
                self.bookmarks.mark(paragraph, block.anchors[at // len(block.header)])
        total = sum(block.widths)
        format_table(
            table, [int(self.width * share / total) for share in block.widths], block.caption, whole=block.whole
        )
        self.word.add_paragraph().paragraph_format.space_after = Pt(4)

    def _caption(self, label: str, text: str, *, before: bool = False) -> None:
        """Write the next caption of its kind; one before a table stays on the same page."""
        self.captions[label] += 1
        paragraph = self._styled(self.word.add_paragraph(), "Caption")
        caption(paragraph, label, self.captions[label], text)
        paragraph.paragraph_format.keep_with_next = before

    def _running(self, document: Document) -> None:
        """Write the running header with title and draft mark, and page numbers; a template keeps its own footer."""
        section = self.word.sections[-1]
        if self.own:
            header = section.header.paragraphs[0]
            header.add_run(document.title).font.size = Pt(9)
            footer = section.footer.paragraphs[0]
            field(footer, "PAGE", "1")
            footer.add_run(" / ")
            field(footer, "NUMPAGES", "1")
        if document.draft:
            mark = section.header.paragraphs[0] if self.own else section.header.add_paragraph()
            run = mark.add_run("\t\tCONCEPT" if self.own else "CONCEPT")
            run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor.from_string(styles.BETTER)
