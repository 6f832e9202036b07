"""Clusters of a project as the commands name them: those of the last run, and the edits of people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from narratief.domain.errors import InputError

if TYPE_CHECKING:  # these load the database's library and numpy, which the help can do without
    from narratief.store.review.topic_edits import StoredEditLog
    from narratief.topics.topic import Topics
    from narratief.topics.topic_editor import TopicEditor

Project = Annotated[
    str, typer.Argument(metavar="PROJECT", help="Map van het project, of 'alle' voor alle projecten samen.")
]
Cluster = Annotated[
    str, typer.Argument(metavar="CLUSTER", help="Id van het cluster, zoals 'narratief topics list' geeft.")
]
By = Annotated[str, typer.Option("--by", metavar="NAAM", help="Wie dit beslist.")]


def edit_log(project: str) -> StoredEditLog:
    """Edits that people made of a project's clusters."""
    from narratief.pipeline.open_project import open_folder
    from narratief.store.database import open_store
    from narratief.store.review.topic_edits import StoredEditLog

    if project == "alle":
        return StoredEditLog(open_store(), None)
    opened = open_folder(Path(project))
    return StoredEditLog(opened.store, opened.id)


def clusters_of(project: str, log: StoredEditLog | None = None) -> Topics:
    """Clusters of the last run, with every edit that people made since.

    Raises
    ------
    InputError
        When none were made yet.
    """
    from narratief.domain.project import load_project
    from narratief.topics.apply_edits import apply_edits
    from narratief.topics.topic_cache import ALL_PROJECTS, TopicCache

    found = TopicCache(ALL_PROJECTS if project == "alle" else load_project(Path(project)).key).last()
    if found is None:
        raise InputError(project, "Van dit project zijn nog geen clusters gemaakt.", "Draai eerst 'narratief run'.")
    return apply_edits(found, (log or edit_log(project)).edits())


def editor_of(project: str, by: str) -> TopicEditor:
    """Editor of a project's clusters, in somebody's name."""
    from narratief.topics.topic_editor import TopicEditor

    log = edit_log(project)
    return TopicEditor(clusters_of(project, log), log, by)
