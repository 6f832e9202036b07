"""A filled-in review table, read back from a workbook or CSV as spreadsheet programs save them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.publish.review_table.rows import DECISION, HEADINGS, ID
from narratief.publish.review_table.write import SHEET
from narratief.publish.tables.sheets import Sheet, read_sheets

_REMEDY = "Gebruik de tabel die 'narratief review' maakte, en bewaar hem als .xlsx of .csv."


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as somebody gives it back.

    Attributes
    ----------
    place
        Where it stands, in Dutch: sheet and row as a spreadsheet program numbers them.
    cells
        Text per heading of `HEADINGS`; empty where the cell or column is.
    """

    place: str
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        """Text of a cell, without spaces around it."""
        return self.cells.get(heading, "").strip()


def read_review_table(path: Path) -> tuple[TableRow, ...]:
    """Read the rows in which anything is filled in.

    Raises
    ------
    InputError
        When the file cannot be read, or has no sheet with the columns of a review table.
    """
    for sheet in sorted(read_sheets(path, _REMEDY), key=lambda each: each.name != SHEET):
        found = _table(sheet)
        if found is not None:
            return found
    needed = f"'{ID}' en '{DECISION}'"
    raise InputError(path.name, f"In dit bestand staat geen tabel met de kolommen {needed}.", _REMEDY)


def _table(sheet: Sheet) -> tuple[TableRow, ...] | None:
    """Take the rows below the headings; None when the headings are not those of a review table."""
    headings = [cell.strip().lower() for cell in sheet.rows[0]] if sheet.rows else []
    if not {ID, DECISION} <= set(headings):
        return None
    columns = {heading: place for place, heading in enumerate(headings) if heading in HEADINGS}
    found = []
    for number, line in enumerate(sheet.rows[1:], 2):
        cells = {heading: line[place] for heading, place in columns.items() if place < len(line)}
        if any(cell.strip() for cell in cells.values()):
            found.append(TableRow(sheet.place(number), cells))
    return tuple(found)
