"""`narratief attributes`: what is noted of residents (age group, role), taken from a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narratief.cli.console import agreed, concerning, output, warn

if TYPE_CHECKING:
    from narratief.publish.attribute_sheet import AttributePlan


def attributes(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Map van een project, of de naam van een map in narratives/.")
    ],
    source: Annotated[
        Path,
        typer.Argument(
            metavar="BESTAND",
            help="Tabel (.xlsx of .csv): in de eerste kolom de gesprekken, dan per kolom een kenmerk.",
        ),
    ],
    who: Annotated[
        str, typer.Option("--who", metavar="NAAM", help="Wie de kenmerken opschreef.")
    ] = "narratief attributes",
    yes: Annotated[bool, typer.Option("--yes", help="Vraag niets: neem over wat er in de tabel staat.")] = False,
) -> None:
    """Neem kenmerken van bewoners over uit een tabel, zoals leeftijdsgroep en rol.

    U ziet eerst wat er verandert, en kiest dan of dat mag. Een lege cel haalt niets weg. Een rij die niet klopt wordt
    genoemd; de andere gaan door, en de opdracht eindigt met code 1.
    """
    from narratief.domain.dutch import counted
    from narratief.pipeline.attributes import take_sheet
    from narratief.pipeline.folders import project_folder
    from narratief.pipeline.open_project import open_folder

    with concerning(source.name):
        plan, made = take_sheet(open_folder(project_folder(project)), source, who, None if yes else _agreed)
    for problem in plan.problems:
        warn(str(problem))
    if made:
        output.print(f"Overgenomen: {counted(made, 'waarde', 'waarden')}.", highlight=False)
    else:
        output.print("Er is niets overgenomen.")
    if plan.problems:
        raise typer.Exit(1)


def _agreed(plan: AttributePlan) -> bool:
    """Show what would change, and ask whether it may."""
    for line in plan.lines:
        output.print(line, highlight=False)
    for each in plan.interviews:
        changes = (
            f"{name}: {value}" + (f" (was: {was})" if was else "") for name, (was, value) in each.changes.items()
        )
        output.print(f"  {each.file}: {'; '.join(changes)}", highlight=False, markup=False)
    return agreed("Dit overnemen?")
