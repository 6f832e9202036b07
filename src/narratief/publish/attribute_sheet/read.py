"""A sheet with attributes, as somebody keeps it: interviews in the first column, an attribute in each other one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.attributes import LONGEST_NAME, MOST, alike, checked_name, plain
from narratief.domain.errors import InputError, Problem, Refusal
from narratief.publish.tables.sheets import Sheet, read_sheets

REMEDY = (
    "Gebruik een tabel (.xlsx of .csv) met in de eerste kolom de gesprekken, en in elke kolom erna een kenmerk. Boven "
    "elke kolom staat de naam."
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}( 00:00:00)?")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet.

    Attributes
    ----------
    place
        Where it stands, in Dutch.
    interview
        What the first column says.
    values
        Name of an attribute → value; without empty cells.
    """

    place: str
    interview: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AttributeSheet:
    """What a sheet says.

    Attributes
    ----------
    file
        Its name.
    names
        Attributes in its headings.
    problems
        Columns and cells that are passed over.
    """

    file: str
    names: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]


def read_attribute_sheet(path: Path, name: str = "") -> AttributeSheet:
    """Read the first sheet with anything in it.

    Parameters
    ----------
    name
        What the file is called in messages; default its own name.

    Raises
    ------
    InputError
        When the file cannot be read, or has no attribute in its headings.
    """
    file = name or path.name
    sheet = next((each for each in read_sheets(path, REMEDY) if any(map(any, each.rows))), None)
    if sheet is None:
        raise InputError(file, "Dit bestand is leeg.", REMEDY)
    start = next(number for number, row in enumerate(sheet.rows) if any(cell.strip() for cell in row))
    columns, problems = _columns(sheet.rows[start], sheet.place(start + 1), file)
    if not columns:
        raise InputError(file, "Boven geen enkele kolom staat een kenmerk dat narratief kan bewaren.", REMEDY)
    rows = []
    for number, line in enumerate(sheet.rows[start + 1 :], start + 2):
        if any(cell.strip() for cell in line):
            rows.append(_row(sheet, number, line, columns, problems, file))
    return AttributeSheet(file, tuple(columns.values()), tuple(rows), tuple(problems))


def _columns(headings: Sequence[str], place: str, file: str) -> tuple[dict[int, str], list[Problem]]:
    """Attributes by their column, and what is wrong with headings; the first column names interviews."""
    columns: dict[int, str] = {}
    problems: list[Problem] = []
    for number, typed in enumerate(headings[1:], 1):
        if not plain(typed):
            continue
        try:
            name = checked_name(typed)
            if alike(name) in map(alike, columns.values()):
                raise Refusal("Dit kenmerk staat al boven een andere kolom.", "Laat er één staan.")
            if len(columns) == MOST:
                raise Refusal(f"Een project heeft hoogstens {MOST} kenmerken.", "Haal kolommen weg.")
            columns[number] = name
        except Refusal as refusal:
            where = f"{place}, kolom '{plain(typed)[:LONGEST_NAME]}'"
            message = f"{where}: {refusal.message} Deze kolom is overgeslagen."
            problems.append(Problem(file, message, refusal.remedy, fatal=False))
    return columns, problems


def _row(
    sheet: Sheet, number: int, line: Sequence[str], columns: Mapping[int, str], problems: list[Problem], file: str
) -> SheetRow:
    """Read a row; notes cells that have no heading, or that a spreadsheet program made a date of."""
    values: dict[str, str] = {}
    for column, typed in enumerate(line[1:], 1):
        value = plain(typed)
        if not value or column not in columns:
            continue
        if _DATE.fullmatch(value):
            where = f"{sheet.place(number)}, kolom '{columns[column]}'"
            message = f"{where}: hier staat een datum. Misschien maakte het rekenprogramma die van bijvoorbeeld 5-10."
            remedy = "Geef de kolom de opmaak Tekst, typ de waarde opnieuw en kies het bestand nog eens."
            problems.append(Problem(file, message, remedy, fatal=False))
        else:
            values[columns[column]] = value
    return SheetRow(sheet.place(number), plain(line[0]), values)
