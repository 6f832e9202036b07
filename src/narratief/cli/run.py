"""`narratief run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, tell_problem
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.pipeline.evaluate import ProjectOutcome


def run(
    projects: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PROJECTMAP]…",
            show_default=False,
            help="Mappen met een project; standaard alle mappen in narratives/.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Map voor de uitkomsten.")] = Path("outputs"),
) -> None:
    """Verwerk projecten: van transcripten naar synthesetabellen, per project en over alle projecten.

    De uitkomsten staan in de map van het project (synthese.html, synthese.xlsx, codes.csv, verslag.md) en in
    overzicht.*.
    De opdracht eindigt met code 1 als een bestand niet te gebruiken was, en met 2 als er niets te verwerken was.
    """
    folders = projects or _all_projects(Path("narratives"))
    for folder in folders:
        if not folder.is_dir():
            raise InputError(str(folder), "Deze map bestaat niet.", "Controleer de naam van de map.")
    names = [folder.resolve().name for folder in folders]
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise InputError(doubles[0], "Twee mappen hebben dezelfde naam.", "Geef een van beide een andere naam.")
    with progress_bars():
        outcomes = _flow(folders, out)
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    for problem in problems:
        tell_problem(problem)
    used = sum(len(outcome.files) for outcome in outcomes)
    fresh = sum(outcome.taken_in for outcome in outcomes)
    if used:
        output.print(
            f"{used} gesprekken verwerkt ({fresh} nieuw). De uitkomsten staan in [bold]{escape(str(out.resolve()))}[/]:"
        )
        for outcome in outcomes:
            if outcome.files:
                output.print(f"  {escape(str(out / Path(outcome.project).name / 'synthese.html'))}")
        output.print(f"  {escape(str(out / 'overzicht.html'))}")
    else:
        output.print("Er is geen gesprek verwerkt.")
    if not used:
        raise typer.Exit(2)
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)


def _flow(folders: list[Path], out: Path) -> list[ProjectOutcome]:
    """Run the flow, with Prefect's server and the models loading at the same time."""
    from flows.server import server_coming_up, unwatched

    with server_coming_up():
        from flows.engine import chosen_engine
        from flows.evaluate import evaluate_all

        from narratief.pipeline.preload import load_models

        if not chosen_engine().spreads:  # else other processes read and code, and load the models themselves
            load_models(folders)
    with unwatched():
        return evaluate_all([str(folder.resolve()) for folder in folders], str(out.resolve()))


def _all_projects(root: Path) -> list[Path]:
    """Every folder in the folder of projects.

    Raises
    ------
    InputError
        When there is none.
    """
    found = sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")) if root.is_dir() else []
    if not found:
        raise InputError(f"{root}/", "Hier staat geen projectmap.", "Geef de map van uw project op: narratief run MAP.")
    return found
