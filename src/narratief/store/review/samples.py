"""Blind coding of a sample by several people, and by the machine."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.code import MACHINE
from narratief.domain.decision import Author
from narratief.domain.errors import Refusal
from narratief.domain.spans import Span
from narratief.store.review.project_state import project_state
from narratief.store.review.review_state import CurrentCode
from narratief.store.schema import Assignment, BlindCode, InterviewRow, Person, Sample, SampleItem
from narratief.store.schema.base import now


@dataclass(frozen=True, slots=True)
class Item:
    """A fragment of a sample as a coder sees it: words and question, no codes."""

    id: int
    position: int
    interview_id: int
    file: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What coders gave the same fragments, in the order of the items.

    Attributes
    ----------
    items
        Those that every coder finished.
    labels
        Per coder, for each item its themes; the machine's as they were when the sample was drawn.
    """

    items: tuple[Item, ...]
    labels: Mapping[str, tuple[frozenset[str], ...]]

    def disagreements(self, first: str, second: str) -> list[tuple[Item, frozenset[str], frozenset[str]]]:
        """List the items on which two coders differ, with the themes of only the first and of only the second."""
        return [
            (item, one - other, other - one)
            for item, one, other in zip(self.items, self.labels[first], self.labels[second], strict=True)
            if one != other
        ]


def draw_sample(
    session: Session,
    author: Author,
    project_id: int,
    size: int,
    *,
    seed: int,
    name: str = "",
    themes: Collection[str] = (),
) -> Sample:
    """Draw fragments by chance: from every interview in proportion, the same ones for the same seed and data.

    Parameters
    ----------
    themes
        Draw only fragments on which one of these counts; empty for all fragments.

    Raises
    ------
    Refusal
        When there is nothing to draw from.
    """
    states = project_state(session, project_id).interviews
    pool: list[tuple[int, Span, list[str]]] = []
    for interview_id, state in states.items():
        by_place: dict[Span, list[CurrentCode]] = {(f.start, f.end): [] for f in state.fragments}
        for code in state.codes:
            by_place[(code.fragment.start, code.fragment.end)].append(code)
        for place, codes in by_place.items():
            if not themes or any(code.theme in themes and code.counts for code in codes):
                given = sorted(code.theme for code in codes if code.by_machine)
                pool.append((interview_id, place, given))
    if not pool:
        raise Refusal("Er zijn geen fragmenten om te kiezen.", "Laat eerst de gesprekken verwerken.")
    sample = Sample(project_id=project_id, name=name, seed=seed, themes=sorted(themes), made_by=author.name)
    session.add(sample)
    session.flush()
    for position, (interview_id, place, given) in enumerate(_drawn(pool, size, seed)):
        session.add(
            SampleItem(
                sample_id=sample.id,
                position=position,
                interview_id=interview_id,
                start=place[0],
                end=place[1],
                machine=given,
            )
        )
    session.flush()
    return sample


def assign(session: Session, sample_id: int, person_id: int) -> Assignment:
    """Ask a person to code a sample; asking twice is asking once."""
    known = session.scalar(select(Assignment).filter_by(sample_id=sample_id, person_id=person_id))
    if known is not None:
        return known
    assignment = Assignment(sample_id=sample_id, person_id=person_id)
    session.add(assignment)
    session.flush()
    return assignment


def items_of(session: Session, sample_id: int) -> tuple[Item, ...]:
    """Read the fragments of a sample, in the order of coding."""
    query = (
        select(SampleItem, InterviewRow.file, InterviewRow.text)
        .join(InterviewRow, InterviewRow.id == SampleItem.interview_id)
        .where(SampleItem.sample_id == sample_id)
        .order_by(SampleItem.position)
    )
    return tuple(
        Item(row.id, row.position, row.interview_id, file, (row.start, row.end), text[row.start : row.end])
        for row, file, text in session.execute(query)
    )


def code_blind(session: Session, assignment_id: int, item_id: int, themes: Collection[str]) -> None:
    """Code an item with themes (none is an answer too); may be done again until the assignment is finished.

    Raises
    ------
    Refusal
        When it is finished, or the item is not in its sample.
    """
    assignment = session.scalar(select(Assignment).where(Assignment.id == assignment_id).with_for_update())
    item = session.get(SampleItem, item_id)
    if assignment is None or item is None or item.sample_id != assignment.sample_id:
        raise Refusal("Dit fragment hoort niet bij deze opdracht.")
    if assignment.finished_at is not None:
        raise Refusal("Deze opdracht is al afgerond.")
    session.merge(BlindCode(assignment_id=assignment_id, item_id=item_id, themes=sorted(set(themes)), at=now()))


def coded_blind(session: Session, assignment_id: int) -> dict[int, list[str]]:
    """Read per item the themes that the coder of this assignment gave it so far."""
    rows = session.scalars(select(BlindCode).filter_by(assignment_id=assignment_id))
    return {row.item_id: list(row.themes) for row in rows}


def finish_assignment(session: Session, assignment_id: int) -> None:
    """Fix a coder's codes; they become visible to others.

    Raises
    ------
    Refusal
        When an item was not coded yet.
    """
    assignment = session.get_one(Assignment, assignment_id)
    missing = len(items_of(session, assignment.sample_id)) - len(coded_blind(session, assignment_id))
    if missing:
        raise Refusal(f"Er zijn nog {missing} fragmenten niet beoordeeld.")
    assignment.finished_at = assignment.finished_at or now()


def compare(session: Session, sample_id: int) -> Comparison:
    """Put side by side what everyone who finished, and the machine, gave; for `narratief.metrics.agreement`."""
    items = items_of(session, sample_id)
    given_then = select(SampleItem.id, SampleItem.machine).filter_by(sample_id=sample_id)
    machine = dict(session.execute(given_then).tuples().all())
    given: dict[str, dict[int, list[str]]] = {}
    query = (
        select(Assignment.id, Person.id, Person.name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.sample_id == sample_id, Assignment.finished_at.isnot(None))
        .order_by(Assignment.id)
    )
    for assignment_id, person_id, name in session.execute(query):
        given[name if name not in given else f"{name} ({person_id})"] = coded_blind(session, assignment_id)
    whole = tuple(item for item in items if all(item.id in codes for codes in given.values()))
    labels = {name: tuple(frozenset(codes[item.id]) for item in whole) for name, codes in given.items()}
    return Comparison(whole, labels | {MACHINE: tuple(frozenset(machine[item.id]) for item in whole)})


def _drawn(pool: Sequence[tuple[int, Span, list[str]]], size: int, seed: int) -> list[tuple[int, Span, list[str]]]:
    """Draw from each interview in turn until there are enough, then mix."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    by_interview: dict[int, list[tuple[int, Span, list[str]]]] = {}
    for entry in sorted(pool):
        by_interview.setdefault(entry[0], []).append(entry)
    for entries in by_interview.values():
        chance.shuffle(entries)
    total = len(pool)
    ranked = sorted(
        ((place + chance.random()) / len(entries), entry)
        for entries in by_interview.values()
        for place, entry in enumerate(entries)
    )
    drawn = [entry for _, entry in ranked[: min(size, total)]]
    chance.shuffle(drawn)
    return drawn
