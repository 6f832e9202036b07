"""A report independent of its format: headings, paragraphs, quotes, tables and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narratief.domain.codebook import Valence
from narratief.domain.dutch import counted


@dataclass(frozen=True, slots=True)
class TextRun:
    """Running words, possibly strong."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many residents told something ("2 van de 3 bewoners"), with who they are, so that it can be verified.

    Attributes
    ----------
    residents
        (project, interview) of each resident who told it.
    of
        Number of residents that the number is about: those whose interview was reviewed, in a draft all.
    spoken
        Number of residents spoken to; the same as `of` when None.
    """

    residents: tuple[tuple[str, str], ...]
    of: int
    spoken: int | None = None

    @property
    def told(self) -> int:
        """Number of residents who told it."""
        return len(self.residents)

    @property
    def text(self) -> str:
        """The count in Dutch, as subject of a sentence; never a percentage, never without how many were looked at."""
        if self.spoken in (None, self.of):
            return f"{self.told} van {self.of} bewoner" if self.of == 1 else f"{self.told} van de {self.of} bewoners"
        told = counted(self.told, "bewoner", "bewoners")
        return f"{told} (van {counted(self.of, 'nagekeken gesprek', 'nagekeken gesprekken')}, {self.spoken} gesproken)"


@dataclass(frozen=True, slots=True)
class Cite:
    """Numbers of the quotes that support a statement; each refers to a row of the appendix.

    Attributes
    ----------
    more
        How many further quotes support it, whose numbers stand in the appendix with the theme.
    """

    numbers: tuple[str, ...]
    more: int = 0

    @property
    def text(self) -> str:
        """The numbers in brackets, three or more in a row as a range."""
        return f"[{', '.join(shown for _, shown in self.ranges)}{self.rest}]"

    @property
    def rest(self) -> str:
        """How many further quotes there are, as it follows the numbers; empty for none."""
        return f" en nog {self.more}" if self.more else ""

    @property
    def ranges(self) -> tuple[tuple[str, str], ...]:
        """What is printed, with the number that it links to: ("1", "1–4") for the numbers 1, 2, 3 and 4."""
        return joined_ranges(self.numbers)


Inline = TextRun | Count | Cite
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 starts a chapter, 2 a section, 3 a part of a section.

    Attributes
    ----------
    new_page
        Whether it begins a page, in the formats that have pages.
    """

    level: int
    text: str
    id: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes
    ----------
    introduces
        True when it must stay on the same page as what follows.
    """

    line: Line
    introduces: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A resident's words.

    Attributes
    ----------
    number
        Number in the appendix.
    text
        The words as `Quote.printed` gives them.
    question
        The question before it, when the quote is hard to understand alone; else empty.
    source
        Where the words are, for readers; no file name.
    side
        Side of the theme for which it is quoted; None when it is quoted for no theme.
    """

    number: str
    text: str
    question: str
    source: str
    side: Valence | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two residents' words side by side, each under a heading of its own."""

    titles: tuple[str, str]
    quotes: tuple[Quotation, Quotation]


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unordered list."""

    items: tuple[Line, ...]


WHOLE = 20
"""Rows of a table that is kept on one page: chosen, for a table of all themes of the codebook fits one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row.

    Attributes
    ----------
    widths
        Relative widths of the columns.
    anchors
        Per row an id to which a cite can link; empty strings for none.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    anchors: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is short enough to stand on one page."""
        return len(self.rows) <= WHOLE and not self.anchors


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing.

    Attributes
    ----------
    svg
        The drawing itself.
    alt
        What it shows, for readers who cannot see it.
    width
        Share of the text's width.
    narrow
        The same drawing for a narrow screen; empty when it needs no other one.
    pieces
        The same drawing in pieces, each with what it shows, between which a page may end; empty when it is not to be
        parted.
    """

    caption: str
    svg: str
    alt: str
    width: float = 1.0
    narrow: str = ""
    pieces: tuple[tuple[str, str], ...] = ()

    @property
    def on_pages(self) -> tuple[tuple[str, str], ...]:
        """The drawings to put below each other on pages, each with what it shows."""
        return self.pieces or ((self.svg, self.alt),)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that is set apart, which readers must not miss."""

    line: Line


Block = Heading | Paragraph | Quotation | Contrast | Bullets | Table | Figure | Note


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes
    ----------
    kicker
        Short line above the title: what kind of document it is.
    draft
        True when nobody has confirmed the themes: every format shows "Concept".
    facts
        Label and value of each fact under the title.
    date
        Date of the report, if any; nothing in a report depends on the clock.
    contents
        False for a short text that needs no title page with a table of contents (Word only).
    summary
        What stands on the first page, before the contents.
    author
        Who made it; empty when that is not set.
    """

    title: str
    subtitle: str
    kicker: str
    draft: bool
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    date: dt.date | None = None
    keywords: tuple[str, ...] = ()
    contents: bool = True
    summary: tuple[Block, ...] = ()
    author: str = ""

    @property
    def everything(self) -> tuple[Block, ...]:
        """The summary and what follows it."""
        return (*self.summary, *self.blocks)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order."""
        return tuple(block for block in self.everything if isinstance(block, Heading))


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Collect all lines of text in blocks, in order."""
    for block in blocks:
        match block:
            case Paragraph(line=line) | Note(line=line):
                yield line
            case Bullets(items):
                yield from items
            case Table():
                for row in block.rows:
                    yield from row


def words(text: str, *, strong: bool = False) -> Line:
    """Make a line of one piece of text."""
    return (TextRun(text, strong),)


def joined_ranges(numbers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Join three or more consecutive numbers into a range: 3, 4, 5 becomes 3–5; letters before them must be equal.

    Returns
    -------
    tuple
        Per number or range its first number, and what is printed.
    """
    found: list[list[str]] = []
    for number in numbers:
        if found and _split(number) == (_split(found[-1][-1])[0], _split(found[-1][-1])[1] + 1):
            found[-1].append(number)
        else:
            found.append([number])
    joined = ([(run[0], f"{run[0]}–{run[-1]}")] if len(run) > 2 else [(each, each) for each in run] for run in found)
    return tuple(each for run in joined for each in run)


def _split(number: str) -> tuple[str, int]:
    """Split a number into the letter of its project, if any, and the number itself."""
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return number[: len(number) - len(digits)], int(digits)
