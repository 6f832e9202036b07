"""A workbook for researchers: the matrix of interviews and themes, every quote, and the codebook."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.trust import pooled_trust
from narratief.files.atomic import write_atomic
from narratief.publish.imprint import NO_IMPRINT, Imprint
from narratief.publish.results import CombinedCodebook, Results, combine_codebooks, project_results
from narratief.publish.tables.matrix import ThemeMatrix, theme_matrix
from narratief.publish.tables.quote_list import quote_records
from narratief.synthesis.synthesise import project_synthesis
from narratief.synthesis.trust_words import GUIDE_SHEET, HEADING, brief, explained, in_workbook
from narratief.synthesis.wording import REVIEWED_GUIDE, coding_note
from narratief.synthesis.workbook import A3, Book, Column

_ABOUT = (
    Column("Project", 26),
    Column("Niveau", 14),
    Column("Schaal", 10),
    Column("Interview", 22),
    Column("Nagekeken", 11),
)
_QUOTES = (
    Column("Citaat", 70),
    Column("Codepad", 50),
    Column("Thema", 28),
    Column("Gaat goed of kan beter", 14),
    Column("Project", 24),
    Column("Interview", 20),
    Column("Antwoord (eerste = 1)", 11),
    Column("Begin", 8),
    Column("Eind", 8),
    Column("Vraag", 40),
    Column("Gecodeerd door", 16),
    Column("Score", 8),
    Column("Niveau", 14),
    Column("Schaal", 10),
    Column("Periode", 18),
    Column("Fragment", 19),
)
_CODEBOOK = (
    Column("Doel", 34),
    Column("Gaat goed of kan beter", 14),
    Column("Thema", 30),
    Column("Omschrijving", 60),
    Column("Wel", 50),
    Column("Niet", 50),
    Column("Kenmerk", 26),
)
_GUIDE = (
    "Matrix: een 1 betekent dat de bewoner in dat gesprek over het thema vertelde, een 0 van niet.",
    "Een leeg vak in de matrix: het codeboek van dat project kent dit thema niet, of dit gesprek is niet nagekeken.",
    REVIEWED_GUIDE,
    "Een 0 wil niet zeggen dat het niet speelt: er is niet naar gevraagd, of de bewoner noemde het niet.",
    "Citaten: een regel per citaat, thema en codeur. Elk citaat is letterlijk de opgeslagen tekst, zonder namen.",
    "Begin en eind: de plaats in de opgeslagen tekst van het gesprek, in tekens, geteld vanaf 0.",
    "Score: hoe zeker de computer is van het thema, van 0 tot 1. Een mens die codeert geeft altijd 1.",
)


def write_xlsx(results: Results, path: Path, imprint: Imprint = NO_IMPRINT) -> Path:
    """Write the workbook; no text in it can become a formula.

    Parameters
    ----------
    imprint
        Who made it and when, for the file's properties.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    found = project_results(results)
    book = Book(found[0].title if len(found) == 1 else f"{len(found)} projecten", imprint.author, imprint.date)
    themes = combine_codebooks(found)
    certain = in_workbook(pooled_trust([result.trust for result in found]))
    _add_matrix(book, themes, theme_matrix(found), certain)
    _add_quotes(book, found)
    _add_codebook(book, themes)
    guide = book.sheet(GUIDE_SHEET, (Column("", 34), Column("", 90)))
    guide.line("Zo leest u deze tabellen", "title")
    for text in _GUIDE:
        guide.row(["", text], ["note", "text"])
    guide.line(HEADING, "title")
    for text in explained(pooled_trust([result.trust for result in found])):
        guide.row(["", text], ["note", "text"])
    for result in found:
        guide.row(
            [result.title, f"{coding_note(project_synthesis(result))} {brief(result.trust)}"], ["fact_label", "text"]
        )
    return write_atomic(path, book.bytes())


def _add_matrix(book: Book, themes: CombinedCodebook, matrix: ThemeMatrix, certain: str) -> None:
    """Add the matrix, with goal and side above the themes and the number of residents directly below them.

    Parameters
    ----------
    certain
        How far the numbers can be trusted, in one line.
    """
    columns = [*_ABOUT, *(Column(theme.label, 18) for theme in matrix.themes)]
    sheet = book.sheet("Matrix", columns, paper=A3)
    goals = {goal.id: f"{goal.number}. {goal.label}" for goal in themes.goals}
    groups = [
        (f"{goals[goal]} – {VALENCE_LABELS[valence].lower()}", len(list(members)))
        for (goal, valence), members in groupby(matrix.themes, key=lambda theme: (theme.goal, theme.valence))
    ]
    sheet.band([("", len(_ABOUT)), *groups], "fact_label")
    told = [sum(row.cells[place] or 0 for row in matrix.rows) for place in range(len(matrix.themes))]
    asked = [sum(row.cells[place] is not None for row in matrix.rows) for place in range(len(matrix.themes))]
    blank = [""] * (len(_ABOUT) - 1)
    labels = ["quiet"] * len(blank) + ["fact_label"]
    sheet.row([*blank, "Verteld door (bewoners)", *told], labels + ["number"] * len(told))
    sheet.row([*blank, "Van zoveel gesprekken", *asked], labels + ["number"] * len(asked))
    sheet.head(columns_in_sight=len(_ABOUT))
    for row in matrix.rows:
        facts = row.project.facts
        seen = "ja" if row.reviewed else "nee"
        about = (row.project.title, facts.participation_level or "", facts.scale, row.interview, seen)
        sheet.row([*about, *row.cells])
    sheet.filterable()
    sheet.line(certain, "note")


def _add_quotes(book: Book, results: Results) -> None:
    """Add the list of quotes, with filters."""
    sheet = book.sheet("Citaten", _QUOTES)
    sheet.head(columns_in_sight=1)
    labels = {(t.goal, t.valence, t.id): t.label for t in combine_codebooks(project_results(results)).themes}
    for record in quote_records(results):
        sheet.row(
            [
                *(record.text, record.code_path, labels[record.goal, record.valence, record.theme]),
                *(VALENCE_LABELS[record.valence], record.title, record.interview, record.turn + 1),
                *(record.start, record.end, record.question, record.coder, record.score),
                *(record.level, record.scale, record.period, record.fragment),
            ]
        )
    sheet.filterable()


def _add_codebook(book: Book, themes: CombinedCodebook) -> None:
    """Add the themes with what each includes and excludes."""
    sheet = book.sheet("Codeboek", _CODEBOOK)
    sheet.head()
    for goal in themes.goals:
        for theme in themes.themes_of(goal):
            about = (f"{goal.number}. {goal.label}", VALENCE_LABELS[theme.valence], theme.label)
            sheet.row([*about, theme.definition, theme.include, theme.exclude, theme.id])
    sheet.filterable()
