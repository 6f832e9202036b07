"""`narratief topics`: emergent themes of loose texts, and a researcher's editor on the clusters of projects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from narratief.cli.console import errors, output
from narratief.cli.jsonl import read_lines, write_lines
from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from narratief.store.review.topic_edits import StoredEditLog
    from narratief.topics.edits import TopicEdit
    from narratief.topics.topic import Topics
    from narratief.topics.topic_cache import TopicCache
    from narratief.topics.topic_editor import TopicEditor

topics = typer.Typer(
    help="Vind clusters in wat bewoners vertellen, en leg vast wat u ervan vindt.",
    no_args_is_help=False,
    add_completion=False,
)

Project = Annotated[
    str, typer.Argument(metavar="PROJECT", help="Map van het project, of 'alle' voor alle projecten samen.")
]
Cluster = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="Id van het cluster, zoals 'narratief topics list' geeft.")
]
By = Annotated[str, typer.Option("--by", metavar="NAAM", help="Wie dit beslist.")]


@topics.callback(invoke_without_command=True)
def loose(
    context: typer.Context,
    source: Annotated[
        Path | None, typer.Option("--in", metavar="BESTAND", help='JSON-regels met "text".', show_default=False)
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--out", metavar="BESTAND", help="Bestand voor de regels met cluster.", show_default=False),
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", metavar="BESTAND", help="Eigen codeboek (YAML).", show_default=False)
    ] = None,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            metavar="MAP",
            help="Schrijf hier ook clusters.xlsx, clusters.html en de kaart.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Cluster losse teksten: elke regel krijgt "topic" (id, of null), "label" en "new" (geen thema dekt het) erbij.

    Met een deelopdracht bekijkt en bewerkt u de clusters van een project.
    """
    if context.invoked_subcommand:
        return
    if not source or not target:
        raise InputError("topics", "Geef --in en --out op, of een deelopdracht.", "Zie 'narratief topics --help'.")
    from narratief.domain.codebook_file import default_codebook, load_codebook
    from narratief.pipeline.tagging import tag_texts
    from narratief.topics.run import loose_topics
    from narratief.topics.write import write_topics

    rows = read_lines(source)
    book = load_codebook(codebook) if codebook else default_codebook()
    texts = [row["text"] for row in rows]
    predictions = tag_texts(texts, [str(row.get("question") or "") for row in rows], book)
    themes = [{theme: prediction.scores[theme] for theme in prediction.themes} for prediction in predictions]
    found, lines = loose_topics(texts, themes, book)
    write_lines(target, (row | line for row, line in zip(rows, lines, strict=True)))
    if files:
        write_topics(found, book, source.name, files)
    new = sum(topic.new for topic in found.shown)
    errors.print(f"{len(rows)} teksten, {len(found.shown)} clusters, waarvan {new} nieuw: {escape(str(target))}")


@topics.command("list")
def list_topics(project: Project) -> None:
    """Laat de clusters van een project zien, met hun id."""
    found = _found(project)
    table = Table("Id", "Naam", "Nieuw", "Bewoners", "Fragmenten", "Beslissing")
    from narratief.topics.wording import decision, summary

    for topic in found.topics:
        table.add_row(
            topic.id,
            escape(topic.label),
            "ja" if topic.new else "",
            str(topic.residents),
            str(len(topic.members)),
            escape(decision(topic)),
        )
    output.print(table)
    output.print(escape(summary(found)))


@topics.command("show")
def show(project: Project, cluster: Cluster) -> None:
    """Laat alle fragmenten van een cluster zien, met hun id."""
    found = _found(project)
    try:
        topic = found.topic(cluster)
    except KeyError:
        raise InputError(cluster, "Dit cluster is er niet.", f"Zie 'narratief topics list {project}'.") from None
    output.print(f"[bold]{escape(topic.label)}[/] ({escape(', '.join(topic.keywords))})", highlight=False)
    for member in topic.members:
        passage = found.passages[member]
        output.print(f"[dim]{member}[/] {escape(passage.text)}", highlight=False)


@topics.command("rename")
def rename(project: Project, cluster: Cluster, label: Annotated[str, typer.Argument(metavar="NAAM")], by: By) -> None:
    """Geef een cluster een naam."""
    _tell(_editor(project, by).rename(cluster, label))


@topics.command("merge")
def merge(
    project: Project,
    clusters: Annotated[list[str], typer.Argument(metavar="CLUSTER CLUSTER…", help="Het eerste blijft bestaan.")],
    by: By,
    label: Annotated[
        str, typer.Option("--label", metavar="NAAM", help="Naam van het geheel.", show_default=False)
    ] = "",
) -> None:
    """Voeg clusters samen."""
    _tell(_editor(project, by).merge(clusters, label))


