"""Rich Text Format (.rtf): words, bold and italics, tables; headers, footers and notes apart; no deleted text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_RTF_TOKENS
from narratief.transcripts.document import Document, Paragraph, Run, asides, split_lines
from narratief.transcripts.tables import Row, spoken_rows

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)"
)
_LEFT_OUT = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "headerf", "footer",
        "footerl", "footerr", "footerf", "footnote", "pict", "object", "annotation", "atnid", "atnauthor",
        "atndate", "atnref", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata",
        "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "filetbl", "fldinst", "shp", "shpinst",
        "bkmkstart", "bkmkend", "listtext", "pntext", "private", "nonshppict", "mmathPr", "userprops",
    }
)  # fmt: skip
_SHOWN = frozenset(
    {
        "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote",
        "annotation", "shptxt",
    }
)  # fmt: skip
_GLYPHS = {
    "par": "\n", "line": "\v", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "sect": "\n", "page": "\n",
}  # fmt: skip
_SWITCHES = {"b": "bold", "i": "italic", "ul": "underline", "v": "hidden", "deleted": "deleted"}
_CHARSETS = {0: "cp1252", 77: "mac-roman", 128: "cp932", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250"}
_MAX_DEPTH = 500  # groups within groups; chosen: Word writes some dozens, and a deeper file is made to do harm


@dataclass(slots=True)
class _State:
    """Formatting within one group; a group inherits it and gives it back at its end."""

    marks: frozenset[str] = frozenset()
    skip: bool = False
    unicode_skip: int = 1
    font: int = 0
    destination: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads tokens into paragraphs and table rows."""

    encoding: str = "cp1252"
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    pending_skip: int = 0
    runs: list[Run] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)
    row: Row = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    in_table: bool = False
    found: list[Paragraph] = field(default_factory=list)
    footnotes: bool = False
    aside: list[str] = field(default_factory=list)

    def word(self, word: str, value: int | None) -> None:
        """Obey one control word."""
        state = self.state
        if word in _LEFT_OUT:
            self.footnotes = self.footnotes or word == "footnote"
            state.skip, state.destination = True, word
            self.aside.append("\n")
        elif word == "shptxt":
            state.destination = word  # words in a drawn shape, within a destination that is skipped
            self.aside.append("\n")
        elif word == "ansicpg" and value:
            self.encoding = _known(f"cp{value}") or ("mac-roman" if value == 10000 else self.encoding)
        elif word == "mac":
            self.encoding = "mac-roman"
        elif word == "f":
            state.font = value or 0
        elif word == "fcharset" and self.stack:
            self.fonts[state.font] = _CHARSETS.get(value or 0, "")
        elif word == "uc":
            state.unicode_skip = value if value is not None else 1
        elif word == "u" and value is not None:
            self.put(chr(value % 65536))
            self.pending_skip = state.unicode_skip
        else:
            self._format(word, value)

    def _format(self, word: str, value: int | None) -> None:
        """Obey a control word that changes formatting, place in a table, or stands for a character."""
        state = self.state
        if word in _SWITCHES:
            mark = _SWITCHES[word]
            state.marks = state.marks - {mark} if value == 0 else state.marks | {mark}
        elif word == "ulnone":
            state.marks -= {"underline"}
        elif word == "plain":
            state.marks = frozenset(mark for mark in state.marks if mark.startswith(("style", "indent", "list")))
        elif word == "cf":
            others = frozenset(mark for mark in state.marks if not mark.startswith("color:"))
            state.marks = others | {f"color:{value}"} if value else others
        elif word == "pard":
            self.in_table = False
            state.marks = frozenset(mark for mark in state.marks if not mark.startswith(("style", "indent", "list")))
        elif word == "li" and (value or 0) >= 200:
            state.marks |= {"indent"}
        elif word == "s" and value:
            others = frozenset(mark for mark in state.marks if not mark.startswith("style:"))
            state.marks = others | {f"style:{value}"}
        elif word == "intbl":
            self.in_table = True
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._table(word)
        elif word in _GLYPHS:
            self.put(_GLYPHS[word])

    def _table(self, word: str) -> None:
        """End a cell or a row."""
        if self.state.skip:
            return
        self.end_paragraph(to_cell=True)
        if word.endswith("cell"):
            self.row.append(self.cell)
            self.cell = []
        elif self.row:
            self.rows.append(self.row)
            self.row = []

    def put(self, text: str) -> None:
        """Add visible characters; a line end ends the paragraph."""
        if self.state.marks & {"hidden", "deleted"}:
            return
        if self.state.skip:
            if self.state.destination in _SHOWN:
                self.aside.append(text)
            return
        if text == "\n":
            self.end_paragraph(to_cell=self.in_table)
        else:
            self.runs.append(Run(text, self.state.marks))

    def end_paragraph(self, *, to_cell: bool) -> None:
        """Close the running paragraph into the table cell or the text."""
        lines = split_lines(_joined(self.runs))
        self.runs = []
        if to_cell:
            self.cell.extend(lines)
        else:
            self.end_table()
            self.found.extend(lines)

    def end_table(self) -> None:
        """Hand over the rows gathered so far, when the table is over."""
        if self.cell or self.row:
            self.rows.append([*self.row, self.cell] if self.cell else self.row)
            self.row, self.cell = [], []
        self.found.extend(spoken_rows(self.rows))
        self.rows = []

    def bytes(self, data: bytes) -> None:
        """Add characters in the code page of the font, minus those that only stand in for a Unicode character."""
        if self.pending_skip:
            dropped = min(self.pending_skip, len(data))
            self.pending_skip -= dropped
            data = data[dropped:]
        if data:
            encoding = self.fonts.get(self.state.font) or self.encoding
            self.put_all(data.decode(encoding, errors="replace"))

    def put_all(self, text: str) -> None:
        """Add characters that are no control."""
        if text:
            self.put(text if text != "\n" else " ")


