"""Which files narratief wrote of a project outside the database, so that erasing finds them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from narratief.store.schema import WrittenFile


def note_written(session: Session, project_id: int | None, paths: Iterable[Path]) -> None:
    """Remember files that were written; the same path again is remembered once.

    Parameters
    ----------
    project_id
        None for files over several projects.
    """
    whole = sorted({str(path.resolve()) for path in paths})
    session.execute(delete(WrittenFile).where(WrittenFile.path.in_(whole)))
    session.add_all(WrittenFile(project_id=project_id, path=path) for path in whole)


def written_of(session: Session, project_id: int) -> list[Path]:
    """List the files written of a project, and those over several projects (it may be among them)."""
    own = or_(WrittenFile.project_id == project_id, WrittenFile.project_id.is_(None))
    return [Path(path) for path in session.scalars(select(WrittenFile.path).where(own).order_by(WrittenFile.path))]


def forget_written(session: Session, project_id: int) -> None:
    """Forget those files, once they are gone."""
    own = or_(WrittenFile.project_id == project_id, WrittenFile.project_id.is_(None))
    session.execute(delete(WrittenFile).where(own))
