"""What commands say to the user: results on standard output, all else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from narratief.domain.errors import InputError, NarratiefError, Problem, Refusal
from narratief.domain.progress import listening

output = Console()
errors = Console(stderr=True)


def warn(text: str) -> None:
    """Print a warning; brackets in it are shown as they are."""
    errors.print(f"[yellow]Let op[/] {escape(text)}")


def tell_problem(problem: Problem) -> None:
    """Print what was wrong with a file, and whether it could be used all the same."""
    if problem.fatal:
        errors.print(f"[bold red]Niet gelukt[/] {escape(str(problem))}")
    else:
        warn(str(problem))


@contextmanager
def told_errors() -> Iterator[None]:
    """End a command with a Dutch message and exit code 2 where narratief, the disk or the database says what is wrong.

    Any other error is unforeseen and goes on.
    """
    try:
        yield
    except Exception as error:
        told = _foreseen(error)
        if told is None:
            raise
        errors.print(f"[bold red]Fout[/] {escape(str(told.problem))}")
        sys.exit(2)


@contextmanager
def concerning(what: str) -> Iterator[None]:
    """Name in a refusal what was asked: the store, which refuses, knows no file or command."""
    try:
        yield
    except Refusal as refusal:
        raise InputError(what, refusal.message, refusal.remedy) from refusal


def agreed(question: str) -> bool:
    """Ask a question that is answered with yes or no; no is what an empty answer means."""
    return typer.prompt(f"{question} Typ ja of nee", default="nee").strip().lower() in ("ja", "j")


def confirm(question: str, *, yes: bool) -> None:
    """Ask whether to go on with what cannot be undone; ends the command when not.

    Parameters
    ----------
    yes
        True when the user said so beforehand (--yes).
    """
    if not yes and not agreed(question):
        output.print("Er is niets gewist.")
        raise typer.Exit(1)


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Show a bar for each step that the work reports, inside this context; gives them, to stop for a question."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=not errors.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in bars:
                bars[step] = progress.add_task(step, total=total)
            progress.update(bars[step], completed=done, total=total)

        with listening(show):
            yield progress


def _foreseen(error: Exception) -> NarratiefError | None:
    """The error as one that narratief can explain to the user; None for an unforeseen one."""
    if isinstance(error, NarratiefError):
        return error
    from narratief.store.faults import fault_of  # the database's library takes a while to load

    return fault_of(error)
