"""One run of the topics package on a project of the store."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from narratief.evaluation.progress import tell
from narratief.language.pipeline import load_pipeline
from narratief.synthesis.result import ProjectResult
from narratief.themes.encoder import load_encoder
from narratief.topics.decisions import Steering
from narratief.topics.discover import Material, Past, discover
from narratief.topics.features import anchors_of, vectors_of
from narratief.topics.identity import Earlier
from narratief.topics.lemmas import parse, words_of
from narratief.topics.passage import Passage, passages_of
from narratief.topics.space import load_space
from narratief.topics.topic import Topics


def run(result: ProjectResult, steering: Steering, earlier: Topics | None) -> Topics:
    """Find the clusters of a project.

    Parameters
    ----------
    steering
        What people decided.
    earlier
        What the last run found: clusters that are alike keep its ids.
    """
    encoder, nlp = load_encoder(), load_pipeline()
    passages = passages_of(result.fragments, result.codes, result.facts)
    texts = [passage.text for passage in passages]
    tell("Fragmenten vergelijken", 0, 2)
    vectors = vectors_of(texts, encoder)
    tell("Clusters maken", 1, 2)
    material = Material(
        passages, vectors, words_of(texts, lambda some: parse(some, nlp)), anchors_of(result.codebook, encoder)
    )
    phases = tuple(phase.label for phase in result.facts.phases)
    found = discover(material, result.codebook, load_space(), steering, _past(earlier, passages, vectors), phases)
    return found.topics


def _past(earlier: Topics | None, passages: Sequence[Passage], vectors: npt.NDArray[np.float32]) -> Past:
    """Give the clusters of the last run as the next one must know them."""
    if earlier is None:
        return Past()
    space = load_space()
    rows = space.rows(vectors)
    place = {passage.id: number for number, passage in enumerate(passages)}
    clusters = []
    for topic in earlier.topics:
        own = [place[member] for member in topic.members if member in place]
        if own:
            centre = rows[own].mean(axis=0)
            centre /= max(float(np.linalg.norm(centre)), 1e-9)
            clusters.append(Earlier(topic.id, frozenset(topic.members), centre, present=True))
    return Past(tuple(clusters), frozenset(earlier.passages))
