"""The codebook as a CSV with the columns that Taguette reads: it writes .qdc and reads none."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.codebook import VALENCE_LABELS
from narratief.files.atomic import write_atomic
from narratief.files.csv_table import csv_table
from narratief.publish.refi.codes import goal_name, theme_description, theme_names
from narratief.publish.results import Results, combine_codebooks, project_results, theme_key

COLUMNS = ("tag", "description", "doel", "kant")
"""Taguette takes the first two and passes over the others."""


def write_codebook_csv(results: Results, path: Path) -> Path:
    """Write the combined codebook of projects as CSV, one theme a row, named and described as in .qdc.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    book = combine_codebooks(project_results(results))
    names = theme_names(book.themes)
    rows = [
        (names[theme_key(theme)], theme_description(theme), goal_name(goal), VALENCE_LABELS[theme.valence])
        for goal in book.goals
        for theme in book.themes_of(goal)
    ]
    return write_atomic(path, csv_table(COLUMNS, rows))
