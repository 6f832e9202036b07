"""Attributes of residents, by interview: personal data in the small, so they go with the names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from narratief.domain.attributes import LONGEST_VALUE, MOST, alike, checked_name, in_order, plain
from narratief.domain.errors import Gone, Refusal
from narratief.privacy.word_lists import has_number_of_one
from narratief.store.decision_log import lock_project
from narratief.store.schema import AttributeRow, InterviewRow
from narratief.store.schema.base import now


@dataclass(frozen=True, slots=True)
class Attributes:
    """Attributes of the residents of a project.

    Attributes
    ----------
    names
        Those that somebody filled in, in the order of pages.
    values
        Interview's number → name → value; without what is not filled in.
    files
        Interview's number → file name, for those of which anything is filled in.
    """

    names: tuple[str, ...]
    values: Mapping[int, Mapping[str, str]]
    files: Mapping[int, str]

    def by_file(self, name: str) -> dict[str, str]:
        """File name → value of one attribute, for the interviews of which it is filled in."""
        return {self.files[number]: own[name] for number, own in self.values.items() if name in own}

    def of(self, interview: int) -> Mapping[str, str]:
        """Name and value of each attribute of an interview's resident, in the order of pages."""
        known = self.values.get(interview, {})
        return {name: known[name] for name in self.names if name in known}

    def used(self, name: str) -> tuple[str, ...]:
        """The values that an attribute has, by the alphabet."""
        return tuple(sorted({each[name] for each in self.values.values() if name in each}, key=alike))


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """Another value for one attribute of one resident.

    Attributes
    ----------
    value
        Empty to take it away.
    before
        The value that the person saw; empty when none.
    """

    interview: int
    name: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A change that was not made, since somebody else changed the same: what stands there now, and by whom."""

    change: AttributeChange
    now: str
    who: str


def attributes_of(session: Session, project_id: int) -> Attributes:
    """Read the attributes of all residents of a project."""
    values: dict[int, dict[str, str]] = {}
    for row in _rows(session, project_id):
        values.setdefault(row.interview_id, {})[row.name] = row.value
    named = select(InterviewRow.id, InterviewRow.file).where(InterviewRow.id.in_(values))
    files = dict(session.execute(named).tuples().all())
    return Attributes(in_order({name for own in values.values() for name in own}), values, files)


def has_attributes(session: Session, project_id: int) -> bool:
    """Tell whether anything is filled in for a resident of a project."""
    return session.scalar(_of_project(project_id).limit(1)) is not None


def checked_value(typed: str) -> str:
    """Value of an attribute as it is kept; empty for none.

    Raises
    ------
    Refusal
        When it is too long to be a group, or holds what belongs to one person.
    """
    value = plain(typed)
    if len(value) > LONGEST_VALUE:
        raise Refusal(f"Deze waarde is te lang: hoogstens {LONGEST_VALUE} tekens.", "Schrijf kort in welke groep.")
    if has_number_of_one(value):
        raise Refusal(
            "Deze waarde lijkt een nummer, adres of geboortedatum van één persoon.",
            "Schrijf een groep op, zoals 35-49.",
        )
    return value


def change_attributes(
    session: Session, who: str, project_id: int, changes: Iterable[AttributeChange]
) -> tuple[int, list[Overtaken]]:
    """Change attributes; what somebody else changed meanwhile stays as they left it.

    A name or value that is in the project in another spelling gets that spelling; who only spells a value otherwise,
    does so for all who have it.

    Returns
    -------
    tuple
        How many were changed, and the changes that were not made.

    Raises
    ------
    Refusal
        When a name or value may not be kept, or there would be too many attributes; nothing is changed then.
    Gone
        When an interview is not (any more) in the project.
    """
    lock_project(session, project_id)
    rows = {(row.interview_id, alike(row.name)): row for row in _rows(session, project_id)}
    names = {alike(row.name): row.name for row in rows.values()}
    spelled = {(alike(row.name), alike(row.value)): row.value for row in rows.values()}
    interviews = set(session.scalars(select(InterviewRow.id).where(InterviewRow.project_id == project_id)))
    made, overtaken = 0, []
    for change in changes:
        if change.interview not in interviews:
            raise Gone("Dit gesprek bestaat niet (meer).")
        key, value = alike(change.name), checked_value(change.value)
        name = names.setdefault(key, checked_name(change.name)) if value else change.name
        row = rows.get((change.interview, key))
        present = row.value if row else ""
        if alike(value) != alike(present):
            value = spelled.setdefault((key, alike(value)), value) if value else ""
        if value == present:
            continue
        if alike(present) != alike(change.before):
            overtaken.append(Overtaken(change, present, row.who if row else ""))
            continue
        made += 1
        if row is None:
            row = AttributeRow(interview_id=change.interview, name=name, value=value, who=who)
            rows[change.interview, key] = row
            session.add(row)
        elif not value:
            session.delete(rows.pop((change.interview, key)))
        else:
            for each in rows.values() if alike(value) == alike(present) else (row,):
                if each is row or (alike(each.name), each.value) == (key, present):
                    each.value, each.who, each.at = value, who, now()
            spelled[key, alike(value)] = value
    if len({key for _, key in rows}) > MOST:
        raise Refusal(f"Een project heeft hoogstens {MOST} kenmerken.", "Haal eerst een ander kenmerk weg.")
    session.flush()
    return made, overtaken


def rename_attribute(session: Session, project_id: int, name: str, new: str) -> None:
    """Give an attribute another name in the whole project.

    Raises
    ------
    Refusal
        When there is another one with that name, or it may not be a name.
    Gone
        When there is no such attribute.
    """
    lock_project(session, project_id)
    wanted, names = checked_name(new), _known(session, project_id, name)
    if alike(wanted) in {alike(each) for each in names if each != name}:
        raise Refusal("Er is al een kenmerk met deze naam.", "Kies een andere naam.")
    session.execute(update(AttributeRow).where(_here(project_id), AttributeRow.name == name).values(name=wanted))


def remove_attribute(session: Session, project_id: int, name: str) -> int:
    """Take an attribute away from all residents of a project; gives how many had it.

    Raises
    ------
    Gone
        When there is no such attribute.
    """
    lock_project(session, project_id)
    _known(session, project_id, name)
    gone = [row for row in _rows(session, project_id) if row.name == name]
    session.execute(delete(AttributeRow).where(_here(project_id), AttributeRow.name == name))
    return len(gone)


def forget_attributes(session: Session, project_id: int) -> int:
    """Delete all attributes of the residents of a project; gives of how many residents."""
    residents = {row.interview_id for row in _rows(session, project_id)}
    session.execute(delete(AttributeRow).where(_here(project_id)))
    return len(residents)


def _known(session: Session, project_id: int, name: str) -> set[str]:
    """Names of all attributes of a project, this one among them."""
    names = {row.name for row in _rows(session, project_id)}
    if name not in names:
        raise Gone("Dit kenmerk bestaat niet (meer).")
    return names


def _rows(session: Session, project_id: int) -> Sequence[AttributeRow]:
    """All rows of a project."""
    return session.scalars(_of_project(project_id)).all()


def _of_project(project_id: int) -> Select[tuple[AttributeRow]]:
    """Select the rows of a project."""
    return select(AttributeRow).where(_here(project_id))


def _here(project_id: int) -> ColumnElement[bool]:
    """Whether a row is about an interview of a project."""
    return AttributeRow.interview_id.in_(select(InterviewRow.id).where(InterviewRow.project_id == project_id))
