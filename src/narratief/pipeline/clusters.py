"""Clusters as a stage of the main job: of each project, and of all projects together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.domain.progress import tell
from narratief.domain.project import load_project
from narratief.domain.result import ProjectResult
from narratief.domain.trust import together
from narratief.files.content_hash import key_of
from narratief.store.database import Store, open_store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.topic_journal import StoreJournal
from narratief.store.review.topic_runs import keep
from narratief.store.schema import ProjectRow
from narratief.store.written import note_written
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import ALL_PROJECTS, TopicCache

LEAST = 10
"""Fragments that are needed before clusters say anything."""


def find_clusters(store: Store, project_id: int, result: ProjectResult) -> Topics:
    """Find the clusters of a project, holding on to what people decided, and keep them for the workspace.

    The command line and the workspace both do this, so that a cluster has the same id in either.
    """
    from narratief.pipeline.analyse import models_version  # these load models, which takes seconds
    from narratief.topics.run import project_topics

    with store.reading() as session:
        folder = TopicCache(session.get_one(ProjectRow, project_id).key)
    events = StoreJournal(store, project_id).edits()
    tell(f"{result.title}: clusters", 0, 1)
    topics = project_topics(result, folder, events, models_version())
    key = key_of(*(fragment.id for fragment in result.fragments), *(event.id for event in events))
    with store.writing() as session:
        keep(session, project_id, [project_id], topics, key)
    tell(f"{result.title}: clusters", 1, 1)
    return topics


def cluster_project(project_dir: Path, files: Sequence[str], out_dir: Path) -> list[Path]:
    """Find the clusters of a project and write them to out_dir/<project>.

    Gives the files written; none when there are too few fragments.
    """
    from narratief.topics.write import write_topics

    project = load_project(project_dir)
    work = ProjectRepository.for_project(open_store(), project)
    result = work.result(files)
    if len(result.fragments) < LEAST:
        return []
    topics = find_clusters(work.store, work.project_id, result)
    written = write_topics(topics, result.codebook, project.title, out_dir / project.name, result.trust)
    with work.store.writing() as session:
        note_written(session, work.project_id, written)
    return written


def cluster_overall(parts: Sequence[tuple[Path, Sequence[str]]], out_dir: Path) -> list[Path]:
    """Find the clusters over projects, each given by its folder and the files used, and write them to out_dir.

    Gives the files written; none when there are too few fragments.
    """
    from narratief.pipeline.analyse import models_version
    from narratief.topics.run import joined, overall_topics
    from narratief.topics.write import write_topics

    results, numbers, store = [], {}, open_store()
    for path, files in parts:
        project = load_project(path)
        work = ProjectRepository.for_project(store, project)
        numbers[project.name] = work.project_id
        results.append((work.result(files), TopicCache(project.key)))
    ids = [fragment.id for result, _ in results for fragment in result.fragments]
    if len(ids) < LEAST:
        return []
    tell("Clusters over alle projecten", 0, 1)
    events = StoreJournal(store, None).edits()
    topics = overall_topics(results, TopicCache(ALL_PROJECTS), events, models_version())
    with store.writing() as session:
        keep(session, None, [numbers[name] for name in sorted(numbers)], topics, key_of(*ids, *(e.id for e in events)))
    codebook = joined([result.codebook for result, _ in results])
    trust = together([result.trust for result, _ in results])
    written = write_topics(topics, codebook, "Alle projecten", out_dir, trust)
    with store.writing() as session:
        note_written(session, None, written)
    tell("Clusters over alle projecten", 1, 1)
    return written
