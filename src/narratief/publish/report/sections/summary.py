"""The summary on the first page: what residents told per goal, three of their quotes, and what is unsure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narratief.domain.codebook import Theme, Valence
from narratief.domain.coverage import Coverage
from narratief.domain.dutch import counted, listed
from narratief.publish.report.case import Case, by_residents, spread_quotes
from narratief.publish.report.model import Block, Bullets, Cite, Count, Heading, Inline, Line, Paragraph, TextRun, words
from narratief.publish.report.sections.overall import cite_of, count_of, overall_quotes, ranked_rows
from narratief.publish.report.wording import short
from narratief.synthesis.tables import GoalFindings, OverallGoal, OverallSynthesis, ThemeFindings
from narratief.synthesis.wording import coverage_note, left_out_note, low_number_note

QUOTES = 3
"""Quotes in the summary: as the council asked, one for each of the themes that most residents tell."""
_SIDES: tuple[tuple[Valence, str], ...] = (("positive", "Wat goed gaat: "), ("negative", "Wat beter kan: "))
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)]{3}[.!?])\s+(?=[^a-z])")
_MAIN = 3
"""Most themes that are named as told most often: what a reader with two minutes takes along."""
_NAMED = 6
"""Most projects that a summary names: chosen, not measured; they are in a table right after the conclusions."""


def summary(case: Case) -> tuple[Block, ...]:
    """Summarise the report on one project."""
    spoken = counted(case.result.residents, "bewoner", "bewoners")
    verb = "vertelde" if case.result.residents == 1 else "vertelden"
    told = by_residents(case.findings)
    return (
        Heading(1, "Samenvatting", "samenvatting"),
        Paragraph(
            words(
                f"{_about(case)}{spoken} {verb} in een eigen gesprek hoe dit proces verliep."
                f"{_mostly([(found.theme, found.residents) for found in told])}"
            )
        ),
        *(Paragraph(words(text)) for text in case.result.summary),
        Bullets(tuple(line for goal in case.synthesis.goals if (line := _goal(case, goal)))),
        *_quotes(case, told),
        Heading(2, "Wat is onzeker?", "onzeker"),
        Paragraph(words(_unsure(case.result.coverage, draft=not case.confirmed))),
    )


def overall_summary(
    cases: Sequence[Case], synthesis: OverallSynthesis, left_out: Sequence[tuple[str, Coverage]]
) -> tuple[Block, ...]:
    """Summarise the report over several projects."""
    spoken = counted(synthesis.residents, "bewoner", "bewoners")
    verb = "vertelde" if synthesis.residents == 1 else "vertelden"
    projects = counted(len(cases), "project", "projecten")
    named = f": {listed([case.result.title for case in cases])}" if len(cases) <= _NAMED else ""
    rows = ranked_rows(row for goal in synthesis.goals for row in goal.themes)
    draft = any(not case.confirmed for case in cases)
    return (
        Heading(1, "Samenvatting", "samenvatting"),
        Paragraph(
            words(
                f"Dit verslag gaat over {projects}{named}. {spoken} {verb} in een eigen gesprek hoe het proces verliep."
                f"{_mostly(sorted(((row.theme, row.residents) for row in rows), key=lambda told: -told[1]))}"
            )
        ),
        Bullets(tuple(line for goal in synthesis.goals if (line := _overall_goal(cases, goal)))),
        *overall_quotes(cases, rows, None, QUOTES),
        Heading(2, "Wat is onzeker?", "onzeker"),
        Paragraph(words(_unsure(synthesis.coverage, draft=draft, left_out=left_out_note(left_out)))),
    )


def _about(case: Case) -> str:
    """Say what the project is, in the first sentence of its description; empty without one."""
    description = " ".join((case.result.facts.description or "").split())
    first = _SENTENCE_END.split(description)[0]
    return f"{first}{'' if first.endswith(('.', '!', '?')) else '.'} " if first else ""


def _mostly(told: Sequence[tuple[Theme, int]]) -> str:
    """Name the themes that most residents tell, at most three; nothing when that leaves out one that as many tell.

    Parameters
    ----------
    told
        Themes with the number of residents who tell them, the most told first.
    """
    numbers = [number for _, number in told]
    fitting = [
        number
        for number in range(1, min(_MAIN, len(told)) + 1)
        if numbers[number - 1] > 1 and (number == len(told) or numbers[number] < numbers[number - 1])
    ]
    if not fitting:
        return ""
    # "over" before each, for some names hold "en" themselves
    return f" Het vaakst gaat het {listed([f'over {short(theme)}' for theme, _ in told[: fitting[-1]]])}."


def _goal(case: Case, goal: GoalFindings) -> Line:
    """Say of a goal what most residents tell of each side; nothing when nobody tells of it."""
    sides = [(text, by_residents(goal.side(valence))[:1]) for valence, text in _SIDES]
    parts = [(text, found.theme, case.count(found), case.cite(found)) for text, top in sides for found in top]
    return _line(goal.goal.number, goal.goal.label, parts)


def _overall_goal(cases: Sequence[Case], goal: OverallGoal) -> Line:
    """Say of a goal over projects what most residents tell of each side."""
    sides = [(text, ranked_rows(goal.side(valence))[:1]) for valence, text in _SIDES]
    parts = [(text, row.theme, count_of(cases, row), cite_of(cases, row)) for text, top in sides for row in top]
    return _line(goal.goal.number, goal.goal.label, parts)


def _line(number: int, label: str, parts: Sequence[tuple[str, Theme, Count, Cite]]) -> Line:
    """Name a goal and its strongest theme of each side, with counts and cites; nothing without a theme."""
    line: list[Inline] = [TextRun(f"Doel {number}, {label[:1].lower()}{label[1:]}. ", strong=True)]
    for at, (text, theme, count, cite) in enumerate(parts):
        line += [TextRun(f"{' ' if at else ''}{text}{short(theme)}, verteld door "), count]
        line += [TextRun(" "), cite] if cite.numbers else []
        line.append(TextRun("."))
    return tuple(line) if parts else ()


def _quotes(case: Case, told: tuple[ThemeFindings, ...]) -> list[Block]:
    """Quote residents on the themes that most of them tell, each theme and as far as can be each resident once."""
    return [case.evidence.quotation(quote, found.theme.valence) for found, quote in spread_quotes(told, QUOTES)]


def _unsure(coverage: Coverage, *, draft: bool, left_out: str = "") -> str:
    """Say what limits the numbers."""
    parts = [
        "De aantallen tellen wat bewoners zelf vertelden.",
        "Het is geen peiling: hoeveel andere bewoners dit vinden, is niet bekend.",
        "Wie iets niet noemt, kan er toch een mening over hebben.",
        low_number_note(coverage.spoken),
        coverage_note(coverage, draft=draft),
        "Dit is een concept: niet alle thema's zijn door een mens bevestigd." if draft else "",
        left_out,
        "Hoe zeker de aantallen zijn, staat in bijlage 1.",
    ]
    return " ".join(part for part in parts if part)
