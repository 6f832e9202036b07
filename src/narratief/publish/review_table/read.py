"""A filled-in review table, read back from a workbook or CSV as spreadsheet programs save them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.files.broken_zip import BROKEN_ZIP
from narratief.files.formulas import unescape_formulas
from narratief.files.limits import MAX_BYTES, MAX_PARTS, MAX_TABLE_CELLS, MAX_TABLE_ROWS, MAX_UNPACKED
from narratief.publish.review_table.rows import DECISION, HEADINGS, ID
from narratief.publish.review_table.write import SHEET

_REMEDY = "Gebruik de tabel die 'narratief review' maakte, en bewaar hem als .xlsx of .csv."
_SEPARATORS = ";,\t"


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
    data = _bytes(path)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        sheets = [("", _csv_rows(data, path.name))]
    elif suffix == ".xlsx":
        sheets = list(_xlsx_sheets(data, path.name))
    else:
        raise InputError(path.name, "Dit is geen tabel die te lezen is.", _REMEDY)
    for name, rows in sheets:
        found = _table(rows, name)
        if found is not None:
            return found
    needed = f"'{ID}' en '{DECISION}'"
    raise InputError(path.name, f"In dit bestand staat geen tabel met de kolommen {needed}.", _REMEDY)


def _bytes(path: Path) -> bytes:
    """Read the file, up to a limit."""
    try:
        if path.exists() and not path.is_file():
            raise InputError(path.name, "Dit is geen gewoon bestand.", _REMEDY)
        if path.stat().st_size > MAX_BYTES:
            raise InputError(path.name, "Dit bestand is te groot om te openen.", _REMEDY)
        return path.read_bytes()
    except OSError as error:
        raise InputError(path.name, "Dit bestand is niet te openen.", "Controleer of het bestaat.") from error


def _table(rows: Iterable[Sequence[str]], sheet: str) -> tuple[TableRow, ...] | None:
    """Take the rows below the headings; None when the headings are not those of a review table."""
    lines = iter(rows)
    headings = [cell.strip().lower() for cell in next(lines, ())]
    if not {ID, DECISION} <= set(headings):
        return None
    columns = {heading: place for place, heading in enumerate(headings) if heading in HEADINGS}
    found = []
    for number, line in enumerate(lines, 2):
        cells = {heading: line[place] for heading, place in columns.items() if place < len(line)}
        if any(cell.strip() for cell in cells.values()):
            found.append(TableRow(f"blad '{sheet}', rij {number}" if sheet else f"rij {number}", cells))
    return tuple(found)


def _csv_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Rows of a CSV file: with commas, semicolons or tabs, in UTF-8 or as Windows writes it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise InputError(name, "Dit is geen CSV-bestand.", _REMEDY)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number > MAX_TABLE_ROWS:
                raise _too_long(name)
            yield [unescape_formulas(cell) for cell in row]
    except csv.Error as error:
        raise InputError(name, "Dit CSV-bestand is niet te lezen.", _REMEDY) from error


def _xlsx_sheets(data: bytes, name: str) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Name and rows of each sheet, that of the review table first."""
    import openpyxl  # late: a command that reads no workbook should not wait for it

    _refuse_large(data, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        names = sorted(book.sheetnames, key=lambda each: each != SHEET)
        found = [(each, list(_cells(book[each].iter_rows(values_only=True), name))) for each in names]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever goes wrong inside it
        raise InputError(name, "Dit werkboek is niet te lezen.", _REMEDY) from error
    for sheet, rows in found:
        yield sheet, iter(rows)


def _refuse_large(data: bytes, name: str) -> None:
    """Refuse a workbook that is no zip file, or becomes too large when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except BROKEN_ZIP as error:
        raise InputError(name, "Dit is geen geldig werkboek (.xlsx).", _REMEDY) from error
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InputError(name, "Dit bestand wordt na uitpakken te groot om veilig te openen.", _REMEDY)


def _cells(rows: Iterable[Sequence[object]], name: str) -> Iterator[list[str]]:
    """Cells of a sheet as text: a whole number without its point."""
    for number, row in enumerate(rows):
        if number > MAX_TABLE_ROWS or len(row) > MAX_TABLE_CELLS:
            raise _too_long(name)
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """Text of a cell; of one that a person filled in with a tick box: ja or nee."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _too_long(name: str) -> InputError:
    """Say that a table has more rows or columns than one of narratief can have."""
    return InputError(name, f"Deze tabel is te groot (hoogstens {MAX_TABLE_ROWS} rijen).", _REMEDY)
