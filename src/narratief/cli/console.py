"""Consoles for words to the user: results on standard output, all else on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from narratief.domain.progress import listening

output = Console()
errors = Console(stderr=True)


@contextmanager
def progress_bars() -> Iterator[None]:
    """Show a bar for each step that the job tells of, for as long as the context lasts."""
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
            yield
