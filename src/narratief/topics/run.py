"""Topics of a project, of all projects together, and of loose texts: reads what is kept, finds, keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from narratief.codebook import Codebook, default_codebook
from narratief.language.pipeline import load_pipeline, pipeline_name
from narratief.synthesis.result import ProjectResult
from narratief.themes.encoder import load_encoder
from narratief.topics.decisions import steering
from narratief.topics.discover import Material, discover
from narratief.topics.features import ParseStore, VectorStore, anchors_of, vectors_of
from narratief.topics.kept import TopicFolder
from narratief.topics.lemmas import parse, words_of
from narratief.topics.passage import Passage, loose_passages, passages_of
from narratief.topics.space import load_space
from narratief.topics.topic import Topics

ALL_PROJECTS = "alle-projecten"
"""Key of the collection of all projects."""


@dataclass(frozen=True, slots=True)
class ProjectPassages:
    """A project's passages and where its topics are kept."""

    folder: TopicFolder
    passages: tuple[Passage, ...]
    codebook: Codebook
    phases: tuple[str, ...]

    @classmethod
    def of(cls, result: ProjectResult, folder: TopicFolder) -> ProjectPassages:
        """Take the passages of a project's result."""
        phases = tuple(phase.label for phase in result.facts.phases)
        passages = passages_of(result.fragments, result.codes, result.facts)
        return cls(folder, passages, result.codebook, phases)


def project_topics(project: ProjectPassages, encoder_version: str) -> Topics:
    """Find the topics of one project and keep them.

    Parameters
    ----------
    encoder_version
        Hash of the encoder: kept vectors of another one are not used.
    """
    return _found([project], project.folder, project.codebook, project.phases, encoder_version)


def overall_topics(
    projects: Sequence[ProjectPassages], encoder_version: str, folder: TopicFolder | None = None
) -> Topics:
    """Find the topics over projects and keep them.

    Themes of all the projects' codebooks count; phases do not, since each project has its own.
    """
    return _found(
        projects, folder or TopicFolder(ALL_PROJECTS), _joined([p.codebook for p in projects]), (), encoder_version
    )


def loose_topics(
    texts: Sequence[str], themes: Sequence[Mapping[str, float]], codebook: Codebook | None = None
) -> tuple[Topics, list[dict[str, Any]]]:
    """Find the topics of loose texts; nothing is kept.

    Parameters
    ----------
    themes
        Per text the codebook themes that it was given, with their scores.

    Returns
    -------
    tuple
        The topics, and per text what belongs on its line: ``topic`` (id or None), ``label`` and ``new``.
    """
    book = codebook or default_codebook()
    passages = loose_passages(texts, themes)
    encoder, nlp = load_encoder(), load_pipeline()
    material = Material(
        passages,
        vectors_of(texts, encoder),
        words_of(texts, lambda some: parse(some, nlp)),
        anchors_of(book, encoder),
    )
    topics = discover(material, book, load_space()).topics
    place = topics.topic_of()
    lines = []
    for passage in passages:
        topic = place.get(passage.id)
        lines.append(
            {
                "topic": topic.id if topic else None,
                "label": topic.label if topic else None,
                "new": topic.new if topic else False,
            }
        )
    return topics, lines


def _found(
    projects: Sequence[ProjectPassages], folder: TopicFolder, codebook: Codebook, phases: Sequence[str], version: str
) -> Topics:
    encoder, nlp = load_encoder(), load_pipeline()
    parts = [
        VectorStore(p.folder.vectors_path, version).vectors(
            [x.id for x in p.passages], [x.text for x in p.passages], encoder
        )
        for p in projects
    ]
    passages = [passage for project in projects for passage in project.passages]
    store = ParseStore(folder.words_path, pipeline_name())
    material = Material(
        passages,
        np.vstack(parts) if parts else np.zeros((0, encoder.layers_width), dtype=np.float32),
        words_of([passage.text for passage in passages], lambda some: store.parse(some, nlp)),
        anchors_of(codebook, encoder),
    )
    found = discover(material, codebook, load_space(), steering(folder.journal.events()), folder.past(), phases)
    folder.keep(found.topics, found.past)
    return found.topics


def _joined(codebooks: Sequence[Codebook]) -> Codebook:
    """Put codebooks together; of a goal or theme that several have, the first one's words count."""
    first = codebooks[0] if codebooks else default_codebook()
    goals = {goal.id: goal for book in reversed(codebooks) for goal in book.goals}
    themes = {theme.id: theme for book in reversed(codebooks) for theme in book.themes}
    if len(goals) == len(first.goals) and len(themes) == len(first.themes):
        return first
    order = [*first.themes, *(theme for key, theme in sorted(themes.items()) if key not in first.theme_ids)]
    known = {goal.id for goal in first.goals}
    more = (goal for key, goal in sorted(goals.items()) if key not in known)
    return Codebook(goals=(*first.goals, *more), themes=tuple(order), core_themes=first.core_themes)
