"""`narratief person`: everything that is held on one person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import concerning, output
from narratief.domain.errors import InputError


def person(
    name: Annotated[
        str, typer.Argument(metavar="NAAM", help="Naam, adres of telefoonnummer, of een pseudoniem zoals PERSOON-1.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="BESTAND", help="Bestand om te schrijven: .html of .docx.")],
    project: Annotated[
        str, typer.Option("--project", metavar="PROJECT", show_default=False, help="Zoek alleen in dit project.")
    ] = "",
    interview: Annotated[
        str, typer.Option("--interview", metavar="GESPREK", show_default=False, help="Zoek alleen in dit gesprek.")
    ] = "",
    whole: Annotated[
        bool, typer.Option("--whole", help="Het gesprek is met deze persoon: neem alle beurten van de bewoner op.")
    ] = False,
) -> None:
    """Schrijf op wat narratief over één persoon bewaart (recht op inzage, artikel 15 AVG).

    Het bestand noemt elke plek: gesprek, beurt, thema's en beslissingen. Namen van anderen blijven vervangen.
    """
    from narratief.cli.projects import known_project
    from narratief.data_protection.retention import local_today
    from narratief.data_protection.subject_access import every_project, personal_data_of
    from narratief.data_protection.subject_access_page import render_subject_access
    from narratief.domain.dutch import counted
    from narratief.files.atomic import write_atomic
    from narratief.store.accounts.audit import note
    from narratief.store.database import open_store

    if whole and not interview:
        raise InputError("--whole", "Noem ook het gesprek.", "Gebruik --interview met de naam van het gesprek.")
    store = open_store()
    with store.writing() as session:
        projects = [known_project(session, project).id] if project else every_project(session)
        with concerning("narratief person"):
            held = personal_data_of(session, name, projects, interview=interview or None, whole=whole)
        note(session, "person_exported", None, details={"reason": "opdrachtregel", "files": len(held.interviews)})
    page = render_subject_access(held, local_today(), out.suffix.lower())
    write_atomic(out, page, private=True)
    found = counted(len(held.interviews), "gesprek", "gesprekken")
    output.print(f"{found} gevonden. Geschreven: [bold]{escape(str(out))}[/]", highlight=False)
