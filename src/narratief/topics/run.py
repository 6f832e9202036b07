"""Topics of a project, of all projects together, and of loose texts: reads what is kept, finds, keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np

from narratief import __version__
from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook
from narratief.domain.result import ProjectResult
from narratief.domain.vectors import Array
from narratief.nlp.clauses import Clause
from narratief.nlp.lemmas import Parsed, words_of
from narratief.nlp.pipeline import pipeline_name
from narratief.topics.constraints import constraints_from
from narratief.topics.edits import TopicEdit
from narratief.topics.features import EmbeddingStore, TextStore, embed_definitions
from narratief.topics.material import Material
from narratief.topics.passage import Passage, in_order, loose_passages, passages_of
from narratief.topics.process_talk import load_process_talk
from narratief.topics.space import load_space
from narratief.topics.text_models import HERE, TextModels
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import TopicCache

_VERSION = "4"  # raise when clustering changes what comes out


class TopicOfText(TypedDict):
    """What a text's line of JSON gets of its topic.

    Attributes
    ----------
    topic, label
        Id and name; None in no topic.
    keywords
        The words behind the name.
    new, off_topic
        As `Topic` has them.
    """

    topic: str | None
    label: str | None
    keywords: list[str]
    new: bool
    off_topic: bool


def project_topics(
    result: ProjectResult, cache: TopicCache, edits: Sequence[TopicEdit], version: str, models: TextModels = HERE
) -> Topics:
    """Find the topics of one project and keep them for the next run.

    Parameters
    ----------
    result
        The project after coding, with its words that are off the record: they are clustered, and are not shown.
    cache
        Where the project's earlier runs are kept.
    edits
        What people decided.
    version
        Hash of the encoder: kept embeddings of another one are not used.
    models
        Read and embed texts of which nothing is kept.
    """
    phases = tuple(phase.label for phase in result.facts.phases)
    return _topics([(result, cache)], cache, result.codebook, phases, edits, version, models)


def overall_topics(
    parts: Sequence[tuple[ProjectResult, TopicCache]],
    cache: TopicCache,
    edits: Sequence[TopicEdit],
    version: str,
    models: TextModels = HERE,
) -> Topics:
    """Find the topics over projects and keep them for the next run.

    Themes of all the projects' codebooks count; phases do not, since each project has its own.

    Parameters
    ----------
    parts
        Each project with the cache of its own topics, where its embeddings are kept.
    cache
        Where earlier runs over all projects are kept.
    """
    codebook = merge_codebooks([result.codebook for result, _ in parts])
    return _topics(parts, cache, codebook, (), edits, version, models)


def loose_topics(
    texts: Sequence[str], themes: Sequence[Mapping[str, float]], codebook: Codebook | None = None
) -> tuple[Topics, list[TopicOfText]]:
    """Find the topics of loose texts; nothing is kept.

    Parameters
    ----------
    themes
        Per text the codebook themes that it was given, with their scores.

    Returns
    -------
    tuple
        The topics, and per text what belongs on its line.
    """
    passages = loose_passages(texts, themes)
    topics = topics_of(passages, texts, codebook or default_codebook())
    place = topics.topic_of()
    found = (place.get(passage.id) for passage in passages)
    return topics, [
        TopicOfText(
            topic=topic.id,
            label=topic.label,
            keywords=list(topic.keywords),
            new=topic.new,
            off_topic=topic.off_topic,
        )
        if topic
        else TopicOfText(topic=None, label=None, keywords=[], new=False, off_topic=False)
        for topic in found
    ]


def topics_of(passages: Sequence[Passage], texts: Sequence[str], codebook: Codebook) -> Topics:
    """Find the topics of passages; nothing is kept.

    Parameters
    ----------
    texts
        What each passage says, also where its words may not be shown.
    """
    from narratief.topics.discover import discover
    from narratief.topics.titles import with_titles

    embeddings = HERE.embeddings(texts)
    material = Material(
        passages,
        embeddings,
        words_of([passage.words for passage in passages], HERE.words),
        embed_definitions(codebook, HERE.embeddings),
        load_process_talk().probabilities(embeddings),
    )
    return with_titles(
        discover(material, codebook, load_space()).topics,
        material,
        load_space(),
        HERE.clauses,
        HERE.embeddings,
    )


def merge_codebooks(codebooks: Sequence[Codebook]) -> Codebook:
    """Merge codebooks; of a goal or theme that several have, the first one's words count."""
    first = codebooks[0] if codebooks else default_codebook()
    goals = {goal.id: goal for book in reversed(codebooks) for goal in book.goals}
    themes = {theme.id: theme for book in reversed(codebooks) for theme in book.themes}
    known = {goal.id for goal in first.goals}
    more_goals = (goal for key, goal in sorted(goals.items()) if key not in known)
    more_themes = (theme for key, theme in sorted(themes.items()) if key not in first.theme_ids)
    return Codebook(
        goals=(*first.goals, *more_goals), themes=(*first.themes, *more_themes), core_themes=first.core_themes
    )


