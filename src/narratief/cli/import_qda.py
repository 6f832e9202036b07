"""`narratief import`: codes, memos and themes from another program for qualitative research."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, warn


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
) -> None:
    """Neem codes, notities en thema's over uit ATLAS.ti, MAXQDA, NVivo of QualCoder.

    Elke code blijft van wie haar gaf. Er verdwijnt niets, en twee keer importeren verandert niets. Gesprekken die het
    project nog niet heeft, komen erbij als transcript; namen daarin worden vervangen zoals altijd.
    """
    from narratief.pipeline.import_file import import_file

    with progress_bars():
        outcomes = import_file(file, project)
    for outcome in outcomes:
        output.print(f"[bold]{escape(outcome.project)}[/]", highlight=False)
        for line in outcome.lines:
            output.print(f"  {escape(line)}", highlight=False)
        for problem in outcome.problems:
            warn(str(problem))
        for name in outcome.missing:
            warn(f"{name}: dit gesprek kon niet worden toegevoegd.")
