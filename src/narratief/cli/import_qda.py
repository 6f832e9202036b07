"""`narratief import`: codes, memos and themes from another program for qualitative research."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import agreed, output, progress_bars, warn

if TYPE_CHECKING:
    from narratief.publish.exchange import ImportOutcome


def import_qda(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Een .qdpx (project) of .qdc (codeboek).")],
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            metavar="MAP",
            show_default=False,
            help="Map van het project. Zonder keuze: de map in narratives/ met de naam van het project in het bestand.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niets: neem over wat er in het bestand staat.")] = False,
) -> None:
    """Neem codes, notities en thema's over uit ATLAS.ti, MAXQDA, NVivo of QualCoder.

    U ziet eerst wat er verandert, en kiest dan of dat mag. Elke code blijft van wie haar gaf. Er verdwijnt niets, en
    twee keer importeren verandert niets. Gesprekken die het project nog niet heeft, komen erbij als transcript; namen
    daarin worden vervangen zoals altijd.
    """
    from narratief.pipeline.import_file import import_file

    with progress_bars() as bars:

        def ask(planned: ImportOutcome) -> bool:
            bars.stop()  # a bar would write over the question
            return _agreed(planned)

        outcomes = import_file(file, project, ask=None if yes else ask)
    for outcome in outcomes:
        _tell(outcome, outcome.lines)
    if not outcomes:
        raise typer.Exit(1)


def _agreed(planned: ImportOutcome) -> bool:
    """Show what would change in a project, and ask whether it may."""
    _tell(planned, planned.planned)
    if not planned.changes:
        return True
    if agreed("Dit overnemen?"):
        return True
    output.print("Er is niets overgenomen.")
    return False


def _tell(outcome: ImportOutcome, lines: Sequence[str]) -> None:
    """Print what becomes of a project, and what to look at."""
    output.print(f"[bold]{escape(outcome.project)}[/]", highlight=False)
    for line in lines:
        output.print(f"  {escape(line)}", highlight=False)
    for problem in outcome.problems:
        warn(str(problem))
    for name in outcome.missing:
        warn(f"{name}: dit gesprek kon niet worden toegevoegd.")
