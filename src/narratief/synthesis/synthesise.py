"""From codes to tables: counts residents per theme and chooses their quotes, per project and over projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from narratief.domain.code import Code
from narratief.domain.codebook import Theme
from narratief.domain.quotes import Quote, quote_of, ranked
from narratief.domain.result import ProjectResult
from narratief.synthesis.tables import (
    QUOTES_SHOWN,
    GoalFindings,
    OverallGoal,
    OverallSynthesis,
    OverallTheme,
    ProjectSynthesis,
    ThemeFindings,
)


def project_synthesis(result: ProjectResult, shown: int = QUOTES_SHOWN) -> ProjectSynthesis:
    """Make the synthesis of one project.

    Parameters
    ----------
    shown
        Number of representative quotes per theme.
    """
    by_theme = _quotes_by_theme(result)
    goals = tuple(
        GoalFindings(
            goal,
            tuple(
                _findings(theme, by_theme[theme.id], result.residents, shown)
                for theme in result.codebook.themes
                if theme.goal == goal.id
            ),
        )
        for goal in sorted(result.codebook.goals, key=lambda goal: goal.number)
    )
    return ProjectSynthesis(
        name=result.name,
        title=result.title,
        facts=result.facts,
        residents=result.residents,
        fragments=len(result.fragments),
        coded_fragments=len({code.fragment for code in result.codes}),
        coders=tuple(sorted({code.coder for code in result.codes})),
        goals=goals,
        trust=result.trust,
    )


def overall_synthesis(projects: Iterable[ProjectSynthesis]) -> OverallSynthesis:
    """Lay projects side by side, in the order given.

    A theme that a project defines under another goal or valence than the others gets a row of its own.
    """
    columns = tuple(projects)
    goals = {found.goal.id: found.goal for project in reversed(columns) for found in project.goals}
    ordered = sorted(goals.values(), key=lambda goal: (goal.number, goal.id))
    return OverallSynthesis(columns, tuple(OverallGoal(goal, _rows(goal.id, columns)) for goal in ordered))


def _quotes_by_theme(result: ProjectResult) -> defaultdict[str, list[Quote]]:
    """Quote every coded fragment once per theme, whoever and however many gave it."""
    fragments = {fragment.id: fragment for fragment in result.fragments}
    codes: defaultdict[tuple[str, str], list[Code]] = defaultdict(list)
    for code in result.codes:
        codes[code.theme, code.fragment].append(code)
    by_theme: defaultdict[str, list[Quote]] = defaultdict(list)
    for (theme, fragment), given in codes.items():
        by_theme[theme].append(quote_of(fragments[fragment], given))
    return by_theme


def _findings(theme: Theme, quotes: Sequence[Quote], of: int, shown: int) -> ThemeFindings:
    """Count residents, not fragments, and put the quotes in order."""
    return ThemeFindings(theme, len({quote.interview for quote in quotes}), of, ranked(quotes), shown)


def _rows(goal: str, projects: Sequence[ProjectSynthesis]) -> tuple[OverallTheme, ...]:
    """Line up one goal's themes of all projects; a theme keeps the place where it was first seen."""
    found = [
        {
            (findings.theme.valence, findings.theme.id): findings
            for part in project.goals
            if part.goal.id == goal
            for findings in part.themes
        }
        for project in projects
    ]
    keys = dict.fromkeys(key for column in found for key in column)
    rows = []
    for key in keys:
        cells = tuple(column.get(key) for column in found)
        rows.append(OverallTheme(next(cell.theme for cell in cells if cell), cells))
    return tuple(rows)
