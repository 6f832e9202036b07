"""Tables that come in: the sheets of a workbook or a CSV file as rows of text, as spreadsheet programs save them."""

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

_SEPARATORS = ";,\t"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file.

    Attributes
    ----------
    name
        Empty for a CSV file.
    rows
        Text of each cell, from the first row on; empty rows too.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]

    def place(self, number: int) -> str:
        """Where a row stands, in Dutch; numbered from 1, as a spreadsheet program does."""
        return f"blad '{self.name}', rij {number}" if self.name else f"rij {number}"


def read_sheets(path: Path, remedy: str) -> list[Sheet]:
    """Read all sheets of a file.

    Parameters
    ----------
    remedy
        What the user can do when it cannot be read, one Dutch sentence.

    Raises
    ------
    InputError
        When it is no .xlsx or .csv, or cannot be read safely.
    """
    data = _bytes(path, remedy)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return [Sheet("", tuple(_csv_rows(data, path.name, remedy)))]
    if suffix == ".xlsx":
        return _xlsx_sheets(data, path.name, remedy)
    raise InputError(path.name, "Dit is geen tabel die te lezen is.", remedy)


def _bytes(path: Path, remedy: str) -> bytes:
    """Read the file, up to a limit."""
    try:
        if path.exists() and not path.is_file():
            raise InputError(path.name, "Dit is geen gewoon bestand.", remedy)
        if path.stat().st_size > MAX_BYTES:
            raise InputError(path.name, "Dit bestand is te groot om te openen.", remedy)
        return path.read_bytes()
    except OSError as error:
        raise InputError(path.name, "Dit bestand is niet te openen.", "Controleer of het bestaat.") from error


def _csv_rows(data: bytes, name: str, remedy: str) -> Iterator[tuple[str, ...]]:
    """Rows of a CSV file: with commas, semicolons or tabs, in UTF-8 or as Windows writes it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise InputError(name, "Dit is geen CSV-bestand.", remedy)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number > MAX_TABLE_ROWS:
                raise _too_long(name, remedy)
            yield tuple(unescape_formulas(cell) for cell in row)
    except csv.Error as error:
        raise InputError(name, "Dit CSV-bestand is niet te lezen.", remedy) from error


def _xlsx_sheets(data: bytes, name: str, remedy: str) -> list[Sheet]:
    """All sheets of a workbook."""
    import openpyxl  # late: a command that reads no workbook should not wait for it

    _refuse_large(data, name, remedy)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [
            Sheet(each, tuple(_cells(book[each].iter_rows(values_only=True), name, remedy))) for each in book.sheetnames
        ]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever goes wrong inside it
        raise InputError(name, "Dit werkboek is niet te lezen.", remedy) from error


def _refuse_large(data: bytes, name: str, remedy: str) -> None:
    """Refuse a workbook that is no zip file, or becomes too large when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except BROKEN_ZIP as error:
        raise InputError(name, "Dit is geen geldig werkboek (.xlsx).", remedy) from error
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InputError(name, "Dit bestand wordt na uitpakken te groot om veilig te openen.", remedy)


def _cells(rows: Iterable[Sequence[object]], name: str, remedy: str) -> Iterator[tuple[str, ...]]:
    """Cells of a sheet as text: a whole number without its point."""
    for number, row in enumerate(rows):
        if number > MAX_TABLE_ROWS or len(row) > MAX_TABLE_CELLS:
            raise _too_long(name, remedy)
        yield tuple(_text(cell) for cell in row)


def _text(cell: object) -> str:
    """Text of a cell; of one that a person filled in with a tick box: ja or nee."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _too_long(name: str, remedy: str) -> InputError:
    """Say that a table has more rows or columns than one of narratief can have."""
    return InputError(name, f"Deze tabel is te groot (hoogstens {MAX_TABLE_ROWS} rijen).", remedy)