def _topics(
    parts: Sequence[tuple[ProjectResult, TopicCache]],
    cache: TopicCache,
    codebook: Codebook,
    phases: Sequence[str],
    edits: Sequence[TopicEdit],
    version: str,
    models: TextModels,
) -> Topics:
    """Find topics over the passages of projects, unless nothing that they depend on has changed since the last run."""
    found = [(sorted(passages_of(r.fragments, r.codes, r.facts), key=in_order), own) for r, own in parts]
    told = {fragment.id: fragment.text for result, _ in parts for fragment in result.fragments}
    passages = [passage for some, _ in found for passage in some]
    key = _key(passages, codebook, phases, edits, version)
    kept = cache.last(key)
    if kept is not None:
        return kept
    # with these comes scikit-learn, which takes seconds
    from narratief.topics.discover import discover
    from narratief.topics.titles import with_titles

    parts_embedded = [
        EmbeddingStore(own.embeddings_path, version).embeddings(
            [p.id for p in some], [told[p.id] for p in some], models.embeddings
        )
        for some, own in found
    ]
    store = TextStore(cache.words_path, pipeline_name(), Parsed)
    embeddings = _stacked(parts_embedded)
    defined = EmbeddingStore(cache.definitions_path, version, np.float32)
    material = Material(
        passages,
        embeddings,
        words_of([passage.words for passage in passages], lambda some: store.of(some, models.words)),
        embed_definitions(codebook, lambda texts: defined.of_texts(texts, models.embeddings)),
        load_process_talk().probabilities(embeddings),
    )
    discovery = discover(material, codebook, load_space(), constraints_from(edits), cache.history(), phases)
    clauses = TextStore(cache.clauses_path, f"{_VERSION} {__version__} {pipeline_name()}", tuple[Clause, ...])
    embedded = EmbeddingStore(cache.clause_embeddings_path, version)
    topics = with_titles(
        discovery.topics,
        material,
        load_space(),
        lambda texts: clauses.of(texts, models.clauses),
        lambda texts: embedded.of_texts(texts, models.embeddings),
    )
    cache.keep(topics, discovery.history, key)
    return topics


def _stacked(parts: list[Array]) -> Array:
    """Stack the embeddings of projects (n x width); those of one project are not copied."""
    return parts[0] if len(parts) == 1 else np.vstack(parts)


def _key(
    passages: Sequence[Passage], codebook: Codebook, phases: Sequence[str], edits: Sequence[TopicEdit], version: str
) -> str:
    """Key of all that clusters depend on beside earlier runs: with the same key they need not be found again."""
    made_by = (_VERSION, __version__, version, pipeline_name())
    parts = (made_by, codebook.model_dump_json(), tuple(phases), tuple(edits), tuple(passages))
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()
