"""Background work that makes the clusters of a project anew."""

from __future__ import annotations

from narratief.evaluation.work import key_of
from narratief.store.database import Store
from narratief.store.refusal import Refusal
from narratief.store.result import result_of
from narratief.store.schema import Job
from narratief.store.topic_journal import StoreJournal
from narratief.topics.decisions import steering
from narratief.topics.topic import Topics
from narratief.web.views.clusters import found_topics, keep
from narratief.web.worker import KINDS, Outcome

KIND = "clusters"
LEAST = 10
"""Fragments that are needed before clusters say anything."""


def make_clusters(store: Store, job: Job) -> Outcome:
    """Find the clusters of a project, holding on to what people decided, and keep them in the store."""
    project_id = job.project_id or 0
    with store.reading() as session:
        result = result_of(session, project_id)
        earlier = found_topics(session, project_id)
    if len(result.fragments) < LEAST:
        raise Refusal(
            f"Er zijn te weinig fragmenten voor clusters ({len(result.fragments)}).", "Voeg eerst meer gesprekken toe."
        )
    events = StoreJournal(store, project_id).events()
    from narratief.web.clustering_run import run  # its models take seconds to load

    topics: Topics = run(result, steering(events), earlier)
    key = key_of(*(fragment.id for fragment in result.fragments), *(event.id for event in events))
    with store.writing() as session:
        keep(session, project_id, topics, key)
    return Outcome(figures={"clusters": len(topics.shown)})


KINDS[KIND] = make_clusters
