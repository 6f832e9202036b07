"""Clusters out of the store, with people's decisions since the last run applied to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from narratief.codebook import Codebook
from narratief.store.result import result_of
from narratief.store.topic_journal import FoundCluster, topics_now
from narratief.topics.coverage import is_covered, theme_counts
from narratief.topics.decisions import Event, standing, steering
from narratief.topics.passage import Passage, passages_of
from narratief.topics.topic import NearTheme, Topic, Topics

_QUOTES = 6
MAP_WIDTH, MAP_HEIGHT, MAP_MARGIN = 640.0, 420.0, 16.0
LOOKS = 8  # colours of the map; further clusters get another shape


@dataclass(frozen=True, slots=True)
class Dot:
    """A fragment on the map: its place, and the number of its cluster (None: it fits none)."""

    x: float
    y: float
    number: int | None
    passage: str


def found_topics(session: Session, project_id: int) -> Topics | None:
    """Give the clusters of the last run as the topics package has them; None without a run."""
    kept = topics_now(session, project_id)
    if kept is None:
        return None
    clusters, members = kept
    result = result_of(session, project_id)
    places = {(fragment.interview, (fragment.start, fragment.end)): fragment.id for fragment in result.fragments}
    passages = {passage.id: passage for passage in passages_of(result.fragments, result.codes, result.facts)}
    own: dict[str, list[str]] = {cluster.id: [] for cluster in clusters}
    loose, points = [], {}
    for member in members:
        passage = places.get((member.file, member.span))
        if passage is None:
            continue  # these words were divided anew since
        if member.point:
            points[passage] = member.point
        (own[member.cluster] if member.cluster else loose).append(passage)
    topics = tuple(_topic(cluster, own[cluster.id], passages) for cluster in clusters)
    return Topics(passages, topics, tuple(loose), (), points)


def applied(found: Topics, events: Sequence[Event]) -> Topics:
    """Apply what people decided to the clusters of a run, as the next run will."""
    state = steering(events)
    taken = {member: key for key, held in state.held.items() for member in held.members}
    known = {topic.id: topic for topic in found.topics}
    topics = []
    for key in [*known, *(key for key in state.held if key not in known)]:
        if key in state.gone:
            continue
        held = state.held.get(key)
        base = known.get(key)
        members = [m for m in (base.members if base else ()) if taken.get(m, key) == key and m not in state.loose]
        members += sorted((held.members if held else frozenset()) - set(members))
        members = [member for member in members if member in found.passages]
        if not members and held is None:
            continue
        topic = base or Topic(key, key, (), (), (), 0, (), (), new=False)
        topic = _refreshed(topic, members, found.passages)
        if held:
            named = {"label": held.label, "named": True} if held.label else {}
            topic = replace(topic, status=held.status, theme=held.theme, **named)
        topics.append(topic)
    inside = {member for topic in topics for member in topic.members}
    left = tuple(passage for passage in found.passages if passage not in inside)
    ordered = sorted(
        topics, key=lambda topic: (topic.status == "rejected", -topic.residents, -len(topic.members), topic.id)
    )
    return replace(found, topics=tuple(ordered), left_out=left)


def dots(topics: Topics) -> list[Dot]:
    """Lay the map out; the numbers are those of the clusters that are shown."""
    number = {topic.id: place for place, topic in enumerate(topics.shown)}
    home = topics.topic_of()
    if not topics.points:
        return []
    xs, ys = ([point[axis] for point in topics.points.values()] for axis in (0, 1))
    made = [
        Dot(
            _scaled(x, min(xs), max(xs), MAP_WIDTH),
            _scaled(y, min(ys), max(ys), MAP_HEIGHT),
            number[home[passage].id] if passage in home else None,
            passage,
        )
        for passage, (x, y) in topics.points.items()
        if passage in topics.passages
    ]
    return sorted(made, key=lambda dot: (dot.number is not None, dot.passage))


def log_lines(events: Sequence[Event]) -> list[tuple[Event, bool]]:
    """Give the acts on clusters, newest first, each with whether it holds."""
    holding = {event.id for event in standing(events)}
    return [(event, event.id in holding) for event in reversed(events)]


def lines(topics: Topics) -> dict[str, list[dict[str, object]]]:
    """Give clusters and their fragments as sheets of a workbook."""
    clusters: list[dict[str, object]] = [
        {
            "Cluster": topic.label,
            "Bewoners": topic.residents,
            "Fragmenten": len(topic.members),
            "Nieuw": topic.new,
            "Trefwoorden": ", ".join(topic.keywords),
            "Status": topic.status or "",
            "Kenmerk": topic.id,
        }
        for topic in topics.topics
    ]
    fragments: list[dict[str, object]] = [
        {"Cluster": topic.label, "Fragment": passage.text, "Gesprek": passage.interview, "Plek": passage.place}
        for topic in topics.topics
        for passage in members_of(topics, topic)
    ]
    return {"Clusters": clusters, "Fragmenten": fragments}


def members_of(topics: Topics, topic: Topic) -> list[Passage]:
    """Give a cluster's passages, most typical first."""
    return [topics.passages[member] for member in topic.members]


def theme_labels(topic: Topic, codebook: Codebook) -> list[tuple[str, int]]:
    """Give the codebook themes on a cluster's fragments by label, with how many carry each."""
    return [(codebook.theme(key).label, count) for key, count in topic.themes.items() if key in codebook.theme_ids]


def _refreshed(topic: Topic, members: Sequence[str], passages: Mapping[str, Passage]) -> Topic:
    """Give a cluster with these members, its counts worked out anew."""
    own = [passages[member] for member in members]
    return replace(
        topic,
        members=tuple(members),
        quotes=_quotes(own),
        residents=len({passage.resident for passage in own}),
        projects=tuple(sorted({passage.project for passage in own})),
        new=bool(own) and not is_covered(own),
        themes=theme_counts(own),
    )


def _quotes(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Choose the most typical passage of every resident before anyone's second."""
    turns: dict[tuple[str, str], int] = {}
    ranked = []
    for place, passage in enumerate(passages):
        turn = turns[passage.resident] = turns.get(passage.resident, -1) + 1
        ranked.append((turn, place, passage.id))
    return tuple(key for _, _, key in sorted(ranked)[:_QUOTES])


def _topic(cluster: FoundCluster, members: Sequence[str], passages: Mapping[str, Passage]) -> Topic:
    """Make a cluster of what is kept of it, its counts taken from the codes of today."""
    near = tuple(NearTheme(**each) for each in cluster.facts.get("near", ()))
    words = tuple(str(word) for word in cluster.facts.get("keywords", ()))
    named = bool(cluster.facts.get("named"))
    topic = Topic(cluster.id, cluster.label, words, (), (), 0, (), near, new=False, named=named)
    return _refreshed(topic, members, passages)


def _scaled(value: float, low: float, high: float, size: float) -> float:
    """Carry a coordinate to the map's own units."""
    share = (value - low) / (high - low) if high > low else 0.5
    return round(MAP_MARGIN + share * (size - 2 * MAP_MARGIN), 1)
