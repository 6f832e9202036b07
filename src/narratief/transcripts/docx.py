"""Word documents (.docx): every word that Word shows, tracked insertions and content controls included."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from narratief.domain.errors import InputError
from narratief.transcripts.archive import Archive, attribute, local_name
from narratief.transcripts.document import Document, Paragraph, Run, asides, split_lines
from narratief.transcripts.docx_beside import docx_beside
from narratief.transcripts.docx_styles import Style, heading_by_name, marks_of, read_styles
from narratief.transcripts.tables import Row, spoken_rows

TEXT_BOX_WARNING = (
    "Er staat tekst in een tekstvak. Die is niet meegelezen; zet hem in de gewone tekst als hij gesproken is."
)
_LEFT_OUT = frozenset(
    {
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "sectPr",
        "tblPr", "tblGrid", "trPr", "tcPr", "drawing", "pict", "object", "commentReference", "annotationRef",
        "footnoteReference", "endnoteReference", "bookmarkStart", "bookmarkEnd",
    }
)  # fmt: skip
_GLYPHS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document.

    Raises
    ------
    InputError
        When the file is damaged, locked, or has no Word text in it.
    """
    archive = Archive(data, name)
    part = _main_part(archive)
    folder = part.rpartition("/")[0] or "word"
    styles_part = f"{folder}/styles.xml"
    styles = read_styles(archive.xml(styles_part)) if styles_part in archive.names else {}
    body = archive.xml(part)
    document = Document(_Body(styles).paragraphs(body))
    document.warnings.extend(_left_out(archive, body, folder))
    beside, remarks = docx_beside(archive, body, folder)
    document.paragraphs.extend(asides(beside))
    document.warnings.extend(remarks)
    return document


def _main_part(archive: Archive) -> str:
    """Find the part with the text; producers may name it otherwise than word/document.xml."""
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in archive.names:
                return target
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise InputError(archive.name, "Dit is geen Word-document.", "Sla het op als .docx, .odt of .txt.")


class _Body:
    """Walks the body of a document in reading order.

    A paragraph of which the paragraph mark is deleted in tracked changes flows on into the next one, as in Word.
    """

    def __init__(self, styles: dict[str, Style]) -> None:
        self._styles = styles
        self._held: list[Run] = []

    def paragraphs(self, node: Element) -> list[Paragraph]:
        """Lines below an element: body, table cell or content control."""
        found: list[Paragraph] = []
        self._collect(node, found)
        return found

    def _collect(self, node: Element, found: list[Paragraph]) -> None:
        """Add the lines below an element; handing each up through all that it is nested in would take time by both."""
        for child in node:
            kind = local_name(child)
            if kind == "p":
                found.extend(self._paragraph(child))
            elif kind == "tbl":
                found.extend(spoken_rows(list(self._rows(child))))
            elif kind == "AlternateContent":
                self._collect(_chosen(child), found)
            elif kind not in _LEFT_OUT and not _is_placeholder(child):
                self._collect(child, found)

    def _rows(self, node: Element) -> Iterator[Row]:
        """Rows of a table that are not deleted."""
        for child in node:
            kind = local_name(child)
            if kind == "tr":
                yield [self.paragraphs(cell) for cell in _cells(child)]
            elif kind not in _LEFT_OUT and not _deleted_row(child):
                yield from self._rows(child)

    def _paragraph(self, node: Element) -> Iterator[Paragraph]:
        """Lines of one paragraph, with text held over from one whose end is deleted."""
        properties = _child(node, "pPr")
        style_id = _value(properties, "pStyle")
        style = self._styles.get(style_id, Style())
        marks = style.marks | _paragraph_marks(properties)
        if style_id and not style.heading:
            marks |= {f"style:{style_id}"}
        self._add_runs(node, marks, self._held)
        if _mark_deleted(properties):
            return
        runs, self._held = self._held, []
        lines = split_lines(runs, heading=style.heading or heading_by_name(style_id))
        yield from asides(line.text for line in lines) if style.contents else lines

    def _add_runs(self, node: Element, marks: frozenset[str], found: list[Run]) -> None:
        """Add all text below an element with its formatting."""
        for child in node:
            kind = local_name(child)
            if kind == "r":
                self._add_run(child, marks, found)
            elif kind == "AlternateContent":
                self._add_runs(_chosen(child), marks, found)
            elif kind not in _LEFT_OUT and not _is_placeholder(child):
                self._add_runs(child, marks, found)

    def _add_run(self, node: Element, marks: frozenset[str], found: list[Run]) -> None:
        """Add the text of one run; hidden text is left out."""
        properties = _child(node, "rPr")
        style = self._styles.get(_value(properties, "rStyle"), Style())
        own = marks_of(properties, marks | style.marks)
        if "hidden" in own:
            return
        for child in node:
            kind = local_name(child)
            if kind == "t":
                found.append(Run(child.text or "", own))
            elif kind == "br" and attribute(child, "type") == "column":
                continue
            elif kind in _GLYPHS:
                found.append(Run(_GLYPHS[kind], own))
            elif kind == "AlternateContent":
                self._add_runs(_chosen(child), own, found)
            elif kind in ("ruby", "rubyBase"):
                self._add_runs(child, own, found)


def _chosen(node: Element) -> Element:
    """Of two renderings of the same content, the first that is not empty."""
    return next((child for child in node if len(child)), node)


def _cells(row: Element) -> Iterator[Element]:
    """Cells of a row, also those inside content controls."""
    for child in row:
        if local_name(child) == "tc":
            yield child
        elif local_name(child) not in _LEFT_OUT:
            yield from _cells(child)


def _child(node: Element | None, name: str) -> Element | None:
    """First child element of this name; None when absent."""
    if node is None:
        return None
    return next((child for child in node if local_name(child) == name), None)


def _value(node: Element | None, name: str) -> str:
    """Value that a property has; empty when it is not set."""
    child = _child(node, name)
    return "" if child is None else attribute(child, "val")


def _is_placeholder(node: Element) -> bool:
    """Whether this is a content control that still shows "click to enter text"."""
    return local_name(node) == "sdt" and _child(_child(node, "sdtPr"), "showingPlcHdr") is not None


def _mark_deleted(properties: Element | None) -> bool:
    """Whether the paragraph mark itself is deleted in tracked changes."""
    return _child(_child(properties, "rPr"), "del") is not None


def _deleted_row(node: Element) -> bool:
    """Whether a table row is deleted in tracked changes."""
    return _child(_child(node, "trPr"), "del") is not None


def _paragraph_marks(properties: Element | None) -> frozenset[str]:
    """Formatting of a paragraph that may tell speakers apart: list, right-aligned, indented."""
    marks: set[str] = set()
    if _child(properties, "numPr") is not None:
        marks.add("list")
    if _value(properties, "jc") in ("right", "end"):
        marks.add("right")
    indent = _child(properties, "ind")
    if indent is not None:
        width = attribute(indent, "left") or attribute(indent, "start")
        if width.isdecimal() and int(width[:9]) >= 200:
            marks.add("indent")
    return frozenset(marks)


def _left_out(archive: Archive, body: Element, folder: str) -> Iterator[str]:
    """Say what text of the file is not read as speech."""
    used = any(local_name(node) == "footnoteReference" for node in body.iter())
    if used and f"{folder}/footnotes.xml" in archive.names:
        yield "De voetnoten zijn niet meegelezen: die horen niet bij het gesprek."
    for node in body.iter():
        if local_name(node) == "txbxContent" and any((part.text or "").strip() for part in node.iter()):
            yield TEXT_BOX_WARNING
            break
