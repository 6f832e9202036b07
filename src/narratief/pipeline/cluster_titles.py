"""Titles of clusters by the language model: proposals beside the names that clusters have; a person takes one over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.orm import Session

from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.language_model.checks import DropCounts
from narratief.language_model.client import Client
from narratief.language_model.cluster_titles import (
    LEAST_QUOTES,
    PURPOSE,
    ClusterWords,
    Title,
    title_in,
    title_question,
)
from narratief.language_model.commands import looks_like_command
from narratief.language_model.server import server_to_ask
from narratief.pipeline.model_proposals import Proposals, Question, ask_all
from narratief.store.database import Store
from narratief.store.model_answers import answers_of
from narratief.store.review.current_topics import current_topics
from narratief.store.review.result import result_of
from narratief.topics.topic import Topic, Topics

_STEP = "Titels van het taalmodel"


@dataclass(frozen=True, slots=True)
class TitleProposal:
    """A title that a model proposes for a cluster.

    Attributes
    ----------
    words
        Residents' words that it rests on, one piece for each quote.
    """

    title: str
    model: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """What a model proposes for the clusters of a project as they are now.

    Attributes
    ----------
    proposals
        By id of the cluster.
    dropped
        For how many clusters it gave no title that holds.
    open
        For how many nothing was asked yet, or their quotes or keywords changed since.
    """

    proposals: Mapping[str, TitleProposal] = field(default_factory=dict)
    dropped: int = 0
    open: int = 0


def propose_titles(store: Store, project_id: int, made_by: str, client: Client | None = None) -> Proposals:
    """Ask for a title for each cluster of the last run that was not asked for before.

    Parameters
    ----------
    made_by
        Who asks for it.
    client
        For tests; by default one for the server that is set.

    Raises
    ------
    Refusal
        When no server is set, or there are no clusters.
    InputError
        When residents' words may not go to the server's address.
    Stopped
        When somebody stopped the work; what was answered is kept.
    """
    server_to_ask(client.server if client else None)
    with store.reading() as session:
        topics = current_topics(store, session, project_id)
        result = result_of(session, project_id)
    asked, commands = _asked(topics, result)
    questions = [
        Question(title_question(words), fragments, partial(_checked, words)) for words, fragments in asked.values()
    ]
    return ask_all(store, project_id, questions, step=_STEP, made_by=made_by, commands=commands, client=client)


def title_proposals(session: Session, project_id: int, topics: Topics, model: str) -> Titles:
    """Read the titles that a model proposed for clusters as they are now.

    Parameters
    ----------
    model
        Name of the model that is set.
    """
    kept = {row.hash: row.answer for row in answers_of(session, project_id, PURPOSE) if row.model == model}
    found: dict[str, TitleProposal] = {}
    dropped = waiting = 0
    for key, (words, _) in _asked(topics, result_of(session, project_id))[0].items():
        answer = kept.get(title_question(words).hash_for(model))
        if answer is None:
            waiting += 1
            continue
        title, _ = title_in(answer, words)
        if title is None:
            dropped += 1
            continue
        said = tuple(words.quotes[at][start:end] for at, (start, end) in title.evidence)
        found[key] = TitleProposal(title.text, model, said)
    return Titles(found, dropped, waiting)


def _checked(words: ClusterWords, answer: str) -> tuple[list[Title], DropCounts]:
    """Read the titles in an answer that hold, one or none, and count what does not."""
    title, dropped = title_in(answer, words)
    return [title] if title else [], dropped


def _asked(topics: Topics, result: ProjectResult) -> tuple[dict[str, tuple[ClusterWords, tuple[Fragment, ...]]], int]:
    """What may be sent about each cluster, with its fragments, and how many quotes look like orders to a machine.

    Clusters of which too little may be sent are left out.
    """
    fragments = {fragment.id: fragment for fragment in result.fragments if not fragment.withheld}
    sent: dict[str, tuple[ClusterWords, tuple[Fragment, ...]]] = {}
    commands = 0
    for topic in topics.shown:
        quotes = [fragments[key] for key in topic.quotes if key in fragments]
        own = tuple(fragment for fragment in quotes if not looks_like_command(fragment.text))
        commands += len(quotes) - len(own)
        if len(own) >= LEAST_QUOTES:
            words = ClusterWords(_keywords(topic, fragments), tuple(fragment.text for fragment in own))
            sent[topic.id] = words, own
    return sent, commands


def _keywords(topic: Topic, fragments: Mapping[str, Fragment]) -> tuple[str, ...]:
    """Keywords of a cluster that stand in words that may be sent: a keyword may come from words off the record."""
    said = " ".join(fragments[key].text for key in topic.members if key in fragments)
    return tuple(word for word in topic.keywords if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said, re.IGNORECASE))
