"""What people decided about clusters, in the store: the topics package's log of edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import select

from narratief.domain.actions import EditCluster
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.store.database import Store
from narratief.store.decision_log import record
from narratief.store.json_fields import JsonFields, UnreadableField
from narratief.store.schema import TopicEditRow
from narratief.topics.edits import Act, TopicEdit

_ACTS: tuple[Act, ...] = get_args(Act)


class StoredEditLog:
    """Edits of the clusters of one project (or of all together); an `EditLog` of the topics package.

    Parameters
    ----------
    project_id
        None for the clusters over all projects.
    person_id
        Whose account the edits that are added come from; None from the command line.
    """

    def __init__(self, store: Store, project_id: int | None, person_id: int | None = None) -> None:
        """Remember whose log it is; nothing is read yet."""
        self._store, self._project_id, self._person_id = store, project_id, person_id

    def edits(self) -> tuple[TopicEdit, ...]:
        """All edits in the order in which they were recorded.

        Raises
        ------
        InputError
            When a row is not one that narratief wrote; says which field, never what is in it.
        """
        rows = select(TopicEditRow.id, TopicEditRow.edit).order_by(TopicEditRow.id)
        if self._project_id is None:
            rows = rows.where(TopicEditRow.project_id.is_(None))
        else:
            rows = rows.where(TopicEditRow.project_id == self._project_id)
        with self._store.reading() as session:
            return tuple(_edit(number, kept) for number, kept in session.execute(rows))

    def add(self, edit: TopicEdit) -> TopicEdit:
        """Record an edit; it is kept when this returns. It is in the project's history of decisions too."""
        with self._store.writing() as session:
            if self._project_id is not None:
                record(
                    session,
                    Author(self._person_id, edit.who),
                    self._project_id,
                    EditCluster(edit.topic, edit.act, edit.label, edit.theme, edit.id),
                )
            session.add(
                TopicEditRow(
                    project_id=self._project_id,
                    at=datetime.fromisoformat(edit.when),
                    who=edit.who,
                    kind=edit.act,
                    edit={name: value for name, value in asdict(edit).items() if value},
                )
            )
        return edit


def _edit(number: int, kept: Mapping[str, Any]) -> TopicEdit:
    """Edit that a row holds; fields that a later version dropped are passed over."""
    try:
        values = JsonFields("event", kept)
        return TopicEdit(
            values.text("id"),
            values.text("when"),
            values.text("who"),
            values.one_of("act", _ACTS),
            topic=values.text("topic", default=""),
            members=values.texts("members", default=()),
            label=values.text("label", default=""),
            merged=values.texts("merged", default=()),
            parts=values.lists_of_texts("parts", default=()),
            ids=values.texts("ids", default=()),
            labels=values.texts("labels", default=()),
            fragments=values.texts("fragments", default=()),
            theme=values.text("theme", default=""),
            undone=values.text("undone", default=""),
        )
    except UnreadableField as error:
        raise InputError(
            "database",
            f"Bewerking {number} van de clusters is niet te lezen: het veld {error} is beschadigd of van een nieuwere "
            "versie.",
            "Werk narratief bij, of zet een back-up van eerder terug.",
        ) from error
