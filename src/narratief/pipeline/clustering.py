"""Clusters as a stage of the main job: of each project, and of all projects together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.domain.errors import Refusal
from narratief.domain.progress import report_progress
from narratief.domain.result import ProjectResult
from narratief.domain.trust import pooled_trust
from narratief.files.content_hash import key_of
from narratief.pipeline.models_version import models_version
from narratief.pipeline.open_project import OpenProject
from narratief.store.database import Store
from narratief.store.review.result import result_of
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.topic_runs import save_topics
from narratief.store.schema import ProjectRow
from narratief.store.written import note_written
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import ALL_PROJECTS, TopicCache

LEAST = 10
"""Fragments that are needed before clusters say anything: chosen, three clusters of the least size and one to spare."""


def find_clusters(store: Store, project_id: int, result: ProjectResult) -> Topics:
    """Find the clusters of a project, holding on to what people decided, and keep them for the workspace.

    The command line and the workspace both do this, so that a cluster has the same id in either.
    """
    from narratief.pipeline.text_models import text_models
    from narratief.topics.run import project_topics  # takes a second to load

    with store.reading() as session:
        folder = TopicCache(session.get_one(ProjectRow, project_id).key)
    edits = StoredEditLog(store, project_id).edits()
    report_progress(f"{result.title}: clusters", 0, 1)
    topics = project_topics(result, folder, edits, models_version(), text_models())
    key = key_of(*(fragment.id for fragment in result.fragments), *(edit.id for edit in edits))
    with store.writing() as session:
        save_topics(session, project_id, [project_id], topics, key)
    report_progress(f"{result.title}: clusters", 1, 1)
    return topics


def cluster_kept(store: Store, project_id: int, files: Sequence[str] | None = None) -> int:
    """Find the clusters of a project in the store, and count those to show.

    Parameters
    ----------
    files
        Of these interviews only; when given, too few fragments are no error, since nobody asked for clusters.

    Raises
    ------
    Refusal
        When there are too few fragments.
    """
    with store.reading() as session:
        result = result_of(session, project_id, files=files, whole=True)
    if len(result.fragments) < LEAST:
        if files is not None:
            return 0
        raise Refusal(
            f"Er zijn te weinig fragmenten voor clusters ({len(result.fragments)}).", "Voeg eerst meer gesprekken toe."
        )
    return len(find_clusters(store, project_id, result).shown)


def cluster_project(opened: OpenProject, files: Sequence[str], out_dir: Path) -> list[Path]:
    """Find the clusters of a project and write them to out_dir/<project>.

    Returns
    -------
    list
        The files written; none when there are too few fragments.
    """
    from narratief.topics.write import write_topics

    result = opened.kept.result(files, whole=True)
    if len(result.fragments) < LEAST:
        return []
    project = opened.project
    topics = find_clusters(opened.store, opened.id, result)
    written = write_topics(topics, result.codebook, project.title, out_dir / project.name, result.trust)
    with opened.store.writing() as session:
        note_written(session, opened.id, written)
    return written


def cluster_overall(parts: Sequence[tuple[OpenProject, Sequence[str]]], out_dir: Path) -> list[Path]:
    """Find the clusters over projects, each given with the interviews to use, and write them to out_dir.

    Returns
    -------
    list
        The files written; none when there are too few fragments.
    """
    from narratief.pipeline.text_models import text_models
    from narratief.topics.run import merge_codebooks, overall_topics
    from narratief.topics.write import write_topics

    results = [(opened.kept.result(files, whole=True), TopicCache(opened.project.key)) for opened, files in parts]
    numbers = {opened.project.name: opened.id for opened, _ in parts}
    ids = [fragment.id for result, _ in results for fragment in result.fragments]
    if len(ids) < LEAST:
        return []
    store = parts[0][0].store
    report_progress("Clusters over alle projecten", 0, 1)
    edits = StoredEditLog(store, None).edits()
    topics = overall_topics(results, TopicCache(ALL_PROJECTS), edits, models_version(), text_models())
    with store.writing() as session:
        save_topics(
            session, None, [numbers[name] for name in sorted(numbers)], topics, key_of(*ids, *(e.id for e in edits))
        )
    codebook = merge_codebooks([result.codebook for result, _ in results])
    trust = pooled_trust([result.trust for result, _ in results])
    written = write_topics(topics, codebook, "Alle projecten", out_dir, trust)
    with store.writing() as session:
        note_written(session, None, written)
    report_progress("Clusters over alle projecten", 1, 1)
    return written
