"""A project out of the store as synthesis and export take it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, Add, Adjudicate, Change, Confirm, Reject, SetWords
from narratief.domain.code import MACHINE, Code
from narratief.domain.decision import Decision
from narratief.domain.fragment import Fragment
from narratief.domain.off_record import for_outside, with_withheld_codes
from narratief.domain.result import ProjectResult
from narratief.domain.trust import SHARES_FROM
from narratief.store.coding.projects import facts_of, get_project
from narratief.store.decision_log import all_decisions
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.coverage import reviewed_interviews
from narratief.store.review.project_state import project_state
from narratief.store.review.quote_answers import quote_answers
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.review.summary import summary_for_outside
from narratief.store.review.trust import trust_of


def result_of(
    session: Session,
    project_id: int,
    *,
    confirmed_only: bool = False,
    files: Collection[str] | None = None,
    each_coder: bool = False,
    whole: bool = False,
) -> ProjectResult:
    """Build the result of a project from the codes that count after review.

    Words that are off the record are not in it (`narratief.domain.off_record.for_outside`); what they told counts. Each
    fragment says whether a publication may print it (`quote_answers`).

    Parameters
    ----------
    confirmed_only
        Only codes that a person stands behind (for publication); else the machine's too that nobody rejected.
    files
        Only these interviews.
    each_coder
        Give a code once for everyone who stands behind it (the machine too, unless only confirmed ones are asked), so
        that agreement can be computed elsewhere. Do not count fragments of such a result.
    whole
        With the words that are off the record, for what must read them and shows none: clusters and turning points.
    """
    both = results_of(session, project_id, confirmed_only=confirmed_only, files=files, each_coder=each_coder)
    return both.whole if whole else both.outside


class Results(NamedTuple):
    """One project in two forms.

    Attributes
    ----------
    outside
        Without the words that are off the record: for everything that leaves.
    whole
        With them.
    """

    outside: ProjectResult
    whole: ProjectResult


def results_of(
    session: Session,
    project_id: int,
    *,
    confirmed_only: bool = False,
    files: Collection[str] | None = None,
    each_coder: bool = False,
) -> Results:
    """Build both forms of a project's result at once; the parameters are those of `result_of`."""
    project = get_project(session, project_id)
    codebook = codebook_of(session, project_id)
    themes = set(codebook.theme_ids)
    states = [
        state
        for state in project_state(session, project_id).interviews.values()
        if files is None or state.interview.file in files
    ]
    counting = [
        code
        for state in states
        for code in state.codes
        if (code.settled if confirmed_only else code.counts) and code.theme in themes
    ]
    if each_coder:
        decisions = {decision.id: decision for decision in all_decisions(session, project_id)}
        codes = tuple(each for code in counting for each in _by_coder(code, decisions, machine=not confirmed_only))
    else:
        codes = tuple(code.code for code in counting)
    off_record = {state.interview.id: [each.span for each in state.off_record] for state in states}
    fragments, codes = _withheld(states, codes)
    few = sum(bool(state.interview.resident_turns) for state in states) < SHARES_FROM
    fragments = quote_answers(session, project_id).marked(fragments, few=few)
    reviewed, waiting = reviewed_interviews(session, project_id, states, themes)
    result = ProjectResult(
        project.name,
        facts_of(project),
        codebook,
        tuple(state.interview for state in states),
        fragments,
        codes,
        trust_of(session, project_id, states, themes),
        reviewed,
        waiting,
        summary=summary_for_outside(session, project_id, project_state(session, project_id).interviews.values()),
    )
    return Results(for_outside(result, off_record), result)


def _withheld(states: Sequence[InterviewState], codes: Sequence[Code]) -> tuple[tuple[Fragment, ...], tuple[Code, ...]]:
    """Mark the fragments that are not for publication, and let their codes go along with their new ids."""
    before = [fragment for state in states for fragment in state.fragments]
    after = tuple(fragment for state in states for fragment in state.marked_fragments)
    return after, with_withheld_codes(before, after, codes)


def _by_coder(code: CurrentCode, decisions: Mapping[int, Decision[Action]], *, machine: bool) -> Iterator[Code]:
    """Yield a code once per person whose last word is that it holds, with its time, and the machine's own."""
    votes: dict[str, datetime | None] = {}  # per person when they said that it holds; None when that it does not
    for decision in (decisions[number] for number in code.decided):
        name = decision.author.name
        match decision.action:
            case Confirm() | Add() | Change() | SetWords():
                votes[name] = decision.at
            case Reject():
                votes[name] = None
            case Adjudicate(present=present):
                votes = {name: decision.at if present else None}
    people = {name: at for name, at in votes.items() if at is not None}
    if machine and code.by_machine:
        yield Code(code.fragment.id, code.theme, code.score, MACHINE, code.evidence)
    for name, at in people.items():
        yield Code(code.fragment.id, code.theme, 1.0, name, code.evidence, at)
    if not people and not code.by_machine:
        yield code.code
