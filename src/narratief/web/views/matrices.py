"""Themes against interviews, and themes against themes, as tables of counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from narratief.domain.codebook import Theme
from narratief.domain.result import ProjectResult

Unit = Literal["fragment", "gesprek"]
SHADES = 5  # as many shades of one colour as are told apart at a glance; research.css has a class for each


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with how dark its background is, 0 (none) to 5, and the row and column that it is about."""

    value: int
    shade: int
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts.

    Attributes
    ----------
    columns, rows
        Id and label of each.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Cell, ...], ...]

    def lines(self, corner: str) -> list[dict[str, object]]:
        """The table as rows with a value per heading."""
        headings = unique([label for _, label in self.columns])
        return [
            {corner: label, **{h: cell.value for h, cell in zip(headings, line, strict=True)}}
            for (_, label), line in zip(self.rows, self.cells, strict=True)
        ]


def theme_by_interview(result: ProjectResult) -> Matrix:
    """Count fragments per theme and interview; themes that nobody told of are left out."""
    fragments = {fragment.id: fragment.interview for fragment in result.fragments}
    counts = Counter((theme, fragments[f]) for f, theme in {(code.fragment, code.theme) for code in result.codes})
    told = [theme for theme in result.codebook.themes if any(theme.id == given for given, _ in counts)]
    columns = tuple((interview.id, interview.id) for interview in result.interviews)
    return _matrix(columns, _named(told), counts)


def cooccurrence(result: ProjectResult, unit: Unit = "fragment") -> Matrix:
    """Count how often two themes are told together; on the diagonal how often each is told at all.

    Parameters
    ----------
    unit
        What "together" means: in the same fragment, or by the same resident.
    """
    fragments = {fragment.id: fragment.interview for fragment in result.fragments}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for code in result.codes:
        groups[code.fragment if unit == "fragment" else fragments[code.fragment]].add(code.theme)
    counts: Counter[tuple[str, str]] = Counter()
    for themes in groups.values():
        counts.update((theme, theme) for theme in themes)
        for one, other in combinations(sorted(themes), 2):
            counts.update([(one, other), (other, one)])
    told = [theme for theme in result.codebook.themes if counts[theme.id, theme.id]]
    return _matrix(_named(told), _named(told), counts)


def unique(labels: list[str]) -> list[str]:
    """Make labels unique, so that each can head a column of its own."""
    seen: Counter[str] = Counter()
    made = []
    for label in labels:
        seen[label] += 1
        made.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return made


def _named(themes: list[Theme]) -> tuple[tuple[str, str], ...]:
    """Themes as the headings of a table."""
    return tuple((theme.id, theme.label) for theme in themes)


def _matrix(
    columns: tuple[tuple[str, str], ...], rows: tuple[tuple[str, str], ...], counts: Counter[tuple[str, str]]
) -> Matrix:
    """Fill a table; the diagonal gets no shade, since it would drown the rest."""
    most = max((value for (row, column), value in counts.items() if row != column), default=0)
    cells = tuple(
        tuple(
            Cell(counts[row, column], _shade(counts[row, column], most) if row != column else 0, row, column)
            for column, _ in columns
        )
        for row, _ in rows
    )
    return Matrix(columns, rows, cells)


def _shade(value: int, most: int) -> int:
    """Choose how dark a cell is, against the highest number."""
    return 0 if not value or not most else max(1, round(SHADES * value / most))