def read_rtf(data: bytes, name: str) -> Document:
    """Read a Rich Text file.

    Raises
    ------
    InputError
        When groups are nested so deep that no word processor wrote them, or it has far more in it than a talk.
    """
    reader = _Reader()
    skip_to = 0
    for count, match in enumerate(_TOKEN.finditer(data)):
        if count > MAX_RTF_TOKENS:
            message = "Dit bestand heeft veel meer opmaak of tekst dan een gesprek heeft."
            raise InputError(name, message, "Sla alleen de tekst op als .txt, of splits het bestand.")
        if match.start() < skip_to:
            continue
        if match["word"] == b"bin":
            skip_to = match.end() + max(0, int(match["value"] or 0))
        elif match["open"]:
            if len(reader.stack) > _MAX_DEPTH:
                raise InputError(name, "Dit rtf-bestand is beschadigd.", "Open het en sla het op als .docx of .txt.")
            _open(reader)
        elif match["close"]:
            if reader.stack:
                reader.state = reader.stack.pop()
            reader.pending_skip = 0
        else:
            _token(reader, match)
    reader.end_paragraph(to_cell=False)
    reader.end_table()
    warnings = ["De voetnoten zijn niet meegelezen: die horen niet bij het gesprek."] if reader.footnotes else []
    lines = [*reader.found, *asides("".join(reader.aside).split("\n"))]
    return Document([_surrogates_joined(line) for line in lines], warnings)


def _open(reader: _Reader) -> None:
    """Begin a group: formatting set inside it ends with it."""
    state = reader.state
    reader.stack.append(state)
    reader.pending_skip = 0
    reader.state = _State(state.marks, state.skip, state.unicode_skip, state.font, state.destination)


def _token(reader: _Reader, match: re.Match[bytes]) -> None:
    """Obey or show one token that is no brace."""
    if match["hex"]:
        reader.bytes(bytes([int(match["hex"], 16)]))
    elif match["word"]:
        value = match["value"]
        reader.pending_skip = 0
        reader.word(match["word"].decode("ascii"), int(value) if value else None)
    elif match["symbol"]:
        symbol = match["symbol"].decode("latin-1")
        if symbol == "*":
            reader.state.skip = True
        elif symbol in "~_{}\\":
            reader.put({"~": "\u00a0", "_": "-"}.get(symbol, symbol))
        elif symbol in "\r\n":
            reader.put("\n")
    elif match["text"]:
        reader.bytes(match["text"])


def _known(encoding: str) -> str:
    """Name of a code page that Python knows; empty for others."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def _joined(runs: list[Run]) -> list[Run]:
    """Join neighbouring runs in one formatting, so that a letter with an accent is no run of its own."""
    return [Run("".join(run.text for run in same), marks) for marks, same in groupby(runs, lambda run: run.marks)]


def _surrogates_joined(line: Paragraph) -> Paragraph:
    """Make whole characters of the two halves in which RTF writes an emoji."""
    runs = tuple(
        Run(run.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), run.marks) for run in line.runs
    )
    return replace(line, runs=runs)
