"""Questions to the language model: put once, and kept with their answers, as opinions and proposals.

Nothing here decides anything. Whoever shows a proposal makes its question anew, so that a proposal about words, codes
or counts that changed since is not shown any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.errors import NarratiefError, Problem
from narratief.domain.fragment import Fragment
from narratief.domain.progress import report_progress
from narratief.language_model.asking import answers
from narratief.language_model.checks import DropCounts, Dropped
from narratief.language_model.client import Client
from narratief.language_model.prompts import Prompt
from narratief.language_model.server import server_to_ask
from narratief.store.coding.interviews import files_of
from narratief.store.database import Store
from narratief.store.model_answers import Asked, answered, keep_answer
from narratief.store.schema import InterviewRow, ModelAnswer

Held = TypeVar("Held")
NOT_ANSWERED = "{left} van {all} vragen aan het taalmodel bleven zonder antwoord."


@dataclass(frozen=True, slots=True)
class Question(Generic[Held]):
    """A question, with the fragments whose words are in it.

    Attributes
    ----------
    check
        Reads an answer: what of it holds, and how much does not, by why.
    interview_id
        The interview whose words are in it; None when words of several may be.
    """

    prompt: Prompt
    fragments: tuple[Fragment, ...]
    check: Callable[[str], tuple[Sequence[Held], DropCounts]]
    interview_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """What asking gave.

    Attributes
    ----------
    answered
        Answers that were kept now.
    known
        Questions that were answered before: the same question to the same model is not put twice.
    held
        How much of the answers of now holds.
    dropped
        How much does not, by why; what was not sent because it looks like an order to a machine, too.
    problems
        Why questions stayed without an answer; none when all have one.
    """

    answered: int = 0
    known: int = 0
    held: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()


def ask_all(
    store: Store,
    project_id: int,
    questions: Sequence[Question[Held]],
    *,
    step: str,
    made_by: str,
    commands: int = 0,
    keep: Callable[[Session, ModelAnswer, Sequence[Held]], None] | None = None,
    not_answered: str = NOT_ANSWERED,
    client: Client | None = None,
) -> Proposals:
    """Put the questions of one kind that were not put before; each answer is kept as soon as it is there.

    Parameters
    ----------
    step
        What is being done, for who waits.
    made_by
        Who asks for it.
    commands
        Quotes that are in no question, because they look like orders to a machine; these are counted too.
    keep
        Keeps what holds of an answer beside the answer, in the same session.
    not_answered
        Note for when questions stay without an answer, with `left` and `all` to be filled in.
    client
        For tests; by default one for the server that is set.

    Raises
    ------
    Refusal, InputError
        As `server_to_ask`.
    Stopped
        When somebody stopped the work; what was answered is kept.
    """
    server = server_to_ask(client.server if client else None)
    with store.reading() as session:
        numbers = {file: number for number, file in files_of(session, project_id).items()}
        before = {each for name in {q.prompt.name for q in questions} for each in answered(session, project_id, name)}
    new = [each for each in questions if (each.interview_id, each.prompt.hash_for(server.model)) not in before]
    kept, holding, problems = 0, 0, []
    dropped = Counter({Dropped.COMMAND.value: commands} if commands else {})
    report_progress(step, 0, len(new))
    asking = answers(
        client or Client(server), [each.prompt for each in new], lambda done: report_progress(step, done, len(new))
    )
    for at, found in asking:
        if isinstance(found, NarratiefError):
            problems.append(found.problem)
            continue
        question = new[at]
        held, lost = question.check(found.text)
        by_why = {reason.value: count for reason, count in lost.items()}
        with store.writing() as session:
            answer = _keep(session, project_id, question, server.model, found.text, by_why, numbers, made_by)
            if answer is None:
                continue
            if keep:
                keep(session, answer, held)
        kept, holding = kept + 1, holding + len(held)
        dropped.update(by_why)
    left = len(new) - kept
    told = [Problem("taalmodel", not_answered.format(left=left, all=len(new)), "", fatal=False)] if left else []
    return Proposals(kept, len(questions) - len(new), holding, dropped, (*dict.fromkeys(problems), *told))


def _keep(
    session: Session,
    project_id: int,
    question: Question[Held],
    model: str,
    text: str,
    dropped: dict[str, int],
    numbers: dict[str, int],
    made_by: str,
) -> ModelAnswer | None:
    """Keep an answer; None when words were changed or erased while the model thought: then nothing is kept.

    Nobody can change the words before the session ends, so that what is kept with them needs no look of its own.
    """
    own = question.interview_id
    places = [(own or numbers.get(each.interview, 0), (each.start, each.end)) for each in question.fragments]
    wanted = select(InterviewRow).where(InterviewRow.id.in_({number for number, _ in places}))
    rows = {row.id: row for row in session.scalars(wanted.order_by(InterviewRow.id).with_for_update())}
    for fragment, (number, (start, end)) in zip(question.fragments, places, strict=True):
        if number not in rows or rows[number].text[start:end] != fragment.text:
            return None
    prompt = question.prompt
    asked = Asked(prompt.name, prompt.version, model, prompt.hash_for(model), prompt.messages, places)
    return keep_answer(session, project_id, asked, text, made_by=made_by, interview_id=own, dropped=dropped)
