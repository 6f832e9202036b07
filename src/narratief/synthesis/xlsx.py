"""The synthesis as a workbook: synthese.xlsx per project, overzicht.xlsx over projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratief.domain.dutch import counted
from narratief.domain.fragment import WITHHELD
from narratief.domain.trust import Trust
from narratief.synthesis.records import CodeRecord
from narratief.synthesis.tables import OverallSynthesis, OverallTheme, ProjectSynthesis, ThemeFindings, sides
from narratief.synthesis.trust_words import GUIDE_SHEET, HEADING, brief, explained, in_workbook
from narratief.synthesis.wording import (
    OFF_RECORD_GUIDE,
    QUOTE_GUIDE,
    REVIEWED_GUIDE,
    SAME_NUMBER_GUIDE,
    coding_note,
    facts_in_words,
    in_plain_text,
    not_compared,
    over_projects,
    place,
    reviewed,
    small_group_note,
    told,
)
from narratief.synthesis.workbook import A3, Book, Column, Sheet

_FINDINGS = (
    Column("Doel", 26),
    Column("Gaat goed of kan beter", 14),
    Column("Thema", 28),
    Column("Verteld door", 22),
    Column("Fragmenten", 12),
    Column("Citaat", 80),
    Column("Vindplaats", 30),
)
_CODES = (
    Column("Project", 20),
    Column("Interview", 20),
    Column("Antwoord (eerste = 1)", 11),
    Column("Fragment", 19),
    Column("Begin", 8),
    Column("Eind", 8),
    Column("Vraag", 40),
    Column("Citaat", 70),
    Column("Thema", 28),
    Column("Doel", 26),
    Column("Gaat goed of kan beter", 14),
    Column("Score", 8),
    Column("Gecodeerd door", 16),
)
_GUIDE = (
    QUOTE_GUIDE,
    SAME_NUMBER_GUIDE,
    "'2 van 3 bewoners' telt gesprekken: wie iets drie keer vertelt, telt één keer. Het is geen meting van een mening.",
    REVIEWED_GUIDE,
    "Een thema met 0 is in die gesprekken door niemand verteld. Dat wil niet zeggen dat het niet speelt.",
    "Vindplaats: het interview, het hoeveelste antwoord van de bewoner (het eerste is 1), en de plaats in tekens.",
    "In codes.csv tellen de antwoorden vanaf 0 (kolom 'turn').",
    OFF_RECORD_GUIDE,
    (
        "Begint een tekst met =, +, - of @? Dan staat er in codes.csv een apostrof (') voor, zodat een rekenprogramma "
        "er geen formule van maakt. In dit werkboek en in codes.parquet staat de tekst zoals hij is opgeslagen."
    ),
    "Score: hoe zeker de computer is van het thema, van 0 tot 1. Een mens die codeert geeft altijd 1.",
)


def project_workbook(synthesis: ProjectSynthesis, records: Iterable[CodeRecord]) -> bytes:
    """Make synthese.xlsx: the findings with their quotes, every coded fragment, and how to read it."""
    book = Book(f"Synthese {synthesis.title}")
    sheet = book.sheet("Synthese", _FINDINGS)
    sheet.line(synthesis.title, "title")
    sheet.line(_facts_line(synthesis), "note")
    sheet.line(f"{coding_note(synthesis)} {small_group_note(synthesis.residents)}".strip(), "note")
    sheet.line(in_workbook(synthesis.trust), "note")
    sheet.head()
    for part in synthesis.goals:
        for valence, label in sides():
            for findings in part.side(valence):
                _write_findings(sheet, (f"{part.goal.number}. {part.goal.label}", label), findings)
    sheet.filterable()
    _write_codes(book, synthesis, records)
    _write_guide(book, (synthesis,), synthesis.trust)
    return book.bytes()


def overall_workbook(synthesis: OverallSynthesis) -> bytes:
    """Make overzicht.xlsx: themes with projects as columns, each count with a quote beside it."""
    columns = [*_FINDINGS[:3], Column("Alle projecten", 22)]
    for project in synthesis.projects:
        columns += [Column(project.title, 20), Column(f"{project.title}: citaat", 46)]
    book = Book("Overzicht over projecten")
    sheet = book.sheet("Overzicht", columns, paper=A3)
    sheet.line("Overzicht over projecten", "title")
    sheet.line(in_workbook(synthesis.trust), "note")
    if synthesis.left_out:
        sheet.line(not_compared(synthesis.left_out), "note")
    facts = [_facts(project) for project in synthesis.projects]
    for same in zip(*facts, strict=True):
        sheet.band([(same[0][0], 4), *((value, 2) for _, value in same)], "fact_label")
    sheet.head(columns_in_sight=3)
    for part in synthesis.goals:
        for valence, label in sides():
            for row in part.side(valence):
                _write_overall_row(sheet, (f"{part.goal.number}. {part.goal.label}", label), row)
    sheet.filterable()
    _write_quotes(book, synthesis)
    _write_guide(book, synthesis.projects, synthesis.trust)
    return book.bytes()


def _facts(project: ProjectSynthesis) -> tuple[tuple[str, str], ...]:
    """Facts of the project with the number of residents spoken to."""
    spoken = counted(project.residents, "bewoner", "bewoners")
    return (*facts_in_words(project.facts), ("Gesproken", spoken), ("Nagekeken", reviewed(project.coverage)))


def _facts_line(synthesis: ProjectSynthesis) -> str:
    """The facts as one line below the title."""
    return " · ".join(f"{label}: {value}" for label, value in _facts(synthesis))


def _write_findings(sheet: Sheet, labels: tuple[str, str], findings: ThemeFindings) -> None:
    """Write a row per representative quote; a theme that nobody told gets one quiet row."""
    start = (*labels, findings.theme.label, told(findings), findings.fragments)
    if not findings.quotes:
        sheet.row([*start, None, None], "quiet")
        return
    if not findings.chosen:
        sheet.row([*start, WITHHELD, None], ["text", "text", "strong", "strong", "text", "quiet", "quiet"])
        return
    styles = ("text", "text", "strong", "strong", "text", "text", "quiet")
    for number, quote in enumerate(findings.chosen):
        if number == 0:
            sheet.row([*start, in_plain_text(quote, "\n"), place(quote)], styles)
        else:  # goal, side and theme again, so that a filter keeps the quotes; counts only once
            again = [*labels, findings.theme.label, None, None]
            sheet.row([*again, in_plain_text(quote, "\n"), place(quote)], ["quiet"] * 5 + ["text", "quiet"])


def _write_overall_row(sheet: Sheet, labels: tuple[str, str], row: OverallTheme) -> None:
    """Write a theme with, per project, the count and the place of a quote, and the quote right beside it."""
    values: list[str | float | None] = [*labels, row.theme.label, over_projects(row)]
    styles = ["text", "text", "strong", "strong"] if row.residents else ["quiet"] * 4
    for cell in row.cells:
        number = told(cell) if cell else "geen thema in dit project"
        best = cell.brief if cell else None
        none = WITHHELD if cell and cell.residents else None
        values += [f"{number}\n\n{place(best)}", in_plain_text(best, "\n")] if best else [number, none]
        styles += ["text", "text"] if best else ["text" if none else "quiet", "quiet"]
    sheet.row(values, styles)


def _write_codes(book: Book, synthesis: ProjectSynthesis, records: Iterable[CodeRecord]) -> None:
    """Add the sheet with every code, the same lines as codes.csv."""
    themes = {found.theme.id: found.theme.label for part in synthesis.goals for found in part.themes}
    goals = {part.goal.id: part.goal.label for part in synthesis.goals}
    labels = dict(sides())
    sheet = book.sheet("Alle citaten", _CODES)
    sheet.head()
    for record in records:
        sheet.row(
            [
                *(record.project, record.interview, record.turn + 1, record.fragment, record.start, record.end),
                *(record.question, record.text, themes.get(record.theme, record.theme)),
                *(goals.get(record.goal, record.goal), labels[record.valence], record.score, record.coder),
            ]
        )
    sheet.filterable()


def _write_quotes(book: Book, synthesis: OverallSynthesis) -> None:
    """Add the sheet with the representative quotes of all projects, to filter."""
    columns = (Column("Project", 24), *_FINDINGS[:3], *_FINDINGS[5:])
    sheet = book.sheet("Citaten", columns)
    sheet.head()
    for part in synthesis.goals:
        for valence, label in sides():
            for row in part.side(valence):
                for project, cell in zip(synthesis.projects, row.cells, strict=True):
                    for quote in cell.chosen if cell else ():
                        goal = f"{part.goal.number}. {part.goal.label}"
                        sheet.row(
                            [project.title, goal, label, row.theme.label, in_plain_text(quote, "\n"), place(quote)]
                        )
    sheet.filterable()


def _write_guide(book: Book, projects: Sequence[ProjectSynthesis], trust: Trust) -> None:
    """Add the sheet that says how to read the others, with each project's facts."""
    sheet = book.sheet(GUIDE_SHEET, (Column("", 34), Column("", 90)))
    sheet.line("Zo leest u deze tabellen", "title")
    for text in _GUIDE:
        sheet.row(["", text], ["note", "text"])
    sheet.line(HEADING, "title")
    for text in explained(trust):
        sheet.row(["", text], ["note", "text"])
    for project in projects:
        sheet.line("", "note")
        sheet.row(["Project", project.title], ["fact_label", "strong"])
        for label, value in _facts(project):
            sheet.row([label, value], ["fact_label", "text"])
        if project.facts.description:
            sheet.row(["Omschrijving", project.facts.description], ["fact_label", "text"])
        sheet.row(["Codering", coding_note(project)], ["fact_label", "text"])
        sheet.row(["Zekerheid", brief(project.trust)], ["fact_label", "text"])
