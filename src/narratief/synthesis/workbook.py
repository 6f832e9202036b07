"""A workbook in the house style, in which no text can become a formula and equal content gives equal bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narratief.files.formulas import is_formula_like

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4, A3 = 9, 8  # as Excel numbers paper
LONGEST_CELL = 32_767
"""Characters (UTF-16 units) of a cell at most: Excel's limit."""
CUT_NOTE = " … [ingekort: te lang voor een cel; de hele tekst staat in codes.csv]"
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- the same in every file, so that equal content gives equal bytes
_BLUE, _BLUE_LIGHT, _LINE, _QUIET = "#154273", "#E8F0F7", "#B4BCC8", "#595959"

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _BLUE},
    "note": {"font_color": _QUIET, "italic": True},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE, "text_wrap": True, "valign": "top", "border": 1},
    "fact_label": {"bold": True, "bg_color": _BLUE_LIGHT, "text_wrap": True, "valign": "top", "border": 1},
    "text": {"text_wrap": True, "valign": "top", "border": 1},
    "strong": {"text_wrap": True, "valign": "top", "border": 1, "bold": True},
    "number": {"align": "center", "valign": "top", "border": 1},
    "quiet": {"text_wrap": True, "valign": "top", "border": 1, "font_color": _QUIET},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its width in characters."""

    heading: str
    width: float


class Book:
    """A workbook under construction; `bytes` closes it.

    Parameters
    ----------
    title, author
        In the file's properties.
    date
        Date of making in them; a fixed one when None, so that equal content gives equal bytes.
    """

    def __init__(self, title: str, author: str = "", date: dt.date | None = None) -> None:
        self._out = io.BytesIO()
        import xlsxwriter  # late: a page or command that makes no workbook should not wait for it

        self._book = xlsxwriter.Workbook(self._out, {"in_memory": True, "strings_to_formulas": False})
        created = _CREATED if date is None else dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001
        self._book.set_properties({"title": title[:255], "author": author or "narratief", "created": created})
        self._formats: dict[tuple[str, bool], Format] = {}

    def sheet(self, name: str, columns: Sequence[Column], paper: int = A4) -> Sheet:
        """Add a sheet that prints landscape, one page wide."""
        worksheet = self._book.add_worksheet(name)
        for place, column in enumerate(columns):
            worksheet.set_column(place, place, column.width)
        worksheet.set_landscape()
        worksheet.set_paper(paper)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.set_footer("&L&A&RBlad &P van &N")
        return Sheet(self, worksheet, tuple(columns))

    def style(self, name: str, guarded: bool = False) -> Format:
        """A format by its name; a guarded one keeps text that looks like a formula text, also after editing."""
        if (name, guarded) not in self._formats:
            look = STYLES[name] | ({"border_color": _LINE} if "border" in STYLES[name] else {})
            self._formats[name, guarded] = self._book.add_format(look | ({"quote_prefix": True} if guarded else {}))
        return self._formats[name, guarded]

    def bytes(self) -> bytes:
        """Close the workbook and return its file."""
        self._book.close()
        return self._out.getvalue()


class Sheet:
    """A sheet that is filled from the top, row after row."""

    def __init__(self, book: Book, worksheet: Worksheet, columns: tuple[Column, ...]) -> None:
        self._book = book
        self._worksheet = worksheet
        self._columns = columns
        self._row = 0

    def line(self, text: str, style: str) -> None:
        """Write one text over the whole width, below what is there."""
        self._put(0, text, style)
        self._row += 1

    def row(self, values: Sequence[str | float | None], styles: Sequence[str] | str = "text") -> None:
        """Write one value per column, below what is there; None leaves an empty cell."""
        for place, value in enumerate(values):
            self._put(place, value, styles if isinstance(styles, str) else styles[place])
        self._row += 1

    def band(self, values: Sequence[tuple[str, int]], style: str) -> None:
        """Write texts below what is there, each over a number of columns."""
        place = 0
        for text, width in values:
            if width > 1:
                look = self._book.style(style)
                self._worksheet.merge_range(self._row, place, self._row, place + width - 1, "", look)
            self._put(place, text, style)
            place += width
        self._row += 1

    def head(self, columns_in_sight: int = 0) -> None:
        """Write the headings, which stay in sight and on every page, as do the first columns when asked."""
        self.row([column.heading for column in self._columns], "head")
        self._worksheet.freeze_panes(self._row, columns_in_sight)
        self._worksheet.repeat_rows(self._row - 1)
        self._head = self._row - 1

    def filterable(self) -> None:
        """Let the rows below the headings be filtered; call when all rows are there."""
        self._worksheet.autofilter(self._head, 0, max(self._row - 1, self._head), len(self._columns) - 1)

    def _put(self, place: int, value: str | float | None, style: str) -> None:
        """Write a cell; text is always written as text, never as formula, link or number."""
        if value is None or value == "":
            self._worksheet.write_blank(self._row, place, None, self._book.style(style))
        elif isinstance(value, str):
            guarded = is_formula_like(value)
            self._worksheet.write_string(self._row, place, _fitting(value), self._book.style(style, guarded))
        else:
            self._worksheet.write_number(
                self._row, place, value, self._book.style("number" if style == "text" else style)
            )


def _fitting(text: str) -> str:
    """Cut a text that a cell cannot hold, saying so; Excel counts in UTF-16 units and would drop it."""
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = LONGEST_CELL - len(CUT_NOTE)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT_NOTE
