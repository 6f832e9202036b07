"""Topics of a project, of all projects together, and of loose texts: reads what is kept, finds, keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from narratief import __version__
from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook
from narratief.domain.result import ProjectResult
from narratief.nlp.encoder import load_encoder
from narratief.nlp.lemmas import parse, words_of
from narratief.nlp.pipeline import load_pipeline, pipeline_name
from narratief.topics.decisions import Event, steering
from narratief.topics.features import ParseStore, VectorStore, anchors_of, vectors_of
from narratief.topics.passage import Passage, in_order, loose_passages, passages_of
from narratief.topics.space import load_space
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import TopicFolder

_VERSION = "2"  # raise when clustering changes what comes out


def project_topics(result: ProjectResult, folder: TopicFolder, events: Sequence[Event], version: str) -> Topics:
    """Find the topics of one project and keep them for the next run.

    Parameters
    ----------
    folder
        Where the project's earlier runs are kept.
    events
        What people decided.
    version
        Hash of the encoder: kept vectors of another one are not used.
    """
    phases = tuple(phase.label for phase in result.facts.phases)
    return _found([(result, folder)], folder, result.codebook, phases, events, version)


def overall_topics(
    parts: Sequence[tuple[ProjectResult, TopicFolder]], folder: TopicFolder, events: Sequence[Event], version: str
) -> Topics:
    """Find the topics over projects and keep them for the next run.

    Themes of all the projects' codebooks count; phases do not, since each project has its own.

    Parameters
    ----------
    parts
        Each project with the folder of its own topics, where its vectors are kept.
    folder
        Where earlier runs over all projects are kept.
    """
    return _found(parts, folder, joined([result.codebook for result, _ in parts]), (), events, version)


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
    from narratief.topics.discover import Material, discover

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


def joined(codebooks: Sequence[Codebook]) -> Codebook:
    """Put codebooks together; of a goal or theme that several have, the first one's words count."""
    first = codebooks[0] if codebooks else default_codebook()
    goals = {goal.id: goal for book in reversed(codebooks) for goal in book.goals}
    themes = {theme.id: theme for book in reversed(codebooks) for theme in book.themes}
    known = {goal.id for goal in first.goals}
    more_goals = (goal for key, goal in sorted(goals.items()) if key not in known)
    more_themes = (theme for key, theme in sorted(themes.items()) if key not in first.theme_ids)
    return Codebook(
        goals=(*first.goals, *more_goals), themes=(*first.themes, *more_themes), core_themes=first.core_themes
    )


def _found(
    parts: Sequence[tuple[ProjectResult, TopicFolder]],
    folder: TopicFolder,
    codebook: Codebook,
    phases: Sequence[str],
    events: Sequence[Event],
    version: str,
) -> Topics:
    found = [(sorted(passages_of(r.fragments, r.codes, r.facts), key=in_order), own) for r, own in parts]
    passages = [passage for some, _ in found for passage in some]
    key = _key(passages, codebook, phases, events, version)
    kept = folder.last(key)
    if kept is not None:
        return kept
    from narratief.topics.discover import Material, discover  # with it comes scikit-learn, which takes a second

    encoder, nlp = load_encoder(), load_pipeline()
    vectors = [
        VectorStore(own.vectors_path, version).vectors([p.id for p in some], [p.text for p in some], encoder)
        for some, own in found
    ]
    store = ParseStore(folder.words_path, pipeline_name())
    material = Material(
        passages,
        _stacked(vectors, encoder.layers_width),
        words_of([passage.text for passage in passages], lambda some: store.parse(some, nlp)),
        anchors_of(codebook, encoder),
    )
    found_now = discover(material, codebook, load_space(), steering(events), folder.past(), phases)
    folder.keep(found_now.topics, found_now.past, key)
    return found_now.topics


def _stacked(parts: list[npt.NDArray[np.float32]], width: int) -> npt.NDArray[np.float32]:
    """Put the vectors of projects below each other; those of one project are not copied."""
    if len(parts) == 1:
        return parts[0]
    return np.vstack(parts) if parts else np.zeros((0, width), dtype=np.float32)


def _key(
    passages: Sequence[Passage], codebook: Codebook, phases: Sequence[str], events: Sequence[Event], version: str
) -> str:
    """Give the key of all that clusters depend on beside the past: the same run again need find nothing anew."""
    made_by = (_VERSION, __version__, version, pipeline_name())
    parts = (made_by, codebook.model_dump_json(), tuple(phases), tuple(events), tuple(passages))
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()
