"""`narratief backup` and `narratief restore`: a copy of all that narratief keeps, and the way back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from narratief.cli.console import output, progress_bars, warn

_SHOWN = 5
"""Files that a warning names. Chosen, not measured: what fits in a few lines."""


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BESTAND]", show_default=False, help="Naam van de kopie; standaard narratief-DATUM-TIJD.zip."
        ),
    ] = None,
) -> None:
    """Maak een reservekopie: de database, de transcripten, de tabellen en de naamkluis, in één bestand.

    narratief mag gewoon doorwerken. De sleutel van de naamkluis zit er niet in.
    """
    from narratief.data_protection.backup.make import make_backup
    from narratief.store.database import open_store

    path = file or Path(f"narratief-{datetime.now():%Y%m%d-%H%M%S}.zip")  # noqa: DTZ005 - the name is for people here
    with progress_bars():
        made = make_backup(open_store(), path)
    output.print(f"Reservekopie gemaakt: [bold]{escape(str(path))}[/] ({made.files} bestanden).", highlight=False)
    warn(
        "In de kopie staan verhalen van bewoners en de naamkluis. De sleutel van de naamkluis zit er "
        "niet in. Bewaar die op een andere plek: zonder sleutel zijn de namen later niet te lezen."
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="Een kopie van narratief backup.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Vervang wat er nu staat. Dat is dan weg.")] = False,
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            "--folder",
            metavar="MAP",
            show_default=False,
            help="Map buiten NARRATIEF_HOME waar transcripten terug mogen; mag vaker.",
        ),
    ] = None,
) -> None:
    """Zet een reservekopie terug. Stop eerst de werkplek.

    narratief controleert de kopie eerst. Is zij beschadigd, dan verandert er niets.
    """
    from narratief.data_protection.backup.restore import restore_backup
    from narratief.domain.dutch import counted, short_date

    with progress_bars():
        restored = restore_backup(file, overwrite=overwrite, folders=folder or ())
    day = datetime.fromisoformat(restored.contents.made_at).astimezone()
    output.print(f"De reservekopie van {short_date(day)} {day:%H:%M} is teruggezet.", highlight=False)
    warn(
        "De sleutel van de naamkluis zit niet in de kopie. Zet de sleutel van toen zelf terug. "
        "Anders zijn de namen niet te lezen."
    )
    if restored.forgotten:
        warn(
            f"Volgens de kopie staan er {counted(len(restored.forgotten), 'uitkomst', 'uitkomsten')} in mappen die "
            f"deze installatie niet kent: {', '.join(restored.forgotten[:_SHOWN])}. Als u later een gesprek wist, "
            "blijven ze staan. Verwijder ze dan zelf."
        )
