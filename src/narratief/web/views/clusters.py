"""Clusters of the store, as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from narratief.domain.codebook import Codebook
from narratief.topics import wording
from narratief.topics.edits import TopicEdit, effective_edits
from narratief.topics.passage import Passage
from narratief.topics.topic import Topic, Topics

MAP_WIDTH, MAP_HEIGHT, MAP_MARGIN = 640.0, 420.0, 16.0  # the drawing's own units, a layout choice
LOOKS = 8  # colours of the map; further clusters get another shape


@dataclass(frozen=True, slots=True)
class Dot:
    """A fragment on the map: its place, and the number of its cluster (None: it fits none)."""

    x: float
    y: float
    number: int | None
    passage: str


def dots(topics: Topics) -> list[Dot]:
    """Lay the map out; the numbers are those of the clusters that are shown."""
    number = {topic.id: place for place, topic in enumerate(topics.shown)}
    home = topics.topic_of()
    if not topics.points:
        return []
    xs, ys = ([point[axis] for point in topics.points.values()] for axis in (0, 1))
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    made = [
        Dot(
            _scaled(x, left, right, MAP_WIDTH),
            _scaled(y, top, bottom, MAP_HEIGHT),
            number[home[passage].id] if passage in home else None,
            passage,
        )
        for passage, (x, y) in topics.points.items()
        if passage in topics.passages
    ]
    return sorted(made, key=lambda dot: (dot.number is not None, dot.passage))


def log_lines(events: Sequence[TopicEdit], found: Topics | None) -> list[tuple[TopicEdit, bool, str]]:
    """Describe the edits of clusters, newest first: whether each holds, and what it did by the names of then."""
    holding = {event.id for event in effective_edits(events)}
    names = {topic.id: topic.label for topic in found.topics} if found else {}
    told: dict[str, str] = {}
    for event in events:
        told[event.id] = _said(event, names, told)
        if event.act == "split":
            names |= dict.fromkeys(event.ids[1:], "")
            names |= {key: label for key, label in zip(event.ids, event.labels, strict=False) if label}
        if event.label:
            names[event.topic] = event.label
    return [(event, event.id in holding, told[event.id]) for event in reversed(events)]


def _said(event: TopicEdit, names: Mapping[str, str], told: Mapping[str, str]) -> str:
    """Say in Dutch what an act did, with names in the place of ids."""
    if event.act == "undo":
        return f"ongedaan gemaakt: {told.get(event.undone, event.undone)}"
    if event.act == "split":
        rest = sum(len(part) for part in event.parts[1:])
        what = wording.counted(rest, "fragment", "fragmenten")
        return f"{what} afgesplitst van ‘{names.get(event.topic) or event.topic}’"
    if event.act == "promote":
        return f"‘{names.get(event.topic) or event.topic}’ werd een thema"
    name = {key: f"‘{label}’" if label else "het nieuwe cluster" for key, label in names.items()}
    named = replace(
        event,
        topic=name.get(event.topic, event.topic),
        merged=tuple(name.get(each, each) for each in event.merged),
    )
    return wording.act(named)


def lines(topics: Topics) -> dict[str, list[dict[str, object]]]:
    """Clusters and their fragments as sheets of a workbook."""
    clusters: list[dict[str, object]] = [
        {
            "Cluster": topic.heading,
            "Bewoners": topic.residents,
            "Fragmenten": len(topic.members),
            "Nieuw": topic.new,
            wording.OFF_TOPIC: topic.off_topic,
            "Trefwoorden": ", ".join(topic.keywords),
            "Status": topic.status or "",
            "Kenmerk": topic.id,
        }
        for topic in topics.topics
    ]
    fragments: list[dict[str, object]] = [
        {"Cluster": topic.heading, "Fragment": passage.text, "Gesprek": passage.interview, "Plek": passage.place}
        for topic in topics.topics
        for passage in members_of(topics, topic)
    ]
    return {"Clusters": clusters, "Fragmenten": fragments}


def members_of(topics: Topics, topic: Topic) -> list[Passage]:
    """A cluster's passages, most typical first."""
    return [topics.passages[member] for member in topic.members]


def theme_labels(topic: Topic, codebook: Codebook) -> list[tuple[str, int]]:
    """Labels of the codebook themes on a cluster's fragments, with how many fragments have each."""
    return [(codebook.theme(key).label, count) for key, count in topic.themes.items() if key in codebook.theme_ids]


def _scaled(value: float, low: float, high: float, size: float) -> float:
    """Convert a coordinate to the map's own units."""
    share = (value - low) / (high - low) if high > low else 0.5
    return round(MAP_MARGIN + share * (size - 2 * MAP_MARGIN), 1)
