"""Review without a browser: a table of what waits out, and the decisions in it back in."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.errors import Problem
from narratief.pipeline.apart import apart_once
from narratief.pipeline.export import take_in_and_code
from narratief.pipeline.open_project import OpenProject
from narratief.publish.review_table import Taken, read_review_table, review_table, take_decisions, write_review_table
from narratief.store.faults import unwritable
from narratief.store.written import note_written


def write_table(opened: OpenProject, path: Path, *, every: bool = False) -> tuple[int, list[Path], tuple[Problem, ...]]:
    """Write the table of a project, which is taken in and coded first as far as that is not done.

    Parameters
    ----------
    path
        Ends with .xlsx or .csv.
    every
        Also what was judged.

    Returns
    -------
    tuple
        Number of rows, the files written, and what is wrong with transcripts.

    Raises
    ------
    InputError
        When the project has no interview that can be used, or a file cannot be written.
    """
    _, problems = take_in_and_code([opened])
    with opened.store.reading() as session:
        table = review_table(session, opened.id, every=every)
    try:
        paths = write_review_table(table, path)
    except OSError as error:
        raise unwritable(error, path, "Sluit het als het open staat, of kies een andere plek.") from error
    with opened.store.writing() as session:
        note_written(session, opened.id, paths)
    return len(table.rows), paths, problems


def take_table(opened: OpenProject, path: Path, who: str = "") -> Taken:
    """Record the decisions of a table that somebody filled in.

    Parameters
    ----------
    who
        Whose decisions they are, in rows that do not say so.

    Raises
    ------
    InputError
        When the file cannot be read, or is no such table.
    """
    rows = apart_once(path.name, read_review_table, path)
    opened.codebook()
    with opened.store.writing() as session:
        return take_decisions(session, opened.id, rows, path.name, who)
