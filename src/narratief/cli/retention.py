"""`narratief retention`: what goes at the end of a retention period."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import confirm, output, warn


def retention(
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niet of u het zeker weet.")] = False,
) -> None:
    """Verwijder namen en transcripten waarvan de bewaartermijn voorbij is (retention in project.yaml).

    Eerst ziet u wat er weggaat: de naamkluis, de transcripten in de map van het project, de opnamen en de
    kenmerken van bewoners.
    De teksten met pseudoniemen en de thema's blijven.
    """
    from narratief.data_protection.backup.before_upgrade import clear_old_backups
    from narratief.data_protection.retention import enforce_retention, expired_projects, local_today
    from narratief.domain.dutch import short_date
    from narratief.store.database import open_store
    from narratief.store.erase import scrub

    store, today = open_store(), local_today()
    clear_old_backups()
    with store.reading() as session:
        due = expired_projects(session, today)
    scrub(store)  # remains of what was erased while the database was busy
    if not due:
        output.print("Er is geen bewaartermijn voorbij.")
        return
    for each in due:
        parts = (["de naamkluis"] if each.vault else []) + list(each.originals)
        parts += ["kenmerken van bewoners"] if each.attributes else []
        parts += ["1 opname" if each.recordings == 1 else f"{each.recordings} opnamen"] if each.recordings else []
        output.print(f"{escape(each.title)}: voorbij sinds {short_date(each.end)}", highlight=False)
        for part in parts:
            output.print(f"  {escape(part)}", highlight=False)
    confirm("Dit verwijderen? Het is niet terug te draaien.", yes=yes)
    for each in due:
        if enforce_retention(store, each.project_id, today) is None:
            warn(f"{each.title}: er loopt nog verwerking. Probeer het later opnieuw.")
        else:
            output.print(f"{escape(each.title)}: verwijderd.", highlight=False)
