"""A second look: a language model codes a project's interviews, blind to all that is known; what holds is kept.

It changes no code. What differs from the machine coder comes to the front of the review queue, where people decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from narratief.domain.errors import NarratiefError, Problem
from narratief.domain.fragment import Fragment
from narratief.domain.progress import report_progress
from narratief.domain.result import ProjectResult
from narratief.domain.spans import Span
from narratief.language_model.asking import answers
from narratief.language_model.checks import Dropped
from narratief.language_model.client import Client
from narratief.language_model.prompts import Prompt
from narratief.language_model.second_look import Look, LookCode, codes_in, second_look, stretches
from narratief.language_model.server import server_to_ask
from narratief.store.database import Store
from narratief.store.model_answers import Asked, answered
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.review.second_opinions import PURPOSE, Said, keep_second_codes
from narratief.store.schema import InterviewRow

_STEP = "Tweede blik"


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a second look gave.

    Attributes
    ----------
    answered
        Answers that were kept now.
    known
        Answers that were there already: the same question to the same model is not put twice.
    codes
        Codes that held, in the answers of now.
    dropped
        What did not hold, by why.
    problems
        Why questions stayed without an answer; none when all have one.
    """

    answered: int = 0
    known: int = 0
    codes: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to the model about fragments of one answer."""

    interview_id: int
    fragments: tuple[Fragment, ...]
    look: Look
    prompt: Prompt

    def asked(self, model: str) -> Asked:
        """What is kept of it with its answer."""
        places = [(self.interview_id, (fragment.start, fragment.end)) for fragment in self.fragments]
        prompt = self.prompt
        return Asked(prompt.name, prompt.version, model, prompt.hash_for(model), prompt.messages, places)


def look_again(store: Store, project_id: int, made_by: str, client: Client | None = None) -> SecondLook:
    """Have a language model code what it was not asked before; each answer is kept as soon as it is there.

    Parameters
    ----------
    made_by
        Who asks for it.
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
    server = server_to_ask(client.server if client else None)
    with store.reading() as session:
        result = result_of(session, project_id)
        numbers = {
            state.interview.file: number for number, state in project_state(session, project_id).interviews.items()
        }
        before = answered(session, project_id, PURPOSE)
    every, left_out = _questions(result, numbers)
    new = [each for each in every if (each.interview_id, each.prompt.hash_for(server.model)) not in before]
    kept, codes, dropped, problems = 0, 0, Counter({Dropped.COMMAND.value: left_out} if left_out else {}), []
    report_progress(_STEP, 0, len(new))
    asking = answers(
        client or Client(server), [each.prompt for each in new], lambda done: report_progress(_STEP, done, len(new))
    )
    for at, found in asking:
        if isinstance(found, NarratiefError):
            problems.append(found.problem)
            continue
        held, lost = codes_in(found.text, new[at].look, result.codebook)
        if _keep(store, project_id, new[at], server.model, found.text, held, lost, made_by):
            kept, codes = kept + 1, codes + len(held)
            dropped.update({reason.value: count for reason, count in lost.items()})
    left = len(new) - kept
    told = (
        [Problem("taalmodel", f"{left} van {len(new)} vragen bleven zonder antwoord.", "", fatal=False)] if left else []
    )
    return SecondLook(kept, len(every) - len(new), codes, dropped, (*dict.fromkeys(problems), *told))


def _questions(result: ProjectResult, numbers: dict[str, int]) -> tuple[list[Question], int]:
    """Make the questions about a project, and count the fragments that are not put because they look like orders."""
    made: list[Question] = []
    left_out = 0
    speaking = (fragment for fragment in result.fragments if not fragment.withheld)
    for _, answer in groupby(speaking, key=lambda each: (each.interview, each.turn)):
        own = list(answer)
        sent = list(stretches([fragment.text for fragment in own]))
        left_out += len(own) - sum(map(len, sent))
        for stretch in sent:
            fragments = tuple(own[at] for at in stretch)
            look = Look(fragments[0].question, tuple(fragment.text for fragment in fragments))
            number = numbers[fragments[0].interview]
            made.append(Question(number, fragments, look, second_look(look, result.codebook)))
    return made, left_out


def _keep(
    store: Store,
    project_id: int,
    question: Question,
    model: str,
    text: str,
    held: Sequence[LookCode],
    lost: Counter[Dropped],
    made_by: str,
) -> bool:
    """Keep an answer; False when the words were changed or erased while the model thought: then nothing is kept."""
    codes: dict[tuple[Span, str], Said] = {}
    for code in held:
        fragment = question.fragments[code.part]
        start, end = code.evidence
        codes[(fragment.start, fragment.end), code.theme] = Said(
            (fragment.start + start, fragment.start + end), code.reason
        )
    with store.writing() as session:
        row = session.get(InterviewRow, question.interview_id, with_for_update=True)
        if row is None or any(row.text[each.start : each.end] != each.text for each in question.fragments):
            return False
        dropped = {reason.value: count for reason, count in lost.items()}
        keep_second_codes(
            session, project_id, row.id, question.asked(model), text, codes, dropped=dropped, made_by=made_by
        )
    return True
