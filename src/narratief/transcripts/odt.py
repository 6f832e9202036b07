"""OpenDocument text (.odt): the body in reading order; notes, comments and page headers apart; no deleted text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from narratief.domain.errors import InputError
from narratief.transcripts.archive import Archive, attribute, local_name, locked
from narratief.transcripts.document import Document, Paragraph, Run, asides, split_lines, tidy
from narratief.transcripts.docx import TEXT_BOX_WARNING
from narratief.transcripts.docx_styles import heading_by_name
from narratief.transcripts.tables import Row, spoken_rows

_LEFT_OUT = frozenset(
    {
        "tracked-changes", "annotation", "note", "page-number", "page-count", "sequence-decls", "frame",
        "table-of-content", "hidden-text", "bibliography", "alphabetical-index", "forms", "ruby-text",
        "custom-shape", "rect",
    }
)  # fmt: skip
_SHOWN = frozenset(
    {
        "annotation", "note-body", "text-box", "custom-shape", "rect", "table-of-content", "bibliography",
        "alphabetical-index", "header", "header-left", "header-first", "footer", "footer-left", "footer-first",
    }
)  # fmt: skip
_MAX_REPEAT = 50  # spaces in a row that are kept; chosen: more are layout


def read_odt(data: bytes, name: str) -> Document:
    """Read an OpenDocument text.

    Raises
    ------
    InputError
        When the file is damaged, locked, or has no text in it.
    """
    archive = Archive(data, name)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked(name)
    if "content.xml" not in archive.names:
        raise InputError(name, "Dit is geen OpenDocument-tekst.", "Sla het op als .odt, .docx of .txt.")
    content = archive.xml("content.xml")
    sheets = [content]
    if "styles.xml" in archive.names:
        sheets.insert(0, archive.xml("styles.xml"))
    body = next((node for node in content.iter() if local_name(node) == "body"), content)
    document = Document(_Body(_Styles(sheets)).paragraphs(body))
    notes = (node for node in body.iter() if local_name(node) == "note")
    if any(True for _ in notes):
        document.warnings.append("De voetnoten zijn niet meegelezen: die horen niet bij het gesprek.")
    if any(local_name(node) == "text-box" for node in body.iter()):
        document.warnings.append(TEXT_BOX_WARNING)
    document.paragraphs.extend(asides(text for sheet in [body, *sheets[:-1]] for text in _beside(sheet)))
    return document


def _beside(node: Element, *, shown: bool = False) -> Iterator[str]:
    """Paragraphs of notes, comments, boxes and page headers below an element."""
    for child in node:
        kind = local_name(child)
        if shown and kind in ("p", "h"):
            yield tidy(" ".join(_texts(child)))
        if kind != "tracked-changes":
            yield from _beside(child, shown=(shown or kind in _SHOWN) and kind not in ("p", "h"))


def _texts(node: Element) -> Iterator[str]:
    """Characters of a paragraph, without those of boxes within it."""
    yield node.text or ""
    for child in node:
        if local_name(child) not in _LEFT_OUT:
            yield from _texts(child)
        yield child.tail or ""


class _Styles:
    """Formatting per style name, with the styles it builds on."""

    def __init__(self, sheets: list[Element]) -> None:
        self._nodes = {
            attribute(node, "name"): node for sheet in sheets for node in sheet.iter() if local_name(node) == "style"
        }
        self._found: dict[str, frozenset[str]] = {}

    def marks(self, name: str) -> frozenset[str]:
        """Formatting of a style."""
        if name not in self._found:
            self._found[name] = frozenset()
            node = self._nodes.get(name)
            if node is not None:
                self._found[name] = _formatting(node, self.marks(attribute(node, "parent-style-name")))
        return self._found[name]

    def is_heading(self, name: str) -> bool:
        """Whether a style, or one it builds on, is a heading or title."""
        for _ in range(10):
            node = self._nodes.get(name)
            if heading_by_name(name.replace("_20_", " ")):
                return True
            if node is None:
                return False
            name = attribute(node, "parent-style-name")
        return False

    def visible_name(self, name: str) -> str:
        """Name of the style as the writer chose it; automatic ones count as the style they build on."""
        automatic = name[:1] == "P" and name[1:].isdigit()
        return attribute(self._nodes[name], "parent-style-name") if automatic and name in self._nodes else name


def _formatting(node: Element, inherited: frozenset[str]) -> frozenset[str]:
    """Apply the properties of one style on top of those it inherits."""
    marks = set(inherited)
    for properties in node:
        for key, value in properties.attrib.items():
            kind = key.rpartition("}")[2]
            if kind == "font-weight":
                _switch(marks, "bold", on=value == "bold" or value in ("600", "700", "800", "900"))
            elif kind == "font-style":
                _switch(marks, "italic", on=value in ("italic", "oblique"))
            elif kind == "text-underline-style":
                _switch(marks, "underline", on=value != "none")
            elif kind == "color" and value.lower() not in ("#000000", "transparent"):
                marks.add(f"color:{value.lower()}")
            elif kind == "display" and value == "none":
                marks.add("hidden")
            elif kind == "margin-left" and value[:1] in "123456789":
                marks.add("indent")
            elif kind == "text-align" and value in ("end", "right"):
                marks.add("right")
    return frozenset(marks)


def _switch(marks: set[str], mark: str, *, on: bool) -> None:
    """Set or take off one mark."""
    if on:
        marks.add(mark)
    else:
        marks.discard(mark)


class _Body:
    """Walks the body of a document in reading order."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles

    def paragraphs(self, node: Element) -> list[Paragraph]:
        """Lines below an element: body, section, list or table cell."""
        found: list[Paragraph] = []
        self._collect(node, frozenset(), found)
        return found

    def _collect(self, node: Element, marks: frozenset[str], found: list[Paragraph]) -> None:
        """Add the lines below an element; handing each up through all that it is nested in would take time by both."""
        for child in node:
            kind = local_name(child)
            if kind in ("p", "h"):
                style = attribute(child, "style-name")
                own = marks | self._styles.marks(style) | {f"style:{self._styles.visible_name(style)}"}
                heading = kind == "h" or self._styles.is_heading(style)
                runs: list[Run] = []
                self._add_runs(child, own, runs)
                found.extend(split_lines(runs, heading=heading))
            elif kind == "table":
                found.extend(spoken_rows(list(self._rows(child))))
            elif kind == "list":
                self._collect(child, marks | {"list"}, found)
            elif kind not in _LEFT_OUT:
                self._collect(child, marks, found)

    def _rows(self, node: Element) -> Iterator[Row]:
        """Rows of a table, header rows and row groups included."""
        for child in node:
            kind = local_name(child)
            if kind == "table-row":
                yield [self.paragraphs(cell) for cell in child if local_name(cell) == "table-cell"]
            elif kind not in _LEFT_OUT:
                yield from self._rows(child)

    def _add_runs(self, node: Element, marks: frozenset[str], found: list[Run]) -> None:
        """Add all text below an element with its formatting."""
        if "hidden" in marks:
            return
        if node.text:
            found.append(Run(_collapsed(node.text), marks))
        for child in node:
            kind = local_name(child)
            if kind == "s":
                count = attribute(child, "c")
                found.append(Run(" " * min(int(count[:9]) if count.isdecimal() else 1, _MAX_REPEAT), marks))
            elif kind == "tab":
                found.append(Run("\t", marks))
            elif kind == "line-break":
                found.append(Run("\n", marks))
            elif kind not in _LEFT_OUT:
                self._add_runs(child, marks | self._styles.marks(attribute(child, "style-name")), found)
            if child.tail:
                found.append(Run(_collapsed(child.tail), marks))


def _collapsed(text: str) -> str:
    """White space in the XML counts as one space (OpenDocument 1.3, 6.1.2)."""
    return " ".join(text.replace("\n", " ").replace("\t", " ").split(" "))
