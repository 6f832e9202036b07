"""Clusters as a workbook: clusters.xlsx."""

from __future__ import annotations

from collections.abc import Sequence

from narratief.domain.codebook import Codebook
from narratief.domain.trust import Trust
from narratief.synthesis.trust_words import GUIDE_SHEET, HEADING, explained, in_workbook
from narratief.synthesis.workbook import Book, Column, Sheet
from narratief.topics import wording
from narratief.topics.relations import phase_shares
from narratief.topics.topic import Topic, Topics

_CLUSTERS = (
    Column("Cluster", 30),
    Column("Nieuw", 9),
    Column("Bewoners", 10),
    Column("Fragmenten", 11),
    Column("Trefwoorden", 36),
    Column("Citaat", 70),
    Column("Vindplaats", 30),
    Column("Dichtstbijzijnde thema's", 40),
    Column("Gaat goed", 9),
    Column("Kan beter", 9),
    Column("Zonder thema", 9),
    Column("Projecten", 30),
    Column("Beslissing", 24),
    Column("Id", 12),
)
_FRAGMENTS = (
    Column("Cluster", 30),
    Column("Nieuw", 9),
    Column("Project", 22),
    Column("Interview", 22),
    Column("Plaats", 26),
    Column("Citaat", 80),
    Column("Thema's", 40),
    Column("Cluster-id", 12),
    Column("Fragment", 19),
)
_MERGES = (Column("Stap", 7), Column("Dit", 50), Column("en dit", 50), Column("Samen", 40), Column("Afstand", 9))


def topics_workbook(topics: Topics, codebook: Codebook, title: str, trust: Trust | None = None) -> bytes:
    """Make clusters.xlsx: clusters, every fragment, themes per cluster, phases, what would merge next, and a guide."""
    book = Book(f"Clusters {title}")
    _clusters(book, topics, title, trust)
    if topics.off_topic:
        _off_topic(book, topics)
    _fragments(book, topics, codebook)
    _themes(book, topics, codebook)
    if topics.phases:
        _phases(book, topics)
    _merges(book, topics)
    guide = book.sheet(GUIDE_SHEET, (Column("", 110),))
    guide.line("Zo leest u deze tabellen", "title")
    for text in wording.GUIDE:
        guide.row([text])
    if trust:
        guide.line(HEADING, "title")
        for text in explained(trust):
            guide.row([text])
    return book.bytes()


def _clusters(book: Book, topics: Topics, title: str, trust: Trust | None) -> None:
    """Write the sheet with a row per cluster."""
    sheet = book.sheet("Clusters", _CLUSTERS)
    sheet.line(f"Clusters: {title}", "title")
    sheet.line(wording.summary(topics), "note")
    if trust:
        sheet.line(in_workbook(trust), "note")
    sheet.head()
    _rows(sheet, topics, [*topics.findings, *topics.rejected])
    sheet.filterable()


def _off_topic(book: Book, topics: Topics) -> None:
    """Write the sheet with the clusters that are about something else."""
    sheet = book.sheet(wording.OFF_TOPIC, _CLUSTERS)
    sheet.line(wording.OFF_TOPIC, "title")
    sheet.line(wording.OFF_TOPIC_NOTE, "note")
    sheet.head()
    _rows(sheet, topics, topics.off_topic)
    sheet.filterable()


def _rows(sheet: Sheet, topics: Topics, chosen: Sequence[Topic]) -> None:
    """Write a row per cluster."""
    for topic in chosen:
        quote = topics.passages[(topic.quotes or topic.members)[0]]
        sheet.row(
            [
                topic.heading,
                "nieuw" if topic.new else None,
                topic.residents,
                len(topic.members),
                ", ".join(topic.keywords),
                quote.text,
                wording.place(quote),
                wording.near(topic),
                *(topic.valence.get(kind, 0) for kind in ("positive", "negative", "none")),
                ", ".join(topic.projects),
                wording.decision(topic),
                topic.id,
            ],
            ["strong", *["text"] * 12, "quiet"],
        )


def _fragments(book: Book, topics: Topics, codebook: Codebook) -> None:
    """Write the sheet with a row per fragment, in the order of reading."""
    labels = {theme.id: theme.label for theme in codebook.themes}
    sheet = book.sheet("Fragmenten", _FRAGMENTS)
    sheet.head()
    placed = {member: topic for topic in topics.topics for member in topic.members}
    for passage in wording.in_reading_order(topics.passages.values()):
        topic = placed.get(passage.id)
        themes = "; ".join(labels.get(theme, theme) for theme in passage.themes)
        label = topic.heading if topic else wording.NO_CLUSTER
        new = "nieuw" if topic and topic.new else None
        where = (passage.project, passage.interview, passage.place)
        sheet.row([label, new, *where, passage.text, themes, topic.id if topic else None, passage.id])
    sheet.filterable()


def _themes(book: Book, topics: Topics, codebook: Codebook) -> None:
    """Write the sheet with themes against clusters."""
    themes = [theme for theme in codebook.themes if any(theme.id in topic.themes for topic in topics.shown)]
    sheet = book.sheet("Clusters en thema's", (Column("Cluster", 30), *(Column(theme.label, 14) for theme in themes)))
    sheet.line("Aantal fragmenten met elk thema, per cluster", "note")
    sheet.head()
    for topic in topics.shown:
        sheet.row([topic.heading, *(topic.themes.get(theme.id) for theme in themes)])
    sheet.filterable()


def _phases(book: Book, topics: Topics) -> None:
    """Write the sheet with clusters against phases."""
    columns = [Column("Cluster", 30)]
    for phase in topics.phases:
        columns.append(Column(f"{phase}: fragmenten", 16))
        if topics.shares:
            columns.append(Column(f"{phase}: aandeel (%)", 16))
    sheet = book.sheet("Fasen", columns)
    about = "Aandeel: van alle fragmenten in een cluster uit die fase" if topics.shares else wording.NO_SHARES
    sheet.line(about, "note")
    sheet.head()
    shares = phase_shares(topics)
    for topic in topics.shown:
        cells: list[float] = []
        for phase in topics.phases:
            cells.append(topic.phases.get(phase, 0))
            if topics.shares:
                cells.append(round(100 * shares[topic.id][phase], 1))
        sheet.row([topic.heading, *cells])
    sheet.filterable()


def _merges(book: Book, topics: Topics) -> None:
    """Write the sheet with which clusters would merge first."""
    labels = {topic.id: topic.heading for topic in topics.topics}
    sheet = book.sheet("Wat hoort bij elkaar", _MERGES)
    sheet.line("Welke clusters zouden als eerste samengaan (kleinste afstand bovenaan)", "note")
    sheet.head()
    for step, merge in enumerate(topics.merges, start=1):
        left, right = ("; ".join(labels[each] for each in side) for side in (merge.left, merge.right))
        sheet.row([step, left, right, merge.label, merge.distance])
