"""From codes to tables: counts residents per theme and chooses their quotes, per project and over projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from narratief.domain.code import Code
from narratief.domain.codebook import Theme
from narratief.domain.coverage import EVERYTHING
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
                _findings(theme, by_theme[theme.id], result, shown)
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
        coverage=result.coverage,
        draft=result.draft,
    )


def residents_and_fragments(result: ProjectResult) -> dict[str, tuple[int, int]]:
    """Count residents and fragments per theme, as `project_synthesis` does, without choosing quotes."""
    interviews = {fragment.id: fragment.interview for fragment in result.fragments}
    told: defaultdict[str, set[str]] = defaultdict(set)
    for code in result.codes:
        told[code.theme].add(code.fragment)
    return {
        theme: (len({interviews[each] for each in told[theme]} & result.basis), len(told[theme]))
        for theme in result.codebook.theme_ids
    }


def overall_synthesis(projects: Iterable[ProjectSynthesis], least: int | None = EVERYTHING) -> OverallSynthesis:
    """Lay projects side by side, in the order given.

    A theme that a project defines under another goal or valence than the others gets a row of its own. Projects of
    which enough was reviewed are compared with each other; as long as there is none, and the numbers are the machine's,
    all of them are.

    Parameters
    ----------
    least
        Percentage of its interviews that must have been reviewed before a project is compared with others; None where
        the projects were chosen already.
    """
    columns = tuple(projects)
    reached = tuple(least is None or project.coverage.reaches(least) for project in columns)
    compared = reached if any(reached) or not any(each.draft for each in columns) else (True,) * len(columns)
    goals = {found.goal.id: found.goal for project in reversed(columns) for found in project.goals}
    ordered = sorted(goals.values(), key=lambda goal: (goal.number, goal.id))
    rows = tuple(OverallGoal(goal, _rows(goal.id, columns, compared)) for goal in ordered)
    return OverallSynthesis(columns, rows, compared)


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


def _findings(theme: Theme, quotes: Sequence[Quote], result: ProjectResult, shown: int) -> ThemeFindings:
    """Count residents, not fragments, and put the quotes in order."""
    heard = {quote.interview for quote in quotes}
    told = heard & result.basis
    sure = len(heard & result.reviewed_talks)
    beyond = len(heard - result.basis)
    return ThemeFindings(theme, len(told), len(result.basis), result.coverage, sure, ranked(quotes), beyond, shown)


def _rows(goal: str, projects: Sequence[ProjectSynthesis], compared: tuple[bool, ...]) -> tuple[OverallTheme, ...]:
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
        rows.append(OverallTheme(next(cell.theme for cell in cells if cell), cells, compared))
    return tuple(rows)
