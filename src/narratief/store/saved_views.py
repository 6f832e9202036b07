"""Views of the page of citations under a name: one's own, or shared with everybody who sees the project's results."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from narratief.domain.attributes import alike, plain
from narratief.domain.errors import Gone, Refusal
from narratief.privacy.word_lists import has_number_of_one
from narratief.store.decision_log import lock_project
from narratief.store.redaction import redacted
from narratief.store.schema import Person, SavedViewRow

LONGEST = 60
"""Characters of a name. Chosen: what fits on one line."""

MOST = 200
"""Views of a project. Chosen: a list that is longer finds nothing."""

_GONE = "Deze weergave bestaat niet (meer), of is niet met u gedeeld."


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view.

    Attributes
    ----------
    asked
        Fields of the query of the page's address, each with its values.
    owner
        Name of whose it is.
    """

    id: int
    name: str
    asked: Mapping[str, Sequence[str]]
    shared: bool
    owner_id: int
    owner: str


def views_of(session: Session, project_id: int, person_id: int) -> list[SavedView]:
    """List the views of a project that a person may open, by name."""
    visible = or_(SavedViewRow.shared, SavedViewRow.person_id == person_id)
    query = (
        select(SavedViewRow, Person.name)
        .join(Person, Person.id == SavedViewRow.person_id)
        .where(SavedViewRow.project_id == project_id, visible)
        .order_by(SavedViewRow.key)
    )
    return [_view(row, owner) for row, owner in session.execute(query)]


def view_to_open(session: Session, project_id: int, view_id: int, person_id: int) -> SavedView:
    """Look a view up that a person may open.

    Raises
    ------
    Gone
        When there is none, or it is another's own.
    """
    found = next((view for view in views_of(session, project_id, person_id) if view.id == view_id), None)
    if found is None:
        raise Gone(_GONE)
    return found


def save_view(
    session: Session,
    project_id: int,
    person_id: int,
    name: str,
    asked: Mapping[str, Sequence[str]],
    *,
    shared: bool,
) -> int:
    """Save a view; gives its id.

    Raises
    ------
    Refusal
        When the name cannot be used, is taken, or there are too many.
    """
    lock_project(session, project_id)
    name = _free_name(session, project_id, name)
    count = select(func.count()).select_from(SavedViewRow).where(SavedViewRow.project_id == project_id)
    if (session.scalar(count) or 0) >= MOST:
        raise Refusal(f"Een project heeft hoogstens {MOST} weergaven.", "Verwijder er eerst een.")
    row = SavedViewRow(
        project_id=project_id,
        person_id=person_id,
        name=name,
        key=alike(name),
        asked={field: list(values) for field, values in asked.items()},
        shared=shared,
    )
    session.add(row)
    session.flush()
    return row.id


def change_view(
    session: Session,
    project_id: int,
    view_id: int,
    *,
    name: str | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
    shared: bool | None = None,
) -> None:
    """Change a view; its address stays. What is None stays as it is.

    Raises
    ------
    Refusal
        When the name cannot be used or is taken.
    Gone
        When there is none.
    """
    lock_project(session, project_id)
    row = _row(session, project_id, view_id)
    if name is not None:
        row.name = _free_name(session, project_id, name, but=view_id)
        row.key = alike(row.name)
    if asked is not None:
        row.asked = {field: list(values) for field, values in asked.items()}
    if shared is not None:
        row.shared = shared


def remove_view(session: Session, project_id: int, view_id: int) -> None:
    """Remove a view for good.

    Raises
    ------
    Gone
        When there is none.
    """
    session.delete(_row(session, project_id, view_id))


def forget_views(session: Session, project_id: int, file: str, words: Collection[str]) -> None:
    """Remove views that name an interview that is erased, or have its sentences in what they look for."""
    for row in session.scalars(select(SavedViewRow)):
        of_file = row.project_id == project_id and file in row.asked.get("gesprek", ())
        if of_file or redacted(row.asked, words) != row.asked or redacted(row.name, words) != row.name:
            session.delete(row)


def _free_name(session: Session, project_id: int, typed: str, but: int | None = None) -> str:
    """A name as it is kept, that no other view of a project has."""
    name = plain(typed)
    if not name:
        raise Refusal("De weergave heeft nog geen naam.", "Vul een naam in.")
    if len(name) > LONGEST:
        raise Refusal(f"Deze naam is te lang: hoogstens {LONGEST} tekens.", "Kies een kortere naam.")
    if has_number_of_one(name):
        raise Refusal("Deze naam lijkt een nummer of adres van één persoon.", "Kies een andere naam.")
    same = select(SavedViewRow.id).where(SavedViewRow.project_id == project_id, SavedViewRow.key == alike(name))
    if session.scalar(same) not in (None, but):
        raise Refusal("Er is al een weergave met deze naam in dit project.", "Kies een andere naam.")
    return name


def _row(session: Session, project_id: int, view_id: int) -> SavedViewRow:
    """Row of a view."""
    row = session.get(SavedViewRow, view_id)
    if row is None or row.project_id != project_id:
        raise Gone(_GONE)
    return row


def _view(row: SavedViewRow, owner: str) -> SavedView:
    """A view out of its row."""
    return SavedView(row.id, row.name, row.asked, row.shared, row.person_id, owner)
