"""Sentences for the summary by the language model: proposals with their quotes; a person takes one over, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from narratief.domain.codebook import VALENCE_LABELS
from narratief.domain.errors import Refusal
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import Quote
from narratief.domain.result import ProjectResult
from narratief.language_model.client import Client
from narratief.language_model.commands import looks_like_command
from narratief.language_model.server import server_to_ask
from narratief.language_model.summary_draft import PURPOSE, GoalTold, ThemeTold, sentences_in, summary_question
from narratief.pipeline.model_proposals import Proposals, Question, ask_all
from narratief.publish.for_print import for_print
from narratief.store.database import Store
from narratief.store.model_answers import answers_of
from narratief.store.review.result import result_of
from narratief.synthesis.synthesise import project_synthesis
from narratief.synthesis.tables import GoalFindings

_STEP = "Concept van de samenvatting"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence that a model proposes.

    Attributes
    ----------
    key
        By which a person takes it over: the number of the answer that it stands in, and its place there.
    goal
        Number and label of the goal that it is about.
    quotes
        What it rests on, as a report prints it.
    """

    key: str
    text: str
    goal: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model proposes for a summary.

    Attributes
    ----------
    sentences
        Those that hold, by goal.
    dropped
        How many of its sentences do not.
    asked
        Goals that something can be asked about now.
    open
        Of these, goals about which nothing was asked yet, or about which codes, counts or quotes changed since.
    before
        Whether it was ever asked.
    """

    sentences: tuple[DraftSentence, ...] = ()
    dropped: int = 0
    asked: int = 0
    open: int = 0
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal as it is put to the model.

    Attributes
    ----------
    fragments, quotes
        Behind it, in the order of their numbers.
    commands
        Ids of fragments that are not put to it, because they look like orders to a machine.
    """

    told: GoalTold
    fragments: tuple[Fragment, ...]
    quotes: tuple[Quote, ...]
    commands: frozenset[str]


def propose_summary(store: Store, project_id: int, made_by: str, client: Client | None = None) -> Proposals:
    """Ask for sentences about each goal that was not asked about before as it is now.

    Parameters
    ----------
    made_by
        Who asks for it.
    client
        For tests; by default one for the server that is set.

    Raises
    ------
    Refusal
        When no server is set, or there is nothing that a report could print.
    InputError
        When residents' words may not go to the server's address.
    Stopped
        When somebody stopped the work; what was answered is kept.
    """
    server_to_ask(client.server if client else None)
    with store.reading() as session:
        goals = list(_goals(result_of(session, project_id, confirmed_only=True)))
    commands = len({each for goal in goals for each in goal.commands})
    goals = [goal for goal in goals if goal.quotes]
    if not goals:
        raise Refusal(
            "Er is nog niets om samen te vatten.",
            "Een concept rust op bevestigde thema's in nagekeken gesprekken, met citaten die in een publicatie mogen.",
        )
    questions = [
        Question(summary_question(goal.told), goal.fragments, partial(sentences_in, told=goal.told)) for goal in goals
    ]
    return ask_all(store, project_id, questions, step=_STEP, made_by=made_by, commands=commands, client=client)


def summary_draft(session: Session, project_id: int, model: str) -> Draft:
    """Read what a model proposed about goals as they are now.

    Parameters
    ----------
    model
        Name of the model that is set.
    """
    kept = {row.hash: row for row in answers_of(session, project_id, PURPOSE) if row.model == model}
    goals = [goal for goal in _goals(result_of(session, project_id, confirmed_only=True)) if goal.quotes]
    sentences: list[DraftSentence] = []
    dropped = waiting = 0
    for goal in goals:
        row = kept.get(summary_question(goal.told).hash_for(model))
        if row is None:
            waiting += 1
            continue
        held, lost = sentences_in(row.answer, goal.told)
        dropped += lost.total()
        sentences += [
            DraftSentence(
                f"{row.id}-{at}", each.text, goal.told.goal, tuple(goal.quotes[q].printed for q in each.quotes)
            )
            for at, each in enumerate(held)
        ]
    return Draft(tuple(sentences), dropped, len(goals), waiting, bool(kept))


def _goals(result: ProjectResult) -> Iterator[_Goal]:
    """What may be sent about each goal: what a publication would print of it; of some there is nothing.

    Parameters
    ----------
    result
        With codes only that a person stands behind.
    """
    printed = for_print(result.counted(), draft=False)
    fragments = {fragment.id: fragment for fragment in printed.fragments}
    for goal in project_synthesis(printed).goals:
        yield _goal(goal, fragments, len(printed.basis))


def _goal(findings: GoalFindings, fragments: dict[str, Fragment], of: int) -> _Goal:
    """Number the quotes of a goal, and lay its themes out by side."""
    quotes: dict[str, Quote] = {}
    commands: set[str] = set()
    sides = []
    for valence, label in VALENCE_LABELS.items():
        themes = []
        for found in findings.side(valence):
            own = [quote for quote in found.in_print if not looks_like_command(quote.text)]
            commands |= {quote.fragment for quote in found.in_print} - {quote.fragment for quote in own}
            for quote in own:
                quotes.setdefault(quote.fragment, quote)
            if own:
                order = list(quotes)
                numbers = tuple(order.index(quote.fragment) for quote in own)
                themes.append(ThemeTold(found.theme.label, found.residents, numbers))
        if themes:
            sides.append((label, tuple(themes)))
    told = GoalTold(
        f"{findings.goal.number}. {findings.goal.label}",
        of,
        tuple(sides),
        tuple(quote.text for quote in quotes.values()),
    )
    return _Goal(told, tuple(fragments[key] for key in quotes), tuple(quotes.values()), frozenset(commands))
