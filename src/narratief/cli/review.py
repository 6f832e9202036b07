"""`narratief review`: a table of suggestions to judge, and the decisions in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, tell_problem, warn

if TYPE_CHECKING:
    from narratief.pipeline.open_project import OpenProject


def review(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Map van een project, of de naam van een map in narratives/.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="BESTAND",
            show_default=False,
            help="Tabel om te maken, op .xlsx of .csv.",
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--in", metavar="BESTAND", show_default=False, help="Ingevulde tabel om over te nemen."),
    ] = None,
    who: Annotated[
        str,
        typer.Option("--who", metavar="NAAM", show_default=False, help="Van wie de besluiten zijn."),
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Ook wat al is nagekeken.")] = False,
) -> None:
    """Kijk thema's na zonder browser: maak een tabel, vul hem in, en neem de besluiten over.

    De tabel heeft een rij per thema dat nog niemand nakeek, en alle gesprekken om te lezen. Bij minder dan vijf
    bewoners vraagt zij ook van elk citaat of het in een publicatie mag. Twee keer overnemen verandert niets.
    Een rij die niet klopt wordt genoemd; de andere gaan door, en de opdracht eindigt met code 1.
    """
    from narratief.pipeline.folders import project_folder
    from narratief.pipeline.open_project import open_folder

    opened = open_folder(project_folder(project))
    if source is not None:
        _take(opened, source, who)
    else:
        _write(opened, out or Path(f"{opened.project.name}-nakijken.xlsx"), every=every)


def _write(opened: OpenProject, path: Path, *, every: bool) -> None:
    """Make the table."""
    from narratief.domain.dutch import counted
    from narratief.pipeline.review_table import write_table

    with progress_bars():
        rows, paths, problems = write_table(opened, path, every=every)
    for problem in problems:
        tell_problem(problem)
    output.print(f"{counted(rows, 'rij', 'rijen')} om na te kijken.")
    for each in paths:
        output.print(f"Geschreven: [bold]{escape(str(each))}[/]", highlight=False)


def _take(opened: OpenProject, source: Path, who: str) -> None:
    """Take the decisions over, and tell what became of them."""
    from narratief.pipeline.review_table import take_table

    taken = take_table(opened, source, who)
    for problem in taken.problems:
        warn(str(problem))
    for line in taken.lines:
        output.print(line, highlight=False)
    if taken.problems:
        raise typer.Exit(1)
