"""Background work that makes the clusters of a project anew."""

from __future__ import annotations

from narratief.domain.errors import Refusal
from narratief.pipeline.clusters import LEAST, find_clusters
from narratief.pipeline.worker import KINDS, Outcome
from narratief.store.database import Store
from narratief.store.review.result import result_of
from narratief.store.schema import Job

KIND = "clusters"


def make_clusters(store: Store, job: Job) -> Outcome:
    """Find the clusters of a project: of the interviews that the job's settings name, else of all."""
    project_id = job.project_id or 0
    with store.reading() as session:
        result = result_of(session, project_id, files=job.settings.get("files"))
    if len(result.fragments) < LEAST:
        if "files" in job.settings:  # nobody asked for clusters: they come after an evaluation by themselves
            return Outcome(figures={"clusters": 0})
        raise Refusal(
            f"Er zijn te weinig fragmenten voor clusters ({len(result.fragments)}).", "Voeg eerst meer gesprekken toe."
        )
    return Outcome(figures={"clusters": len(find_clusters(store, project_id, result).shown)})


KINDS[KIND] = make_clusters
