"""Interview by theme: 1 where a resident told of a theme, 0 where not, nothing where that is not known.

It is not known where the codebook lacks the theme, and where nobody reviewed the interview.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narratief.domain.codebook import Theme
from narratief.domain.result import ProjectResult
from narratief.files.atomic import write_atomic
from narratief.files.csv_table import csv_table
from narratief.publish.results import Results, combine_codebooks, project_results, theme_key


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One interview in the matrix.

    Attributes
    ----------
    cells
        Per theme, in the order of the matrix: 1 when a resident told of it, else 0; None when the project's codebook
        lacks the theme, or when nobody told it in an interview that was not reviewed.
    reviewed
        Whether people reviewed the interview.
    """

    project: ProjectResult
    interview: str
    reviewed: bool
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ThemeMatrix:
    """Interviews against themes, over projects."""

    themes: tuple[Theme, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Id of each theme, with goal and side before it where projects place the same id under different ones."""
        ids = [theme.id for theme in self.themes]
        return tuple(t.id if ids.count(t.id) == 1 else "-".join(theme_key(t)) for t in self.themes)


def theme_matrix(results: Results) -> ThemeMatrix:
    """Build the matrix; every interview has a row, also one without themes."""
    found = project_results(results)
    themes = combine_codebooks(found).themes
    rows = []
    for result in found:
        own = {theme_key(theme) for theme in result.codebook.themes}
        fragments = {fragment.id: fragment.interview for fragment in result.fragments}
        told = {(fragments[c.fragment], theme_key(result.codebook.theme(c.theme))) for c in result.codes}
        for interview in result.interviews:
            known = interview.id in result.basis or not interview.resident_turns
            cells = (
                1 if (interview.id, theme_key(theme)) in told else 0 if known and theme_key(theme) in own else None
                for theme in themes
            )
            reviewed = interview.id in result.reviewed_talks
            rows.append(MatrixRow(result, interview.id, reviewed, tuple(cells)))
    return ThemeMatrix(themes, tuple(rows))


def write_matrix(results: Results, path: Path) -> Path:
    """Write the matrix as CSV, with the ids of the themes as headings.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    matrix = theme_matrix(results)
    rows = ((row.project.name, row.interview, int(row.reviewed), *row.cells) for row in matrix.rows)
    return write_atomic(path, csv_table(["project", "interview", "nagekeken", *matrix.headings], rows))
