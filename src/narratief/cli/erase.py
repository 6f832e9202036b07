"""`narratief erase`: one interview, gone from everywhere."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import concerning, confirm, output, warn
from narratief.domain.errors import InputError


def erase(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help="Map of naam van een project.")],
    interview: Annotated[str, typer.Argument(metavar="GESPREK", help="Naam van het gesprek, zoals in verslag.md.")],
    keep_file: Annotated[bool, typer.Option("--keep-file", help="Laat het transcript in de projectmap staan.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of u het zeker weet.")] = False,
) -> None:
    """Wis één gesprek overal: tekst, thema's, beslissingen, namen, transcript, en alle tabellen en verslagen ermee.

    Tabellen en verslagen van het project verdwijnen. Maak ze daarna opnieuw met 'narratief run'.
    """
    from narratief.cli.projects import known_project
    from narratief.data_protection.erasure import erase_interview_everywhere
    from narratief.data_protection.project_files import original_of
    from narratief.store.coding.interviews import interview_row, interviews_of
    from narratief.store.coding.projects import title_of
    from narratief.store.database import open_store

    store = open_store()
    with store.reading() as session:
        row = known_project(session, project)
        found = interview_row(session, row.id, interview)
        if found is None:
            names = ", ".join(each.file for each in interviews_of(session, row.id)) or "geen"
            raise InputError(interview, "Dit gesprek staat niet in dit project.", f"Gesprekken: {names}.")
        original, number, title = original_of(row, interview), found.id, title_of(row)
        project_id = row.id
    if original and not keep_file:
        output.print(f"Ook het transcript gaat weg: {escape(str(original))}", highlight=False)
    confirm(f"{interview} van {title} wissen? Dit is niet terug te draaien.", yes=yes)
    with concerning(interview):
        clean = erase_interview_everywhere(
            store, project_id, number, None, {"reason": "opdrachtregel"}, original=not keep_file
        )
    output.print("Het gesprek is gewist, met alles wat ervan was gemaakt. Maak de tabellen opnieuw: narratief run.")
    if original and keep_file:
        warn("Het transcript staat er nog. Bij 'narratief run' komt het gesprek terug.")
    if not clean:
        warn("De database was bezig. Geef later, met de werkplek gestopt: narratief retention")
