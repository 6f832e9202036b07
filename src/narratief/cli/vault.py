"""`narratief vault`: the key to the names."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import concerning, confirm, output, warn
from narratief.domain.errors import InputError

vault = typer.Typer(help="De naamkluis: welke echte naam bij welk pseudoniem hoort.", no_args_is_help=True)


@vault.callback()
def vault_commands() -> None:
    """De naamkluis: welke echte naam bij welk pseudoniem hoort. Openen doet u in de werkplek."""


@vault.command("destroy")
def destroy(
    project: Annotated[
        str, typer.Argument(metavar="[PROJECT]", show_default=False, help="Map of naam van een project.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Vernietig de naamkluis van alle projecten.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of u het zeker weet.")] = False,
) -> None:
    """Vernietig de naamkluis. Daarna kan niemand meer zien wie wie is; de teksten en thema's blijven.

    U hebt hiervoor geen sleutel nodig. Nieuwe gesprekken krijgen daarna een nieuwe naamkluis.
    """
    from narratief.cli.projects import known_project
    from narratief.data_protection.project_files import originals_of
    from narratief.data_protection.vault_destruction import destroy_every_vault, destroy_vault
    from narratief.domain.dutch import counted
    from narratief.store.coding.projects import title_of
    from narratief.store.database import open_store

    if bool(project) == every:
        raise InputError("narratief vault destroy", "Geef een project op, of --all.", "Kies een van de twee.")
    store, reason = open_store(), {"reason": "opdrachtregel"}
    if every:
        confirm("Alle naamkluizen vernietigen? Dit is niet terug te draaien.", yes=yes)
        with concerning("narratief vault destroy"):
            number = destroy_every_vault(store, reason)
        output.print(f"Vernietigd: {counted(number, 'naamkluis', 'naamkluizen')}.")
        return
    with store.reading() as session:
        row = known_project(session, project)
        title, originals = title_of(row), originals_of(row)
    confirm(f"De naamkluis van {title} vernietigen? Dit is niet terug te draaien.", yes=yes)
    with store.writing() as session, concerning(title):
        done = destroy_vault(session, known_project(session, project), None, reason)
    told = "De naamkluis is vernietigd." if done else "Dit project heeft geen naamkluis."
    output.print(f"{escape(title)}: {told}", highlight=False)
    if originals:
        folder = originals[0].parent
        warn(
            f"{len(originals)} transcripten met echte namen staan nog in {folder}. "
            "Verwijder ze ook, anders is nog te zien wie wie is."
        )
