"""`narratief export`: results in the form that other people and programs take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import errors, output, progress_bars, tell_problem, warn
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.pipeline.export import Gathered
    from narratief.publish.formats import Format


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
            "--confirmed/--draft",
            " /--all",
            show_default=False,
            help="Alleen thema's die een mens heeft bevestigd, of een concept met alle thema's. Zonder keuze: alleen "
            "bevestigde thema's in formaten voor publicatie, alle thema's in de andere.",
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="SJABLOON",
            show_default=False,
            help="Word-sjabloon van uw organisatie (.dotx of .docx), voor verslag-docx en impuls-docx.",
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Toon de formaten.")] = False,
) -> None:
    """Zet projecten om naar een ander formaat, zoals Word, PDF, Excel, REFI-QDA, grafieken of open data.

    Wat nog niet is verwerkt, wordt eerst verwerkt. De opdracht eindigt met code 1 als een transcript onbruikbaar was.
    """
    from narratief.publish.formats import FORMATS, format_named

    if listed:
        for each in FORMATS.values():
            output.print(f"[bold]{each.name}[/] ({each.suffix}): {escape(each.description)}", highlight=False)
        return
    from narratief.pipeline.export import gather, note_exported, write_export
    from narratief.pipeline.folders import project_folder
    from narratief.pipeline.open_project import open_folder
    from narratief.publish.results import is_draft

    if not projects:
        raise InputError(
            "narratief export", "Geef een project op.", "Bijvoorbeeld: narratief export MAP --format xlsx."
        )
    chosen = format_named(form) if form else None
    if chosen is None:
        raise InputError("narratief export", "Geef een formaat op met --format.", f"Kies uit: {', '.join(FORMATS)}.")
    only = chosen.publication if confirmed is None else confirmed
    with progress_bars():
        opened = [open_folder(project_folder(name)) for name in projects]
        gathered = gather(opened, confirmed_only=only, each_coder=chosen.each_coder)
    name = gathered.results[0].name if len(gathered.results) == 1 else "projecten"
    target = out or Path(f"{name}{chosen.suffix}")
    path = write_export(gathered, chosen, target, confirmed_only=only, template=template)
    note_exported(opened, [path])
    _tell(gathered, chosen, draft=is_draft(gathered.results), only=only)
    output.print(f"Geschreven: [bold]{escape(str(path))}[/]", highlight=False)
    if any(problem.fatal for problem in gathered.problems):
        raise typer.Exit(1)


def _tell(gathered: Gathered, chosen: Format, *, draft: bool, only: bool) -> None:
    """Print what went wrong with files, and how many themes nobody reviewed yet."""
    from narratief.domain.dutch import counted
    from narratief.publish.comparison import unconfirmed

    for problem in gathered.problems:
        tell_problem(problem)
    if draft:
        errors.print("[yellow]Concept[/] Er staan thema's in die nog niet door een mens zijn nagekeken.")
    if only and chosen.publication:
        for title, waiting in gathered.waiting.items():
            themes = counted(waiting, "thema wacht", "thema's wachten")
            warn(f"{title}: {themes} nog op nakijken en staan er niet in.")
    if only and chosen.prints_quotes:
        from narratief.publish.quotes_to_confirm import waiting_in_words

        for told in waiting_in_words(gathered.results, gathered.timelines):
            warn(told)
    if only and chosen.carries_timelines:
        for result in gathered.results:
            waiting = len(unconfirmed(gathered.timelines[result.name]))
            if waiting:
                moments = counted(waiting, "moment is", "momenten zijn")
                warn(f"{result.title}: {moments} niet bevestigd. Zie 'narratief moments {result.name}'.")
