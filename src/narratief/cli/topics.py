"""`narratief topics`: emergent themes of loose texts, and the clusters of projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from narratief.cli.clusters import Cluster, Project, clusters_of, edit_log
from narratief.cli.console import errors, output
from narratief.cli.jsonl import read_lines, write_lines
from narratief.cli.topic_edits import divide, merge, move, promote, reject, rename, split, undo
from narratief.domain.errors import InputError

topics = typer.Typer(
    help="Vind clusters in wat bewoners vertellen, en leg vast wat u ervan vindt.",
    no_args_is_help=False,
    add_completion=False,
)


@topics.callback(invoke_without_command=True)
def cluster_texts(
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
    """Cluster losse teksten: elke regel krijgt het cluster erbij waar hij in past.

    Dat zijn "topic" (id, of null), "label", "keywords", "new" (geen thema dekt het) en "off_topic" (gaat niet over het
    meepraten).

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


def list_topics(project: Project) -> None:
    """Laat de clusters van een project zien, met hun id."""
    found = clusters_of(project)
    table = Table("Id", "Naam", "Trefwoorden", "Nieuw", "Bewoners", "Fragmenten", "Bijzonderheden")
    from narratief.topics.labels import LABEL_WORDS
    from narratief.topics.wording import OFF_TOPIC, decision, summary

    for topic in found.topics:
        table.add_row(
            topic.id,
            escape(topic.heading),
            ", ".join(topic.keywords[:LABEL_WORDS]),
            "ja" if topic.new else "",
            str(topic.residents),
            str(len(topic.members)),
            escape("; ".join(filter(None, (OFF_TOPIC.lower() if topic.off_topic else "", decision(topic))))),
        )
    output.print(table)
    output.print(escape(summary(found)))


def show(project: Project, cluster: Cluster) -> None:
    """Laat alle fragmenten van een cluster zien, met hun id."""
    found = clusters_of(project)
    try:
        topic = found.topic(cluster)
    except KeyError:
        raise InputError(cluster, "Dit cluster is er niet.", f"Zie 'narratief topics list {project}'.") from None
    output.print(f"[bold]{escape(topic.heading)}[/] ({escape(', '.join(topic.keywords))})", highlight=False)
    for member in topic.members:
        passage = found.passages[member]
        output.print(f"[dim]{member}[/] {escape(passage.text)}", highlight=False)


def log(project: Project) -> None:
    """Laat zien wie wat besliste, en wanneer."""
    from narratief.topics.edits import effective_edits
    from narratief.topics.wording import act

    events = edit_log(project).edits()
    counting = {event.id for event in effective_edits(events)}
    table = Table("Id", "Wanneer", "Wie", "Wat", "Geldt")
    for event in events:
        table.add_row(
            event.id, event.when, escape(event.who), escape(act(event)), "ja" if event.id in counting else "nee"
        )
    output.print(table)


topics.command("list")(list_topics)
for command in (show, rename, merge, split, divide, move, reject, promote, undo, log):
    topics.command(command.__name__)(command)