@topics.command("split")
def split(
    project: Project,
    cluster: Cluster,
    fragments: Annotated[
        list[str], typer.Argument(metavar="FRAGMENT…", help="Deze fragmenten worden een eigen cluster.")
    ],
    by: By,
) -> None:
    """Splits een cluster: de genoemde fragmenten worden een nieuw cluster."""
    event = _editor(project, by).split(cluster, [fragments])
    _tell(event)
    output.print(f"Nieuw cluster: {event.ids[1]}")


@topics.command("move")
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
    _tell(_editor(project, by).move(fragments, to or None))


@topics.command("reject")
def reject(project: Project, cluster: Cluster, by: By) -> None:
    """Verwerp een cluster: het telt niet als uitkomst."""
    _tell(_editor(project, by).reject(cluster))


@topics.command("promote")
def promote(
    project: Project,
    cluster: Cluster,
    by: By,
    goal: Annotated[str, typer.Option("--goal", metavar="DOEL", help="Id van het doel in het codeboek.")],
    valence: Annotated[str, typer.Option("--valence", help="positive (gaat goed) of negative (kan beter).")],
    definition: Annotated[str, typer.Option("--definition", metavar="TEKST", help="Wat eronder valt, in één zin.")],
    label: Annotated[str, typer.Option("--label", metavar="NAAM", help="Naam van het thema.", show_default=False)] = "",
    coded: Annotated[
        bool, typer.Option("--code/--no-code", help="Geef het thema meteen aan alle fragmenten van het cluster.")
    ] = True,
) -> None:
    """Maak van een cluster een thema in het codeboek van het project, en geef het aan zijn fragmenten.

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
        _found(project),
        cluster,
        NewTheme(goal, valence, definition, label),
        code=None if coded else (),
    )
    theme = promoted.theme
    output.print(f"‘{escape(theme.label)}’ ({theme.id}) staat nu in het codeboek van dit project.", highlight=False)
    if promoted.coded:
        fragments = "1 fragment kreeg" if promoted.coded == 1 else f"{promoted.coded} fragmenten kregen"
        output.print(f"{fragments} het thema.")


@topics.command("undo")
def undo(
    project: Project,
    by: By,
    event: Annotated[
        str, typer.Option("--event", metavar="ID", help="Welke beslissing; anders de laatste.", show_default=False)
    ] = "",
) -> None:
    """Maak een beslissing ongedaan."""
    _tell(_editor(project, by).undo(event))


@topics.command("log")
def log(project: Project) -> None:
    """Laat zien wie wat besliste, en wanneer."""
    from narratief.topics.edits import effective_edits
    from narratief.topics.wording import act

    events = _journal(project).edits()
    counting = {event.id for event in effective_edits(events)}
    table = Table("Id", "Wanneer", "Wie", "Wat", "Geldt")
    for event in events:
        table.add_row(
            event.id, event.when, escape(event.who), escape(act(event)), "ja" if event.id in counting else "nee"
        )
    output.print(table)


def _folder(project: str) -> TopicCache:
    from narratief.domain.project import load_project
    from narratief.topics.topic_cache import ALL_PROJECTS, TopicCache

    return TopicCache(ALL_PROJECTS if project == "alle" else load_project(Path(project)).key)


def _journal(project: str) -> StoredEditLog:
    from narratief.pipeline.open_project import open_folder
    from narratief.store.database import open_store
    from narratief.store.review.topic_edits import StoredEditLog

    if project == "alle":
        return StoredEditLog(open_store(), None)
    opened = open_folder(Path(project))
    return StoredEditLog(opened.store, opened.id)


def _editor(project: str, by: str) -> TopicEditor:
    from narratief.topics.topic_editor import TopicEditor

    journal = _journal(project)
    return TopicEditor(_found(project, journal), journal, by)


def _found(project: str, journal: StoredEditLog | None = None) -> Topics:
    """Clusters of the last run, with every edit that people made since."""
    from narratief.topics.apply_edits import apply_edits

    found = _folder(project).last()
    if found is None:
        raise InputError(project, "Van dit project zijn nog geen clusters gemaakt.", "Draai eerst 'narratief run'.")
    return apply_edits(found, (journal or _journal(project)).edits())


def _tell(event: TopicEdit) -> None:
    from narratief.topics.wording import act

    output.print(f"Vastgelegd ({event.id}): {escape(act(event))}. Dit geldt nu en bij elke volgende 'narratief run'.")
