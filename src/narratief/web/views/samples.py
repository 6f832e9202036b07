"""Samples for blind coding: who codes what, how far they are, and the fragment to code next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from narratief.domain.actions import Adjudicate
from narratief.domain.errors import Gone
from narratief.domain.spans import Span
from narratief.store.accounts.access import Permission, may
from narratief.store.accounts.people import actor_of, people
from narratief.store.decision_log import holding_decisions
from narratief.store.review.project_state import interview_state
from narratief.store.review.samples import Item
from narratief.store.schema import Assignment, BlindCode, Person, Sample, SampleItem


@dataclass(frozen=True, slots=True)
class CoderLine:
    """A person who codes a sample, and how far they are."""

    person_id: int
    name: str
    done: int
    finished: bool


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample in the list."""

    sample: Sample
    size: int
    coders: tuple[CoderLine, ...]

    @property
    def name(self) -> str:
        """Its name, or its number when nobody gave one."""
        return self.sample.name or f"Steekproef {self.sample.id}"

    @property
    def comparable(self) -> bool:
        """Whether anybody finished, so that there is something to compare."""
        return any(coder.finished for coder in self.coders)

    def coder(self, person_id: int) -> CoderLine | None:
        """The line of a person; None when they do not code it."""
        return next((coder for coder in self.coders if coder.person_id == person_id), None)


def sample_lines(session: Session, project_id: int) -> list[SampleLine]:
    """List a project's samples, newest first."""
    rows = session.scalars(select(Sample).filter_by(project_id=project_id).order_by(Sample.id.desc()))
    return [_line(session, row) for row in rows]


def sample_of(session: Session, project_id: int, sample_id: int) -> SampleLine:
    """Look a sample of a project up.

    Raises
    ------
    Refusal
        When the project has no such sample.
    """
    row = session.get(Sample, sample_id)
    if row is None or row.project_id != project_id:
        raise Gone("Deze steekproef bestaat niet (meer).")
    return _line(session, row)


def possible_coders(session: Session, project_id: int) -> list[Person]:
    """List the people who may code blind in a project."""
    return [person for person in people(session) if may(actor_of(session, person), Permission.SECOND_CODE, project_id)]


def next_item(items: Sequence[Item], coded: Mapping[int, object], wanted: int | None = None) -> Item | None:
    """The item to code: the one asked for by its position, else the first that is not coded yet."""
    if wanted is not None:
        return next((item for item in items if item.position == wanted), None)
    return next((item for item in items if item.id not in coded), None)


def question_of(session: Session, item: Item) -> str:
    """The interviewer's words before a fragment; empty when there are none."""
    interview = interview_state(session, item.interview_id).interview
    turn = next((turn for turn in interview.turns if turn.start <= item.span[0] < turn.end), None)
    return interview.question_before(turn) if turn else ""


def adjudicated(session: Session, project_id: int) -> dict[tuple[str, Span, str], tuple[bool, str]]:
    """What was decided where coders differed: interview, place and theme → whether it holds, and who says so."""
    return {
        (each.interview, each.span, each.theme): (each.action.present, each.author.name)
        for each in holding_decisions(session, project_id, Adjudicate)
        if each.interview and each.span and each.theme
    }


def _line(session: Session, row: Sample) -> SampleLine:
    """A sample with its size and how far each coder is."""
    size = session.scalar(select(func.count()).select_from(SampleItem).where(SampleItem.sample_id == row.id)) or 0
    done = select(BlindCode.assignment_id, func.count().label("done")).group_by(BlindCode.assignment_id).subquery()
    query = (
        select(Person.id, Person.name, Assignment.finished_at, done.c.done)
        .join(Assignment, Assignment.person_id == Person.id)
        .outerjoin(done, done.c.assignment_id == Assignment.id)
        .where(Assignment.sample_id == row.id)
        .order_by(Assignment.id)
    )
    coders = (
        CoderLine(number, name, coded or 0, end is not None) for number, name, end, coded in session.execute(query)
    )
    return SampleLine(row, size, tuple(coders))
