"""First hits for a theme that is not saved yet: a language model reads the fragments that are most like it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.fragment import Fragment
from narratief.domain.off_record import without_examples
from narratief.domain.spans import Span
from narratief.language_model.checks import Dropped
from narratief.language_model.client import Client
from narratief.language_model.commands import looks_like_command
from narratief.language_model.passages import Passage
from narratief.language_model.server import server_to_ask
from narratief.language_model.theme_hits import MOST_PASSAGES, PURPOSE, ModelHit, ask_hits, definition_of, hits_in
from narratief.pipeline.model_proposals import Proposals, Question, ask_all
from narratief.pipeline.theme_trial import try_theme
from narratief.store.database import Store
from narratief.store.model_answers import answers_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.off_record import words_off_record
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of

MOST_FRAGMENTS = 60
"""Fragments that are read for one theme. Chosen: five prompts, some minutes of a small model on a processor."""
_STEP = "Taalmodel bij een nieuw thema"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model said of a fragment.

    Attributes
    ----------
    evidence
        Position of the words that it quoted, within the fragment's own text.
    reason
        One sentence.
    """

    evidence: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """What a model said of the fragments that are most like a theme.

    Attributes
    ----------
    model
        Its name; empty when it was not asked about this theme.
    read
        Fragments that it read, by interview and place.
    hits
        Those that tell of the theme, with why.
    dropped
        What of its answers did not hold, by why.
    """

    model: str
    read: frozenset[tuple[int, Span]]
    hits: dict[tuple[int, Span], Opinion]
    dropped: Counter[str]


def ask_about_theme(
    store: Store, project_id: int, theme: Theme, made_by: str, client: Client | None = None
) -> Proposals:
    """Have a language model say which of the likest fragments that nobody judged tell of a theme.

    Parameters
    ----------
    theme
        As it would be saved.
    client
        For tests; by default one for the server that is set.

    Raises
    ------
    Refusal
        When no server is set.
    InputError
        When residents' words may not go to its address.
    Stopped
        When somebody stopped the work; what was answered is kept.
    """
    server_to_ask(client.server if client else None)  # before seconds are spent on choosing
    with store.reading() as session:
        trial = try_theme(session, project_id, theme)
        own_words = words_off_record(project_state(session, project_id).interviews.values())
        goals = codebook_of(session, project_id).goals
        result = result_of(session, project_id)
    outside = {(each.interview, each.start, each.end): each for each in result.fragments if not each.withheld}
    bare = without_examples(Codebook(goals=goals, themes=(theme,)), own_words).themes[0]
    examples = {" ".join(words.split()) for words in theme.examples}
    open_ones = [
        fragment
        for hit in trial.hits
        if hit.said is None
        and " ".join(hit.fragment.text.split()) not in examples
        # as it leaves the store: without what the interviewer asked where that is off the record
        and (fragment := outside.get((hit.fragment.interview, hit.fragment.start, hit.fragment.end)))
    ]
    first = open_ones[:MOST_FRAGMENTS]
    chosen = [each for each in first if not looks_like_command(each.text)]
    questions = [_question(bare, chosen[at : at + MOST_PASSAGES]) for at in range(0, len(chosen), MOST_PASSAGES)]
    outcome = ask_all(store, project_id, questions, step=_STEP, made_by=made_by, client=client)
    if len(chosen) < len(first):
        outcome.dropped[Dropped.COMMAND.value] += len(first) - len(chosen)
    return outcome


def opinions_on(session: Session, project_id: int, theme: Theme, model: str) -> Opinions:
    """Read what a model said about a theme as it is defined now; its examples may have changed since.

    Of a fragment that it read more than once the last answer counts.
    """
    state = project_state(session, project_id)
    wanted = definition_of(theme)
    read: set[tuple[int, Span]] = set()
    hits: dict[tuple[int, Span], Opinion] = {}
    dropped: Counter[str] = Counter()
    for row in answers_of(session, project_id, PURPOSE):
        about = json.loads(row.messages[-1][1])["thema"]
        if row.model != model or any(about[name] != words for name, words in wanted.items()):
            continue
        places = [(number, (start, end)) for number, start, end in row.places]
        own = [state.interviews.get(number) for number, _ in places]
        texts = [each.interview.text[slice(*span)] if each else "" for each, (_, span) in zip(own, places, strict=True)]
        read |= set(places)
        dropped.update({str(name): int(count) for name, count in row.dropped.items()})
        said = {places[hit.part]: Opinion(hit.evidence, hit.reason) for hit in hits_in(row.answer, texts)[0]}
        hits = {place: opinion for place, opinion in hits.items() if place not in places} | said
    return Opinions(model if read else "", frozenset(read), hits, dropped)


def _question(theme: Theme, fragments: Sequence[Fragment]) -> Question[ModelHit]:
    """Put a theme over some fragments."""
    check = partial(hits_in, texts=[each.text for each in fragments])
    return Question(ask_hits(theme, [Passage.of(each) for each in fragments]), tuple(fragments), check)
