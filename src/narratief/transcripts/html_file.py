"""Transcripts in HTML: of oTranscribe, and as Word, Google Docs and other editors save web pages.

libxml2's parser reads whatever people and programs wrote, in time that grows with the text; it hands over tags one at a
time, so that nesting makes no tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_ELEMENTS
from narratief.transcripts.document import Document, Paragraph, Run, asides, split_lines, tidy, without_halves
from narratief.transcripts.html_styles import Rules, class_rules, marks_of_style
from narratief.transcripts.tables import Row, spoken_rows

_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|p|div|span|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
        "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    }
)  # fmt: skip
_MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
_UNREAD = frozenset({"script", "style", "noscript", "template", "object", "svg", "math", "select", "button"})
_ASIDES = frozenset({"title", "header", "footer", "nav", "aside"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_NOTE_BACK = re.compile(r"#_?(?:cmnt_ref|ftnt_ref|ftnref|ednref|msoanchor)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"#_?(?:cmnt|ftnt|ftn|edn|msocom)_?\d", re.IGNORECASE)
_NOTE_PARTS = (
    "mso-element:footnote",
    "mso-element:endnote",
    "mso-element:comment",
    "mso-element:header",
    "mso-element:footer",
)
_TARGET = 100  # characters at the end of a link that may name a note; chosen
_WHITE = re.compile(r"[ \t\r\n\f]+")


def looks_like_html(text: str) -> bool:
    """Whether text opens with a tag of HTML; the voice of a caption or an aside between angle brackets does not."""
    return bool(_IS_HTML.match(text[:4000]))


def read_html(text: str, name: str) -> Document:
    """Read the visible text of a page or a fragment.

    Raises
    ------
    InputError
        When it has far more in it than a talk.
    """
    target = _Page(name, class_rules(text))
    parser = etree.HTMLParser(target=target, recover=True, no_network=True, encoding="utf-8")
    try:
        parser.feed(without_halves(text).encode("utf-8"))
        parser.close()
    except etree.LxmlError as error:
        if not target.lines:
            raise InputError(name, "Dit HTML-bestand is beschadigd.", "Lever het aan als .docx of .txt.") from error
    target.end_paragraph()
    return Document([*target.lines, *asides(target.beside)])


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: its formatting, and whether its text is read, or stands beside the talk."""

    tag: str
    marks: frozenset[str]
    hidden: bool
    aside: bool


@dataclass(slots=True)
class _Page:
    """Takes in tags and text, and makes lines of them; libxml2 calls its methods."""

    name: str
    rules: Rules
    lines: list[Paragraph] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _is_aside: bool = False
    _heading: bool = False
    _elements: int = 0
    _tables: int = 0
    _rows: list[Row] = field(default_factory=list)
    _cell: list[Paragraph] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element.

        Raises
        ------
        InputError
            When there are too many.
        """
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            message = "Dit bestand heeft veel meer opmaak of tekst dan een gesprek heeft."
            raise InputError(self.name, message, "Sla alleen de tekst op als .txt, of splits het bestand.")
        if tag in _BLOCKS:
            self.end_paragraph()
        self._heading = self._heading or (len(tag) == 2 and tag[0] == "h" and tag[1].isdigit())
        if tag == "br":
            self._put("\n")
        if tag in _VOID:
            return
        above = self._open[-1] if self._open else _Open("", frozenset(), hidden=False, aside=False)
        style = attributes.get("style", "")
        marks = above.marks | marks_of_style(style) | self.rules.marks(tag, attributes.get("class", ""))
        if tag in _MARKS:
            marks |= {_MARKS[tag]}
        hidden = above.hidden or tag in _UNREAD or "hidden" in marks or "hidden" in attributes
        bare = style.replace(" ", "").lower()
        note = any(part in bare for part in _NOTE_PARTS) or tag in _ASIDES
        target = attributes.get("href", "") if tag == "a" else ""
        hidden = hidden or bool(_NOTE_MARK.search(target[-_TARGET:]))
        if _NOTE_BACK.search(target[-_TARGET:]) and not any(run.text.strip() for run in self._runs):
            note = self._is_aside = True
        self._open.append(_Open(tag, marks, hidden, above.aside or note))
        self._open_table(tag)

    def _open_table(self, tag: str) -> None:
        """Begin a table, row or cell; a table within a cell is read as lines."""
        self._tables += tag == "table"
        if self._tables == 1 and tag == "table":
            self._rows = []
        elif self._tables == 1 and tag == "tr":
            self._rows.append([])
        elif self._tables == 1 and tag in ("td", "th"):
            self._cell = []

    def end(self, tag: str) -> None:
        """End an element, and those within it that nobody closed."""
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self.end_paragraph()
        if tag in ("td", "th") and self._tables == 1:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(self._cell)
            self._cell = []
        elif tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                rows, self._rows = [*self._rows, [self._cell]], []
                self._cell = []
                self.lines.extend(spoken_rows(rows))
        if self._open:
            self._open.pop()

    def data(self, text: str) -> None:
        """Take in text."""
        state = self._open[-1] if self._open else None
        kept = text if any(opened.tag == "pre" for opened in self._open[-20:]) else _WHITE.sub(" ", text)
        if state is None or not state.hidden:
            self._put(kept)

    def _put(self, text: str) -> None:
        """Add characters to the running paragraph."""
        state = self._open[-1] if self._open else None
        if state and state.aside and text.strip():
            self._is_aside = True
        if text:
            self._runs.append(Run(text, state.marks if state else frozenset()))

    def end_paragraph(self) -> None:
        """Close the running paragraph."""
        runs, aside, heading = self._runs, self._is_aside, self._heading
        self._runs, self._is_aside, self._heading = [], False, False
        if aside:
            self.beside.append(tidy("".join(run.text for run in runs)))
            return
        (self._cell if self._tables else self.lines).extend(split_lines(_trimmed(runs), heading=heading))

    def comment(self, text: str) -> None:
        """Leave out what no browser shows."""

    def close(self) -> None:
        """Nothing more comes."""


def _trimmed(runs: list[Run]) -> list[Run]:
    """Runs without white space before and after the paragraph."""
    kept = list(runs)
    while kept and not kept[0].text.strip(" "):
        kept.pop(0)
    if kept:
        kept[0] = Run(kept[0].text.lstrip(" "), kept[0].marks)
    return kept
