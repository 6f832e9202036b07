"""A review table as a workbook, or as CSV with the texts in a file beside it."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.errors import InputError
from narratief.files.atomic import write_atomic
from narratief.files.csv_table import csv_table
from narratief.publish.review_table.rows import CHANGE, HEADINGS, LATER, NEW, NO, YES, ReviewTable
from narratief.synthesis.trust_words import GUIDE_SHEET
from narratief.synthesis.workbook import Book, Column

SHEET = "Nakijken"
_WIDTHS = (22, 20, 36, 70, 22, 26, 14, 8, 18, 8, 10, 22, 16, 36, 16)
_TEXTS = (Column("Interview", 24), Column("Spreker", 18), Column("Rol", 14), Column("Tekst", 110))
_THEMES = (Column("Kenmerk", 28), Column("Thema", 30), Column("Gaat goed of kan beter", 16), Column("Omschrijving", 90))
GUIDE = (
    "Lees elk gesprek op het blad Gesprekken. Beslis daarna op het blad Nakijken.",
    f"Besluit: vul in {YES} (het thema klopt), {NO} (het klopt niet), {CHANGE} (een ander thema klopt wel) of {LATER}.",
    f"Ander thema: bij {CHANGE} het kenmerk of de naam van het goede thema, zoals op het blad Thema's.",
    f"Mag als citaat: {YES} als deze woorden in een publicatie mogen, {NO} als dat niet mag.",
    "Dat is nodig bij minder dan vijf bewoners. In een rij die alleen daarnaar vraagt, blijft het besluit leeg.",
    "Opmerking: wordt een notitie bij deze woorden. Wie: uw naam. Leeg laten mag als u bij het inlezen --who opgeeft.",
    f"Hele gesprek: vul {YES} in als u het hebt gelezen. Pas dan telt een gesprek zonder thema's als nagekeken.",
    f"Mist er een thema? Voeg een rij toe met alleen interview, woorden (letterlijk), thema, en besluit {NEW}.",
    "Verander de andere kolommen niet. Een rij zonder besluit wordt overgeslagen.",
    "Geef het bestand terug met: narratief review PROJECT --in BESTAND --who UW-NAAM.",
)


def write_review_table(table: ReviewTable, path: Path) -> list[Path]:
    """Write a table as .xlsx or .csv; no text in it can become a formula.

    Returns
    -------
    list
        The files written: for .csv also one with the texts.

    Raises
    ------
    InputError
        When the name has another ending.
    OSError
        When a file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return [write_atomic(path, _workbook(table))]
    if suffix != ".csv":
        raise InputError(path.name, "Dit soort tabel is niet te maken.", "Kies een naam op .xlsx of .csv.")
    texts = path.with_name(f"{path.stem}-gesprekken{path.suffix}")
    lines = [(each.interview, each.speaker, each.role, each.text) for each in table.texts]
    return [
        write_atomic(path, csv_table(HEADINGS, table.rows)),
        write_atomic(texts, csv_table(("interview", "spreker", "rol", "tekst"), lines)),
    ]


def _workbook(table: ReviewTable) -> bytes:
    """Make the workbook: to fill in, to read, to choose from, and how to."""
    book = Book(f"Nakijken {table.title}")
    columns = [Column(name, width) for name, width in zip(HEADINGS, _WIDTHS, strict=True)]
    sheet = book.sheet(SHEET, columns)
    sheet.head()
    styles = ["quiet", "quiet", "quiet", "text", "quiet", "text", "quiet", "number", "quiet", "quiet", *["strong"] * 5]
    for row in table.rows:
        sheet.row(row, styles)
    sheet.filterable()
    texts = book.sheet("Gesprekken", _TEXTS)
    texts.head()
    for line in table.texts:
        texts.row([line.interview, line.speaker, line.role, line.text])
    texts.filterable()
    themes = book.sheet("Thema's", _THEMES)
    themes.head()
    for theme in table.themes:
        themes.row(theme)
    guide = book.sheet(GUIDE_SHEET, (Column("", 4), Column("", 110)))
    guide.line("Zo kijkt u na", "title")
    for text in GUIDE:
        guide.row(["", text], ["note", "text"])
    return book.bytes()
