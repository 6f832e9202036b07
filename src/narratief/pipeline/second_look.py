"""A second look: a language model codes a project's interviews, blind to all that is known; what holds is kept.

It changes no code. What differs from the machine coder comes to the front of the review queue, where people decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from narratief.domain.codebook import Codebook
from narratief.domain.fragment import Fragment
from narratief.domain.result import ProjectResult
from narratief.language_model.checks import DropCounts
from narratief.language_model.client import Client
from narratief.language_model.second_look import Look, codes_in, second_look, stretches
from narratief.language_model.server import server_to_ask
from narratief.pipeline.model_proposals import Proposals, Question, ask_all
from narratief.store.coding.interviews import files_of
from narratief.store.database import Store
from narratief.store.review.result import result_of
from narratief.store.review.second_opinions import Said, SecondCodeSaid, keep_second_codes

_STEP = "Tweede blik"
_NOT_ANSWERED = "{left} van {all} vragen bleven zonder antwoord."


def look_again(store: Store, project_id: int, made_by: str, client: Client | None = None) -> Proposals:
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
    server_to_ask(client.server if client else None)  # before a project is read for nothing
    with store.reading() as session:
        result = result_of(session, project_id)
        numbers = {file: number for number, file in files_of(session, project_id).items()}
    questions, left_out = _questions(result, numbers)
    return ask_all(
        store,
        project_id,
        questions,
        step=_STEP,
        made_by=made_by,
        commands=left_out,
        keep=keep_second_codes,
        not_answered=_NOT_ANSWERED,
        client=client,
    )


def _questions(result: ProjectResult, numbers: dict[str, int]) -> tuple[list[Question[SecondCodeSaid]], int]:
    """Make the questions about a project, and count the fragments that are not put because they look like orders."""
    made: list[Question[SecondCodeSaid]] = []
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
            check = partial(_checked, fragments, look, result.codebook)
            made.append(Question(second_look(look, result.codebook), fragments, check, number))
    return made, left_out


def _checked(
    fragments: Sequence[Fragment], look: Look, codebook: Codebook, answer: str
) -> tuple[list[SecondCodeSaid], DropCounts]:
    """Read the codes in an answer that hold, by place in the interview, and count what does not."""
    held, dropped = codes_in(answer, look, codebook)
    codes = []
    for code in held:
        fragment = fragments[code.part]
        start, end = (fragment.start + at for at in code.evidence)
        codes.append(((fragment.start, fragment.end), code.theme, Said((start, end), code.reason)))
    return codes, dropped
