"""One file after another: the only place where an odd one is held apart so that the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from narratief.domain.errors import Problem, StepError, Stopped, StorageError, place_of
from narratief.domain.progress import report_progress
from narratief.store.faults import told_of

Given = TypeVar("Given")
Made = TypeVar("Made")


def each_file(
    step: str, files: Sequence[Given], name_of: Callable[[Given], str], act: Callable[[Given], Made]
) -> tuple[list[Made], list[Problem]]:
    """Do something with each file, and report how far it is.

    Parameters
    ----------
    step
        What is being done, in Dutch, for whoever watches the progress.
    name_of
        Name of a file as its user knows it.

    Returns
    -------
    tuple
        What was made of the files that could be used, in order, and a problem for each that could not. An unforeseen
        error is told by its kind only, as its message may quote the transcript.

    Raises
    ------
    StorageError
        When the disk is full or the database away: no other file would fare better.
    Stopped
        When somebody stopped the work.
    """
    made: list[Made] = []
    problems: list[Problem] = []
    for done, file in enumerate(files):
        report_progress(step, done, len(files))
        try:
            made.append(act(file))
        except Exception as error:  # noqa: BLE001 - one file's surprise must not stop the others
            told = told_of(error)
            if isinstance(told, StorageError | Stopped):
                raise told from None
            problem = _surprise(name_of(file), error) if isinstance(told, StepError) else told.problem
            if problem not in problems:  # a lost key of the vault is a problem of every file, and told once
                problems.append(problem)
    report_progress(step, len(files), len(files))
    return made, problems


def _surprise(file: str, error: Exception) -> Problem:
    """Tell of an unforeseen error."""
    kind = place_of(error).partition(" in ")[0]
    return Problem(
        file,
        f"Dit bestand kon niet worden verwerkt (onverwachte fout: {kind}).",
        "Sla het transcript op als .docx of .txt en probeer het opnieuw.",
    )
