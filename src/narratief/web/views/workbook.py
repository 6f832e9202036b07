"""Any table of a page as a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narratief.domain.trust import Trust
from narratief.synthesis.trust_words import GUIDE_SHEET, HEADING, explained, in_workbook
from narratief.synthesis.workbook import Book, Column

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWEST, _WIDEST = 10, 60  # width of a column in characters, a layout choice
_LONGEST_NAME = 31  # of a sheet, in Excel
_ILLEGAL = str.maketrans("", "", "[]:*?/\\")

Lines = Sequence[Mapping[str, object]]


def workbook(title: str, sheets: Mapping[str, Lines], trust: Trust) -> bytes:
    """Write tables as sheets of a workbook, ready to be filtered.

    Parameters
    ----------
    title
        Above each table.
    sheets
        Per sheet its lines, all with the same headings in the same order; one without lines says that it is empty.
    trust
        What stands above each table, and is explained on a last sheet.
    """
    book = Book(title)
    for name, lines in sheets.items():
        headings = list(lines[0]) if lines else ["Geen gegevens"]
        sheet = book.sheet(_sheet_name(name), [Column(heading, _width(heading, lines)) for heading in headings])
        sheet.line(title, "title")
        sheet.line(in_workbook(trust), "note")
        sheet.head(columns_in_sight=1)
        for line in lines:
            sheet.row([_value(line.get(heading)) for heading in headings])
        sheet.filterable()
    guide = book.sheet(GUIDE_SHEET, [Column("", 110)])
    guide.line(HEADING, "title")
    for text in explained(trust):
        guide.row([text])
    return book.bytes()


def attachment(name: str) -> dict[str, str]:
    """Headers that make a browser save a response under a name."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-") or "bestand"
    return {"Content-Disposition": f'attachment; filename="{plain}"'}


def _sheet_name(name: str) -> str:
    """Leave out what Excel forbids in the name of a sheet."""
    return name.translate(_ILLEGAL)[:_LONGEST_NAME] or "Tabel"


def _width(heading: str, lines: Lines) -> float:
    """Choose a column's width by its longest value, within what reads well."""
    longest = max((len(str(line.get(heading) or "")) for line in lines[:200]), default=0)
    return float(min(max(longest + 2, len(heading) // 2 + 4, _NARROWEST), _WIDEST))


def _value(value: object) -> str | float | None:
    """Convert a value for a cell: numbers stay numbers, yes and no become Dutch, anything else text."""
    if value is None or isinstance(value, int | float):
        return value if not isinstance(value, bool) else ("ja" if value else "nee")
    return str(value)
