"""`narratief second-look`: let the language model that is set code a project beside the machine coder."""

from __future__ import annotations

from typing import Annotated

import typer

from narratief.cli.console import output, progress_bars, tell_problem


def second_look(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Map van een project, of de naam van een map in narratives/.")
    ],
) -> None:
    """Laat het taalmodel dat is ingesteld een project ook coderen, zonder de thema's van narratief te zien.

    Het project moet al verwerkt zijn. Er verandert geen thema: verschillen staan in de werkplek vooraan bij Nakijken.
    Wat het model al las, vraagt narratief niet nog eens.
    """
    from narratief.domain.dutch import counted
    from narratief.language_model.checks import DROPPED_IN_WORDS, Dropped
    from narratief.pipeline.folders import project_folder
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.second_look import look_again

    opened = open_folder(project_folder(project))
    with progress_bars():
        found = look_again(opened.store, opened.id, "opdrachtregel")
    for problem in found.problems:
        tell_problem(problem)
    output.print(
        f"{counted(found.answered, 'antwoord', 'antwoorden')}, {counted(found.held, 'code', 'codes')}. "
        f"Al eerder gevraagd: {found.known}."
    )
    for name, count in found.dropped.most_common():
        output.print(f"Telt niet mee: {DROPPED_IN_WORDS[Dropped(name)]} ({count})")
