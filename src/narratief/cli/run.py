"""`narratief run`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, tell_problem
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.domain.project import Project
    from narratief.pipeline.evaluate import ProjectOutcome


_ROOM = 8 * 1024 * 1024
"""Bytes that must be free before anything is started: Prefect's server says nothing of a full disk, and is asked for
minutes. Chosen: its database begins with 2 MB, that of narratief with 1."""

_FEW, _OF_ALL = 3, 10
"""New interviews, and of how many one, up to which they are done without Prefect. Its server and its client take as
much of the processor as five interviews of an hour (docs/performance.md)."""
_HERE = "lokaal"


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
    from narratief.domain.locations import home_dir, vault_dir
    from narratief.domain.project import load_project
    from narratief.domain.settings import get_settings
    from narratief.files.atomic import check_room
    from narratief.pipeline.folders import NARRATIVES, all_projects

    folders = projects or all_projects(NARRATIVES)
    for folder in folders:
        if not folder.is_dir():
            raise InputError(str(folder), "Deze map bestaat niet.", "Controleer de naam van de map.")
    _refuse_doubles(folders)
    get_settings("run_hours")
    for folder in (home_dir(), vault_dir(), out):
        check_room(folder, _ROOM)
    with progress_bars():
        outcomes = _evaluated(folders, out)
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
                output.print(f"  {escape(str(out / load_project(Path(outcome.project)).name / 'synthese.html'))}")
        output.print(f"  {escape(str(out / 'overzicht.html'))}")
    else:
        output.print("Er is geen gesprek verwerkt.")
    if not used:
        raise typer.Exit(2)
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)


def _evaluated(folders: list[Path], out: Path) -> list[ProjectOutcome]:
    """Run the flow, with Prefect's server and the models loading at the same time.

    Where next to no interview is to be read or coded, the same steps without Prefect: a server that ends with the run
    would be most of the time that it takes, and nobody would see the run there.
    """
    from flows.settings import server_may_be_given

    projects, results = [str(folder.resolve()) for folder in folders], str(out.resolve())
    if not server_may_be_given() and _next_to_nothing_to_do(folders):
        from narratief.pipeline.evaluate import evaluate

        return evaluate(projects, results)
    from flows.server import server_coming_up

    with server_coming_up() as server:
        from flows.engine import chosen_engine
        from flows.evaluate import evaluate_all

        from narratief.pipeline.preload import load_models

        if not chosen_engine().spreads:  # else other processes read and code, and load the models themselves
            load_models(folders)
        with server():
            return _outcomes(lambda: evaluate_all(projects, results))


def _next_to_nothing_to_do(folders: list[Path]) -> bool:
    """Whether so few interviews are new that they take less than Prefect's server; the models then begin to load."""
    from narratief.domain.settings import get_settings
    from narratief.pipeline.batches import unfinished

    waiting, every = unfinished(folders, _FEW + 1)
    if not waiting:
        return True
    if waiting > min(_FEW, every / _OF_ALL) or get_settings("engine").engine != _HERE:
        return False
    from narratief.pipeline.preload import start_models

    start_models()
    return True


def _outcomes(flow: Callable[[], list[ProjectOutcome]]) -> list[ProjectOutcome]:
    """Outcomes of a flow over projects, also of one that Prefect calls failed because of one of them.

    Raises
    ------
    InputError
        When it took longer than it may.
    """
    from flows.outcome import NotProcessed

    try:
        return flow()
    except NotProcessed as failed:
        return failed.outcomes
    except TimeoutError:
        from narratief.domain.settings import variable_of

        remedy = "Start opnieuw: wat klaar is, blijft. Geef zo nodig een groter aantal uren op."
        raise InputError(variable_of("run_hours"), "De verwerking duurde langer dan mag.", remedy) from None


def _refuse_doubles(folders: list[Path]) -> None:
    """Refuse projects that would write over each other's tables; a copy of a folder is told later, in more words.

    Raises
    ------
    InputError
        When two of them have one name.
    """
    from narratief.domain.project import load_project

    known: dict[str, Project] = {}
    for project in map(load_project, folders):
        first = known.setdefault(project.name, project)
        copies = project.identity is not None and first.key == project.key and first.path != project.path
        if first is not project and not copies:
            raise InputError(
                project.name,
                "Twee projecten hebben dezelfde naam.",
                "Geef een nieuwe map een andere naam, of verwerk ze apart met elk een eigen --out.",
            )
