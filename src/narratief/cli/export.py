"""`narratief export`: results in the form that other people and programs take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import errors, output, progress_bars
from narratief.errors import InputError


def export(
    projects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROJECT", show_default=False, help="Map van een project, of de naam van een map in narratives/."
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAAT", show_default=False, help="Een van de formaten van --list.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="BESTAND", show_default=False, help="Bestand om te schrijven."),
    ] = None,
    confirmed: Annotated[
        bool | None,
        typer.Option(
            "--confirmed/--all",
            show_default=False,
            help="Alleen codes die een mens heeft bevestigd, of alle. Zonder keuze: bevestigde codes in formaten voor "
            "publicatie zodra er bevestigde zijn, anders alle.",
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Toon de formaten.")] = False,
) -> None:
    """Zet projecten om naar een ander formaat, zoals Excel, REFI-QDA, grafieken of open data.

    Wat nog niet is verwerkt, wordt eerst verwerkt. De opdracht eindigt met code 1 als een transcript onbruikbaar was.
    """
    from narratief.export.formats import FORMATS, format_named
    from narratief.export.gather import gather, project_folder
    from narratief.export.results import is_draft

    if listed:
        for each in FORMATS.values():
            output.print(f"[bold]{each.name}[/] ({each.suffix}): {escape(each.description)}", highlight=False)
        return
    if not projects:
        raise InputError(
            "narratief export", "Geef een project op.", "Bijvoorbeeld: narratief export MAP --format xlsx."
        )
    chosen = format_named(form) if form else None
    if chosen is None:
        raise InputError("narratief export", "Geef een formaat op met --format.", f"Kies uit: {', '.join(FORMATS)}.")
    folders = [project_folder(name) for name in projects]
    with progress_bars():
        results, problems = gather(folders)
    results = _chosen_codes(results, confirmed, publication=chosen.publication)
    name = results[0].name if len(results) == 1 else "projecten"
    path = chosen.export(results, out or Path(f"{name}{chosen.suffix}"))
    for problem in problems:
        kind = "[bold red]Niet gelukt[/]" if problem.fatal else "[yellow]Let op[/]"
        errors.print(f"{kind} {escape(str(problem))}")
    if is_draft(results):
        errors.print("[yellow]Concept[/] Er staan thema's in die nog niet door een mens zijn nagekeken.")
    output.print(f"Geschreven: [bold]{escape(str(path))}[/]", highlight=False)
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)


def _chosen_codes(results: tuple, wanted: bool | None, *, publication: bool) -> tuple:
    """Keep the confirmed codes only, when a user asks for it, or for a publication when every project has them."""
    from narratief.export.results import confirmed_only

    confirmed = tuple(confirmed_only(result) for result in results)
    if wanted is None:
        wanted = publication and all(result.codes for result in confirmed)
    return confirmed if wanted else results
