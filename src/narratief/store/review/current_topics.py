"""Clusters of the last run as they stand now: their fragments and codes of today, and what people decided since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.store.database import Store
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.topic_runs import FoundCluster, latest_clusters
from narratief.topics.apply_edits import apply_edits, with_members
from narratief.topics.passage import Passage, passages_of
from narratief.topics.topic import NearTheme, Topic, Topics, most_told_first


def found_topics(session: Session, project_id: int) -> Topics | None:
    """Clusters of the last run as the topics package has them; None without a run."""
    kept = latest_clusters(session, project_id)
    if kept is None:
        return None
    clusters, members = kept
    result = result_of(session, project_id)
    places = {(fragment.interview, (fragment.start, fragment.end)): fragment.id for fragment in result.fragments}
    passages = {passage.id: passage for passage in passages_of(result.fragments, result.codes, result.facts)}
    own: dict[str, list[str]] = {cluster.id: [] for cluster in clusters}
    loose: list[str] = []
    points: dict[str, tuple[float, float]] = {}
    for member in members:
        passage = places.get((member.file, member.span))
        if passage is None:
            continue  # these words were divided anew since
        if member.point:
            points[passage] = member.point
        (own[member.cluster] if member.cluster else loose).append(passage)
    topics = (_topic(cluster, own[cluster.id], passages) for cluster in clusters)
    return Topics(passages, tuple(sorted(topics, key=most_told_first)), tuple(loose), (), points)


def current_topics(store: Store, session: Session, project_id: int) -> Topics:
    """Clusters of the last run, with every edit that people made since.

    Raises
    ------
    Refusal
        When none were made yet.
    """
    found = found_topics(session, project_id)
    if found is None:
        raise Refusal("Er zijn nog geen clusters.", "Laat eerst clusters maken.")
    return apply_edits(found, StoredEditLog(store, project_id).edits())


def _topic(cluster: FoundCluster, members: Sequence[str], passages: Mapping[str, Passage]) -> Topic:
    """Make a cluster of what is kept of it, its counts taken from the codes of today."""
    near = tuple(NearTheme(**each) for each in cluster.facts.get("near", ()))
    words = tuple(str(word) for word in cluster.facts.get("keywords", ()))
    named = bool(cluster.facts.get("named"))
    title, about = str(cluster.facts.get("title", "")), bool(cluster.facts.get("about_process", True))
    topic = Topic(cluster.id, cluster.label, words, (), (), 0, (), near, new=False, named=named)
    return with_members(replace(topic, title=title, about_process=about), members, passages)
