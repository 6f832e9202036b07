"""Work divided between colleagues: who works on which interview, and remarks that name a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, AssignInterview
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Refusal
from narratief.store.accounts.access import Permission, may
from narratief.store.accounts.people import actor_of, people
from narratief.store.decision_log import holding_decisions, record
from narratief.store.review.memos import Memo, memos


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may review in a project."""

    id: int
    name: str


def colleagues(session: Session, project_id: int) -> list[Colleague]:
    """List who may review in a project, by name."""
    return [
        Colleague(person.id, person.name)
        for person in people(session)
        if may(actor_of(session, person), Permission.REVIEW, project_id)
    ]


def assign_interview(
    session: Session, author: Author, project_id: int, interview_id: int, person: int | None
) -> Decision[Action]:
    """Say who works on an interview; others see it, and may decide about it all the same.

    Parameters
    ----------
    person
        Id of a colleague; None for nobody.

    Raises
    ------
    Refusal
        When that person may not review in this project.
    """
    name = ""
    if person is not None:
        known = next((each for each in colleagues(session, project_id) if each.id == person), None)
        if known is None:
            raise Refusal("Deze collega kan in dit project niet nakijken.", "Kies iemand uit de lijst.")
        name = known.name
    return record(session, author, project_id, AssignInterview(person, name), interview_id=interview_id)


def assigned(session: Session, project_id: int) -> dict[str, Colleague]:
    """Find by file name who works on which interview."""
    found: dict[str, Colleague] = {}
    for decision in holding_decisions(session, project_id, AssignInterview):
        if decision.interview is None:
            continue
        found.pop(decision.interview, None)
        if decision.action.person is not None:
            found[decision.interview] = Colleague(decision.action.person, decision.action.name)
    return found


def mentioned(text: str, team: Iterable[Colleague]) -> set[int]:
    """Find whom a remark names as @name: by the whole name, or by the first name where only one colleague has it."""
    calls = _names(list(team))
    found: set[int] = set()
    for start in (match.end() for match in re.finditer(r"(?<!\w)@", text)):
        said = text[start:].casefold()
        fits = [name for name in calls if said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()]
        if fits:
            found.add(calls[max(fits, key=len)])
    return found


def remarks_for(session: Session, project_id: int, person: int) -> list[Memo]:
    """List remarks that name a person and that they did not answer, the newest first.

    A remark is answered by a later one of that person in the same conversation, or about the project.
    """
    team, all_memos = colleagues(session, project_id), memos(session, project_id)
    answered: dict[str | None, int] = {}
    for memo in all_memos:
        if memo.about.author.id == person:
            answered[memo.about.interview] = max(answered.get(memo.about.interview, 0), memo.about.id)
    waiting = [
        memo
        for memo in all_memos
        if memo.changed.author.id != person
        and person in mentioned(memo.text, team)
        and memo.changed.id > answered.get(memo.about.interview, 0)
    ]
    return sorted(waiting, key=lambda memo: -memo.changed.id)


def _names(team: list[Colleague]) -> Mapping[str, int]:
    """What colleagues can be called, in lower case; a first name that two have calls nobody."""
    firsts = [each.name.split()[0].casefold() for each in team if each.name.split()]
    calls = {
        each.name.split()[0].casefold(): each.id
        for each in team
        if each.name.split() and firsts.count(each.name.split()[0].casefold()) == 1
    }
    return calls | {each.name.casefold(): each.id for each in team if each.name}
