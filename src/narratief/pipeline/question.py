"""A question over a project's own interviews: fragments are chosen, and a language model points at what answers it.

Readers see residents' own words only. They are looked up in the interviews each time, so that what is kept back or
erased later is not shown.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, zip_longest
from math import log

import numpy as np
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span
from narratief.language_model.checks import Dropped
from narratief.language_model.client import Client
from narratief.language_model.commands import looks_like_command
from narratief.language_model.passages import Passage
from narratief.language_model.question import MOST_PASSAGES, PURPOSE, Pointed, ask_question, pointed_at
from narratief.language_model.server import server_to_ask
from narratief.pipeline.model_proposals import Proposals, Question, ask_all
from narratief.pipeline.request_work import jobs_asking
from narratief.store.coding.runs import embedded_fragments
from narratief.store.coding.stems import words_of
from narratief.store.database import Store
from narratief.store.jobs.queue import forget_settings, stop_job
from narratief.store.model_answers import answers_of
from narratief.store.review.project_state import ProjectState, project_state
from narratief.store.review.result import result_of
from narratief.store.schema import ModelAnswer

MOST_FRAGMENTS = 60
"""Fragments that are read for one question. Chosen: four prompts, some minutes of a small model on a processor."""
_STEP = "Vraag het de gesprekken"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A fragment with words that answer a question.

    Attributes
    ----------
    words
        The whole fragment.
    marked
        Positions of the words within it, in order.
    """

    interview_id: int
    file: str
    start: int
    words: str
    marked: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with what answers it.

    Attributes
    ----------
    number
        Of its last answer in the database, by which it can be named.
    question
        As a person typed it.
    read
        Fragments that the model read for it.
    quotes
        In the order of the interviews.
    dropped
        What of the model's answers did not hold, by why.
    """

    number: int
    question: str
    model: str
    made_by: str
    made_at: datetime
    read: int
    quotes: tuple[Quoted, ...]
    dropped: Counter[str]


def ask_project(store: Store, project_id: int, question: str, made_by: str, client: Client | None = None) -> Proposals:
    """Choose the fragments that are most like a question, and have the model point at what in them answers it.

    Parameters
    ----------
    client
        For tests; by default one for the server that is set.

    Raises
    ------
    Refusal
        When no server is set, or no fragment is like the question.
    InputError
        When residents' words may not go to the server's address.
    Stopped
        When somebody stopped the work; what was answered is kept.
    """
    server_to_ask(client.server if client else None)  # before seconds are spent on choosing
    with store.reading() as session:
        likest = _likest(session, project_id, question)
    first = likest[:MOST_FRAGMENTS]
    sent = [each for each in first if not looks_like_command(each.text)]
    if not sent:
        raise Refusal(
            "narratief vindt geen fragment dat op deze vraag lijkt.",
            "Stel de vraag in andere woorden. Of verwerk de gesprekken eerst.",
        )
    sent.sort(key=lambda each: (each.interview, each.start))
    questions = [_question(question, sent[at : at + MOST_PASSAGES]) for at in range(0, len(sent), MOST_PASSAGES)]
    outcome = ask_all(store, project_id, questions, step=_STEP, made_by=made_by, client=client)
    if len(sent) < len(first):
        outcome.dropped[Dropped.COMMAND.value] += len(first) - len(sent)
    return outcome


def answered_questions(session: Session, project_id: int) -> list[AnsweredQuestion]:
    """The questions of a project with what answers them, the last one first; what is kept back is not among it."""
    state = project_state(session, project_id)
    asked: dict[tuple[str, str], _Asked] = {}
    for row in answers_of(session, project_id, PURPOSE):
        key = question_in(row), row.model
        one = asked.pop(key, None) or _Asked()
        asked[key] = one  # the last answer gives a question its place
        one.rows.append(row)
        one.add(row, state)
    return [_told(question, model, one, state) for (question, model), one in reversed(asked.items())]


def question_in(row: ModelAnswer) -> str:
    """The question that was asked, out of what was sent."""
    return str(json.loads(row.messages[-1][1])["vraag"])


def forget_question(session: Session, project_id: int, question: str) -> None:
    """Delete a question with its answers, and stop what is still to be asked."""
    for row in answers_of(session, project_id, PURPOSE):
        if question_in(row) == question:
            session.delete(row)
    for job in jobs_asking(session, project_id):
        if job.settings["vraag"] == question:
            stop_job(session, job.id)
            forget_settings(session, job.id)


def _question(question: str, fragments: Sequence[Fragment]) -> Question[Pointed]:
    """Put a question over some fragments."""
    check = partial(pointed_at, texts=[each.text for each in fragments])
    return Question(ask_question(question, [Passage.of(each) for each in fragments]), tuple(fragments), check)


@dataclass(slots=True)
class _Asked:
    """What is collected about one question: words that answer it, and what was read, by interview and place."""

    rows: list[ModelAnswer] = field(default_factory=list)
    read: set[tuple[int, Span]] = field(default_factory=set)
    marked: defaultdict[tuple[int, Span], set[Span]] = field(default_factory=lambda: defaultdict(set))

    def add(self, row: ModelAnswer, state: ProjectState) -> None:
        """Take an answer in."""
        places = [(number, (start, end)) for number, start, end in row.places]
        texts = [_text(state, *place) for place in places]
        self.read |= set(places)
        for each in pointed_at(row.answer, texts)[0]:
            number, span = places[each.part]
            if not state.interviews[number].withholds(span):
                self.marked[number, span].add(each.place)


def _text(state: ProjectState, number: int, span: Span) -> str:
    """Words at a place; none when their interview is gone."""
    own = state.interviews.get(number)
    return own.interview.text[slice(*span)] if own else ""


def _told(question: str, model: str, one: _Asked, state: ProjectState) -> AnsweredQuestion:
    """Write what was collected about a question."""
    quotes = [
        Quoted(number, state.interviews[number].interview.file, span[0], _text(state, number, span), tuple(sorted(own)))
        for (number, span), own in one.marked.items()
    ]
    dropped: Counter[str] = Counter()
    for row in one.rows:
        dropped.update({str(name): int(count) for name, count in row.dropped.items()})
    last = one.rows[-1]
    ordered = sorted(quotes, key=lambda each: (each.file, each.start))
    return AnsweredQuestion(
        last.id, question, model, last.made_by, last.made_at, len(one.read), tuple(ordered), dropped
    )


def _likest(session: Session, project_id: int, question: str) -> list[Fragment]:
    """Order the fragments that may be shown by how near they are to a question, the nearest first.

    The encoder's likeness and shared words take turns: alone the encoder misses the one word that a question is about
    ("parkeren"), and words alone miss what is said otherwise.
    """
    result, state = result_of(session, project_id), project_state(session, project_id)
    numbers = {own.interview.file: number for number, own in state.interviews.items()}
    shown = {(numbers[each.interview], (each.start, each.end)): each for each in result.fragments if not each.withheld}
    by_words = _by_words(question, list(shown.values()))
    by_likeness = [shown[place] for place in _by_likeness(session, project_id, question) if place in shown]
    turns = chain.from_iterable(zip_longest(by_likeness, by_words))
    return list(dict.fromkeys(each for each in turns if each is not None))


def _by_likeness(session: Session, project_id: int, question: str) -> list[tuple[int, Span]]:
    """Places of the fragments whose embeddings were kept, the likest first."""
    every = [(number, kept) for number, kept in embedded_fragments(session, project_id).items() if kept is not None]
    places = [(number, span) for number, kept in every for span in kept.spans]
    if not places:
        return []
    from narratief.nlp.likeness import likeness_to  # loads the encoder's library

    scores = likeness_to(question, np.concatenate([kept.embeddings for _, kept in every if kept.spans]))
    return [places[at] for at in np.argsort(-scores, kind="stable")]


def _by_words(question: str, fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments that share words with a question, those with the rarest and the most first."""
    own = [frozenset(_stems(each.text)) for each in fragments]
    often = Counter(stem for stems in own for stem in stems)
    wanted = frozenset(_stems(question)) & often.keys()
    scores = [sum(log(len(fragments) / often[stem]) for stem in sorted(wanted & stems)) for stems in own]
    found = [(score, each) for score, each in zip(scores, fragments, strict=True) if score > 0]
    found.sort(key=lambda pair: (-pair[0], pair[1].interview, pair[1].start))
    return [each for _, each in found]


def _stems(text: str) -> Iterator[str]:
    """Stems of the words in a text."""
    return (stem for _, _, stem in words_of(text))
