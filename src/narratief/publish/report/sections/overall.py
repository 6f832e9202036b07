"""The chapters of the report over several projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narratief.domain.codebook import VALENCE_LABELS, Valence
from narratief.domain.coverage import Coverage
from narratief.domain.dutch import counted, listed
from narratief.domain.result import ProjectResult
from narratief.publish.charts.marks import NARROW, Mark, MarkGroup, MarkLayout, MarkRow, marks_chart, marks_pieces
from narratief.publish.charts.words import brief_alt
from narratief.publish.comparison import coverages
from narratief.publish.report.case import Case
from narratief.publish.report.evidence import MOST_CITED
from narratief.publish.report.model import (
    Block,
    Bullets,
    Cite,
    Count,
    Figure,
    Heading,
    Inline,
    Line,
    Note,
    Paragraph,
    Quotation,
    Table,
    TextRun,
    words,
)
from narratief.publish.report.sections.certainty import explanation
from narratief.publish.report.sections.closing import limits, meanings, quote_list
from narratief.publish.report.sections.conclusions import SOURCE
from narratief.publish.report.sections.opening import pieces
from narratief.publish.report.wording import conclusion, fill, short, statement, topics, wording
from narratief.synthesis.confirmed_quotes import asked_note
from narratief.synthesis.tables import OverallGoal, OverallSynthesis, OverallTheme, ThemeFindings, sides
from narratief.synthesis.wording import coding_note, coverage_note, facts_in_words, left_out_note, small_group_note

QUOTES_PER_SIDE = 3
"""Most quotes per side of a goal: chosen, not measured; all quotes are in the appendix."""
PER_SIDE = 5
"""Most conclusions per side: chosen, not measured, so that the chapter can be read at a glance."""
_DASH = "–"
_IN_TABLES = "Alle aantallen staan in de tabellen per doel."


def overall_opening(
    cases: Sequence[Case], synthesis: OverallSynthesis, left_out: Sequence[ProjectResult] = ()
) -> list[Block]:
    """Tell which projects were evaluated, with their levels, periods and costs side by side, and which were not."""
    rows = tuple(
        (
            words(letter),
            words(case.result.title),
            *(words(value) for _, value in facts_in_words(case.result.facts)),
            words(_talks(case.result.coverage)),
        )
        for letter, case in lettered(cases)
    )
    blocks: list[Block] = [
        Heading(1, "Wat is geëvalueerd en hoe", "aanpak"),
        Paragraph(
            words(
                f"Dit verslag gaat over {counted(len(cases), 'project', 'projecten')}. "
                "Na afloop vertelden bewoners in een eigen gesprek hoe zij het proces beleefden. "
                f"Samen zijn dat {counted(synthesis.residents, 'gesprek', 'gesprekken')}."
            )
        ),
        Table(
            "De projecten; de letter staat voor het nummer van elk citaat",
            ("Letter", "Project", "Niveau", "Schaal", "Periode", "Kosten", "Gesprekken"),
            rows,
            (8, 20, 17, 10, 19, 17, 13),
        ),
    ]
    if left_out:
        blocks.append(Note(words(left_out_note(coverages(left_out)))))
    if any(not case.confirmed for case in cases):
        notes = dict.fromkeys(coding_note(case.synthesis) for case in cases)
        blocks.append(Note(words(f"Dit is een concept: niemand heeft de bevindingen al bevestigd. {' '.join(notes)}")))
    elif not synthesis.coverage.complete:
        blocks.append(Note(words(coverage_note(synthesis.coverage, draft=False))))
    small = [case.result.title for case in cases if small_group_note(case.result.residents)]
    if small:
        blocks.append(
            Note(
                words(
                    f"In {listed(small)} is met weinig bewoners gesproken. "
                    "In een kleine groep zijn mensen snel te herkennen, ook zonder hun naam."
                )
            )
        )
    asked = asked_note(sum(len(case.asked) for case in cases), draft=any(not case.confirmed for case in cases))
    if asked:
        blocks.append(Note(words(asked)))
    return blocks


def overall_overview(cases: Sequence[Case], synthesis: OverallSynthesis) -> list[Block]:
    """Show in which projects each theme is told."""
    if not any(row.residents for goal in synthesis.goals for row in goal.themes):
        return []
    return [
        Heading(1, "In één oogopslag", "overzicht"),
        Paragraph(
            words(
                "Elk teken is een project waarin het wordt verteld: "
                "een rondje bij wat goed gaat, een vierkant bij wat beter kan. "
                "Daarachter staat het aantal bewoners."
            ),
            introduces=True,
        ),
        overall_chart(cases, synthesis),
    ]


def overall_chart(cases: Sequence[Case], synthesis: OverallSynthesis) -> Figure:
    """Draw in which projects each theme is told, one mark per project, with the number of residents."""
    groups, told = [], []
    for goal in synthesis.goals:
        rows = []
        for valence, _ in sides():
            for row in (each for each in goal.side(valence) if each.residents):
                marks: tuple[Mark, ...] = tuple(valence if cell and cell.residents else "absent" for cell in row.cells)
                count = count_of(cases, row)
                rows.append(MarkRow(row.theme.label, marks, f"{count.told} van {count.of}"))
                told.append((row.told_in, count.told, f"{row.theme.label}, in {_projects(row)}"))
        if rows:
            groups.append(MarkGroup(f"Doel {goal.goal.number}", tuple(rows)))
    letters = [letter for letter, _ in lettered(cases)]
    layout = MarkLayout(tail=90)
    chart = marks_chart(groups, letters, layout)
    narrow = marks_chart(groups, letters, NARROW)
    most = f"In de meeste projecten: {max(told)[2]}." if told else "Niets verteld."
    alt = brief_alt("Per thema in welk project bewoners het vertellen.", most, rest=_IN_TABLES)
    parted = pieces(groups, marks_pieces(groups, letters, layout), alt)
    return Figure("In welk project welk thema wordt verteld", chart, alt, 0.78, narrow, parted)


def overall_goal(cases: Sequence[Case], goal: OverallGoal) -> list[Block]:
    """Write about one goal over all projects: statements, how projects differ, quotes from different projects."""
    label = f"{goal.goal.label[:1].lower()}{goal.goal.label[1:]}"
    blocks: list[Block] = [Heading(1, f"Doel {goal.goal.number}: {label}", f"doel-{goal.goal.number}")]
    for valence, name in VALENCE_LABELS.items():
        told = ranked_rows(goal.side(valence))
        summary = f": {topics([short(row.theme) for row in told[:2]])}" if told else ""
        blocks.append(Heading(2, f"{name}{summary}", f"doel-{goal.goal.number}-{valence}"))
        if not told:
            blocks.append(Paragraph(words("In geen van de projecten vertelt een bewoner hierover.")))
            continue
        line: list[Inline] = []
        for place, row in enumerate(told):
            line += [TextRun(" "), *statement(row.theme, count_of(cases, row), cite_of(cases, row), place)]
            line += _absent(cases, row)
        blocks.append(Paragraph(tuple(line[1:])))
        blocks += overall_quotes(cases, told, valence)
    blocks.append(_comparison(cases, goal))
    return blocks


def overall_levels(cases: Sequence[Case]) -> list[Block]:
    """Show per project its level and costs beside what residents tell about their influence."""
    themes = ("influence_doubt", "unclear_frameworks", "participation_paradox")
    rows = []
    for letter, case in lettered(cases):
        facts = dict(facts_in_words(case.result.facts))
        cells: list[Line] = []
        for theme in themes:
            found = case.found(theme)
            known = theme in case.result.codebook.theme_ids
            cells.append(_counted(case, found) if found else _nobody(case, known))
        rows.append(
            (
                words(f"{letter}. {case.result.title}"),
                words(facts["Participatieniveau"]),
                words(facts["Kosten van de participatie"]),
                *cells,
            )
        )
    return [
        Heading(1, "Niveau, kosten en ervaren invloed", "niveau"),
        Paragraph(
            words(
                "Wie meer invloed verwacht dan het gekozen niveau geeft, wordt sneller teleurgesteld. "
                "Daarom staat hier per project het niveau naast wat bewoners over hun invloed vertellen."
            )
        ),
        Table(
            "Niveau en kosten naast wat bewoners over invloed vertellen",
            ("Project", "Niveau", "Kosten", "Twijfel over invloed", "Onduidelijke kaders", "Participatieparadox"),
            tuple(rows),
            (17, 15, 14, 16, 16, 22),
        ),
    ]


def overall_conclusions(cases: Sequence[Case], synthesis: OverallSynthesis) -> list[Block]:
    """List the themes told in most projects as conclusions."""
    blocks: list[Block] = [Heading(1, "Conclusies", "conclusies")]
    every = [row for goal in synthesis.goals for row in goal.themes]
    needed = min(2, len(cases))
    for valence, label in VALENCE_LABELS.items():
        rows = ranked_rows(row for row in every if row.theme.valence == valence and row.told_in >= needed)[:PER_SIDE]
        if rows:
            blocks.append(Heading(2, label, f"conclusies-{valence}"))
            blocks.append(
                Bullets(
                    tuple(
                        (
                            *conclusion(row.theme, count_of(cases, row), cite_of(cases, row)),
                            TextRun(_where(row)),
                        )
                        for row in rows
                    )
                )
            )
    if len(blocks) == 1:
        blocks.append(Paragraph(words("Er is geen thema dat in meer dan één project wordt verteld.")))
    return blocks


def overall_recommendations(cases: Sequence[Case], synthesis: OverallSynthesis) -> list[Block]:
    """Relate findings over projects to the recommendations."""
    every = [row for goal in synthesis.goals for row in goal.themes]
    blocks: list[Block] = [
        Heading(1, "Aansluiting bij de aanbevelingen", "aanbevelingen"),
        Paragraph(words(SOURCE)),
    ]
    for advice in wording().recommendations:
        linked = ranked_rows(row for row in every if row.theme.id in advice.themes)
        if linked:
            blocks += [
                Heading(2, advice.title, f"aanbeveling-{advice.id}"),
                Paragraph(words(advice.text)),
                Bullets(tuple(_linked(cases, row) for row in linked)),
            ]
    known = [case.result.title for case in cases if case.result.facts.costs is not None]
    said = f"Kosten zijn bekend van {listed(known)}." if known else "Van geen van de projecten zijn de kosten bekend."
    return [*blocks, Heading(2, wording().costs_recommendation, "aanbeveling-costs"), Paragraph(words(said))]


def overall_closing(cases: Sequence[Case], synthesis: OverallSynthesis) -> list[Block]:
    """Explain how to read the report and how far to trust its numbers, together and per project; list all quotes."""
    blocks: list[Block] = [
        Heading(1, "Zo leest u dit verslag", "leeswijzer"),
        Bullets(limits(cases)),
        *explanation(synthesis.trust, 1, scores=any(not case.confirmed for case in cases)),
        Heading(1, "Bijlage 2: alle thema's", "bijlage-themas"),
        _theme_table(cases, synthesis),
        *meanings(cases),
        Heading(1, "Bijlage 3: alle citaten", "bijlage-citaten"),
    ]
    for letter, case in lettered(cases):
        blocks.append(Heading(2, f"{letter}. {case.result.title}", f"bijlage-{letter}"))
        blocks += quote_list(case, f"Alle citaten van {case.result.title}")
    return blocks


def _theme_table(cases: Sequence[Case], synthesis: OverallSynthesis) -> Table:
    """Make a table of all themes with the numbers of all their quotes, grouped by project."""
    rows = []
    for goal in synthesis.goals:
        for row in goal.themes:
            line: list[Inline] = []
            for case, cell in zip(cases, row.cells, strict=True):
                cite = case.evidence.cite_all(cell.quotes if cell else ())
                if cite.numbers:
                    line += [*([TextRun("; ")] if line else []), cite]
            about = (words(str(goal.goal.number)), words(VALENCE_LABELS[row.theme.valence]), words(row.theme.label))
            rows.append((*about, (count_of(cases, row),), tuple(line) or words(_DASH)))
    return Table(
        "Alle thema's, met wie het vertelt en welke citaten eronder liggen, per project",
        ("Doel", "Kant", "Thema", "Verteld door", "Citaten"),
        tuple(rows),
        (6, 14, 32, 20, 28),
    )


def lettered(cases: Sequence[Case]) -> list[tuple[str, Case]]:
    """List the projects with the letters before the numbers of their quotes."""
    return [(letter_of(at), case) for at, case in enumerate(cases)]


def letter_of(place: int) -> str:
    """Letter of the project at a place, from 0: A to Z, then AA, AB and so on."""
    return (letter_of(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def ranked_rows(rows: Iterable[OverallTheme]) -> tuple[OverallTheme, ...]:
    """Sort the themes that residents told: those told in most projects first, then those by most residents."""
    return tuple(sorted((row for row in rows if row.residents), key=lambda row: (-row.told_in, -row.residents)))


def count_of(cases: Sequence[Case], row: OverallTheme) -> Count:
    """Count the residents over all projects who told a theme."""
    told = {
        resident for case, cell in zip(cases, row.cells, strict=True) if cell for resident in case.count(cell).residents
    }
    return Count(tuple(sorted(told)), row.of, row.coverage.spoken)


def cite_of(cases: Sequence[Case], row: OverallTheme) -> Cite:
    """Cite a quote of a theme from each project in which it is told; the appendix has all of them per project."""
    both = zip(cases, row.cells, strict=True)
    all_of_them = sum(len(case.evidence.cite_all(cell.quotes).numbers) for case, cell in both if cell)
    first = [case.cite(cell).numbers[:1] for case, cell in zip(cases, row.cells, strict=True) if cell and cell.quotes]
    numbers = tuple(number for each in first for number in each)[:MOST_CITED]
    return Cite(numbers, all_of_them - len(numbers))


def _counted(case: Case, found: ThemeFindings) -> Line:
    """Count who told a theme in one project, with quotes."""
    cite = case.cite(found)
    return (case.count(found), TextRun(" "), cite) if cite.numbers else (case.count(found),)


def _absent(cases: Sequence[Case], row: OverallTheme) -> Line:
    """Name the projects in which nobody tells a theme; nothing when it is told in all."""
    silent = [case for case, cell in zip(cases, row.cells, strict=True) if cell and not cell.residents]
    return words(f" {silence(silent)}") if silent else ()


def silence(cases: Sequence[Case]) -> str:
    """Say that nobody tells something in these projects, as far as anybody looked there."""
    names = listed([case.result.title for case in cases])
    if all(case.residents == case.result.residents for case in cases):
        return f"In {names} vertelt niemand dit."
    return f"In de nagekeken gesprekken van {names} vertelt niemand dit."


def _talks(coverage: Coverage) -> str:
    """Say how many interviews there are, and how many were reviewed when that is not all."""
    return str(coverage.spoken) if coverage.complete else f"{coverage.spoken}, {coverage.reviewed} nagekeken"


def _where(row: OverallTheme) -> str:
    """Say in how many projects a theme is told, as a sentence; nothing when there is one project only."""
    if len(row.cells) < 2:
        return ""
    every = f"alle {len(row.cells)} projecten" if row.told_in == len(row.cells) else _projects(row)
    return f" Dat is in {every}."


def _projects(row: OverallTheme) -> str:
    """Say in how many projects a theme is told."""
    return f"{row.told_in} van de {len(row.cells)} projecten" if len(row.cells) > 1 else "dit project"


def overall_quotes(
    cases: Sequence[Case], rows: Sequence[OverallTheme], valence: Valence | None, most: int = QUOTES_PER_SIDE
) -> list[Quotation]:
    """Choose a quote per theme, each from the project quoted least so far.

    Parameters
    ----------
    valence
        Side of all of them; that of each theme when None.
    """
    used = dict.fromkeys(range(len(cases)), 0)
    chosen = []
    for row in [each for each in rows if any(cell and cell.brief_in_print for cell in each.cells)][:most]:
        at = min(
            (place for place, cell in enumerate(row.cells) if cell and cell.brief_in_print),
            key=lambda place: (used[place], place),
        )
        used[at] += 1
        cell = row.cells[at]
        assert cell is not None
        assert cell.brief_in_print is not None
        chosen.append(cases[at].evidence.quotation(cell.brief_in_print, valence or row.theme.valence))
    return chosen


def _comparison(cases: Sequence[Case], goal: OverallGoal) -> Table:
    """Make a table of who tells the themes of a goal, the projects side by side."""
    rows = []
    for row in goal.themes:
        cells: list[Line] = []
        for case, cell in zip(cases, row.cells, strict=True):
            cells.append((case.count(cell),) if cell and cell.quotes else _nobody(case, cell is not None))
        rows.append((words(row.theme.label), words(VALENCE_LABELS[row.theme.valence]), *cells))
    header = ("Thema", "Kant", *(f"{letter}. {case.result.title}" for letter, case in lettered(cases)))
    return Table(
        f"Doel {goal.goal.number}: wie het vertelt, per project", header, tuple(rows), (20, 12, *(17 for _ in cases))
    )


def _nobody(case: Case, known: bool) -> Line:
    """Cell for a theme that nobody told, or that a project's codebook lacks."""
    return (Count((), case.residents, case.result.residents),) if known else words(_DASH)


def _linked(cases: Sequence[Case], row: OverallTheme) -> Line:
    """Name a finding under a recommendation, with its evidence."""
    template = f"{VALENCE_LABELS[row.theme.valence]}: {{label}} – {{count}}"
    return fill(template, count_of(cases, row), cite_of(cases, row), label=row.theme.label)
