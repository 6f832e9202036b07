"""The commands of `narratief topics` that edit the clusters of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from narratief.cli.clusters import By, Cluster, Project, clusters_of, editor_of
from narratief.cli.console import output
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.topics.edits import TopicEdit


def rename(project: Project, cluster: Cluster, label: Annotated[str, typer.Argument(metavar="NAAM")], by: By) -> None:
    """Geef een cluster een naam."""
    _tell(editor_of(project, by).rename(cluster, label))


def merge(
    project: Project,
    clusters: Annotated[list[str], typer.Argument(metavar="CLUSTER CLUSTER…", help="Het eerste blijft bestaan.")],
    by: By,
    label: Annotated[
        str, typer.Option("--label", metavar="NAAM", help="Naam van het geheel.", show_default=False)
    ] = "",
) -> None:
    """Voeg clusters samen."""
    _tell(editor_of(project, by).merge(clusters, label))


def split(
    project: Project,
    cluster: Cluster,
    fragments: Annotated[
        list[str], typer.Argument(metavar="FRAGMENT…", help="Deze fragmenten worden een eigen cluster.")
    ],
    by: By,
) -> None:
    """Splits een cluster: de genoemde fragmenten worden een nieuw cluster."""
    event = editor_of(project, by).split(cluster, [fragments])
    _tell(event)
    output.print(f"Nieuw cluster: {event.ids[1]}")


def divide(
    project: Project,
    cluster: Cluster,
    by: By,
    examples: Annotated[
        list[str],
        typer.Option(
            "--example",
            metavar="FRAGMENT,…",
            help="Fragmenten van één betekenis, met komma's ertussen. Geef dit voor elke betekenis een keer.",
            show_default=False,
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAAM", help="Naam van elk deel, in dezelfde volgorde.", show_default=False),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Splits het cluster; anders ziet u alleen hoe het zou worden.")
    ] = False,
) -> None:
    """Splits een cluster met voorbeelden: u kiest fragmenten van elke betekenis, de rest gaat naar wat erop lijkt."""
    from narratief.pipeline.cluster_split import propose_split
    from narratief.pipeline.open_project import open_folder

    if project == "alle":
        raise InputError("alle", "Met voorbeelden splitsen kan per project.", "Noem de map van het project.")
    editor = editor_of(project, by)
    topic = editor.topic(cluster)
    opened = open_folder(Path(project))
    picked = [[each.strip() for each in given.split(",") if each.strip()] for given in examples]
    with opened.store.reading() as session:
        found = propose_split(session, opened.id, topic, picked)
    for number, part in enumerate(found.parts, 1):
        output.print(f"[bold]Deel {number}: {len(part)} fragmenten[/]", highlight=False)
        for placed in part:
            mark = "voorbeeld " if placed.example else "" if placed.sure else "twijfel "
            words = editor.found.passages[placed.passage].text
            output.print(f"[dim]{placed.passage}[/] {mark}{escape(words)}", highlight=False)
    if found.unplaced:
        output.print(f"Niet vergeleken, en dus in deel 1: {', '.join(found.unplaced)}", highlight=False)
    if not save:
        output.print("Er is niets bewaard. Klopt het? Geef dezelfde opdracht met --save.")
        return
    event = editor.split(cluster, [[placed.passage for placed in part] for part in found.parts], names or ())
    _tell(event)
    output.print(f"Nieuw: {', '.join(event.ids[1:])}")


def move(
    project: Project,
    fragments: Annotated[list[str], typer.Argument(metavar="FRAGMENT…")],
    by: By,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="CLUSTER", help="Waarheen; zonder dit: in geen enkel cluster.", show_default=False
        ),
    ] = "",
) -> None:
    """Zet fragmenten in een ander cluster, of in geen enkel."""
    _tell(editor_of(project, by).move(fragments, to or None))


def reject(project: Project, cluster: Cluster, by: By) -> None:
    """Verwerp een cluster: het telt niet als uitkomst."""
    _tell(editor_of(project, by).reject(cluster))


def promote(
    project: Project,
    cluster: Cluster,
    by: By,
    goal: Annotated[str, typer.Option("--goal", metavar="DOEL", help="Id van het doel in het codeboek.")],
    valence: Annotated[str, typer.Option("--valence", help="positive (gaat goed) of negative (kan beter).")],
    definition: Annotated[str, typer.Option("--definition", metavar="TEKST", help="Wat eronder valt, in één zin.")],
    label: Annotated[str, typer.Option("--label", metavar="NAAM", help="Naam van het thema.", show_default=False)] = "",
    fragments: Annotated[
        list[str] | None,
        typer.Option("--fragment", metavar="ID", help="Fragment dat het thema krijgt; mag vaker.", show_default=False),
    ] = None,
) -> None:
    """Maak van een cluster een thema in het codeboek van het project, en geef het aan de fragmenten die u noemt.

    Dit doet hetzelfde als 'Thema maken' in de werkplek. Uw codebook.yaml verandert niet.
    """
    from narratief.domain.decision import Author
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.promotion import NewTheme, promote_cluster

    if project == "alle":
        raise InputError("alle", "Een codeboek hoort bij een project.", "Noem de map van het project.")
    opened = open_folder(Path(project))
    opened.codebook()  # what codebook.yaml says now comes first, and the theme on top of it
    promoted = promote_cluster(
        opened.store,
        opened.id,
        Author(None, by),
        clusters_of(project),
        cluster,
        NewTheme(goal, valence, definition, label),
        code=fragments or (),
    )
    theme = promoted.theme
    output.print(f"‘{escape(theme.label)}’ ({theme.id}) staat nu in het codeboek van dit project.", highlight=False)
    if promoted.coded:
        coded = "1 fragment kreeg" if promoted.coded == 1 else f"{promoted.coded} fragmenten kregen"
        output.print(f"{coded} het thema.")


def undo(
    project: Project,
    by: By,
    event: Annotated[
        str, typer.Option("--event", metavar="ID", help="Welke beslissing; anders de laatste.", show_default=False)
    ] = "",
) -> None:
    """Maak een beslissing ongedaan."""
    _tell(editor_of(project, by).undo(event))


def _tell(event: TopicEdit) -> None:
    """Print what was recorded."""
    from narratief.topics.wording import act

    output.print(f"Vastgelegd ({event.id}): {escape(act(event))}. Dit geldt nu en bij elke volgende 'narratief run'.")
