"""Erasing for good: an interview, or a project, out of every table, the index and the freed pages of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from narratief.domain.errors import Gone
from narratief.store.accounts.audit import Named, note
from narratief.store.coding.interviews import lock_interview
from narratief.store.database import Store
from narratief.store.decision_log import lock_project
from narratief.store.model_answers import forget_answers
from narratief.store.redaction import redact_copies, sentences_of
from narratief.store.review.project_state import clear_cache
from narratief.store.saved_views import forget_views
from narratief.store.schema import AuditEntry, Base, InterviewRow, Job, ProjectRow, TopicRun

_PATIENCE = 30
"""Seconds to wait for the lock of a table. Chosen, not measured: as long as a person waits; it can be done again."""


def erase_interview(
    session: Session, interview_id: int, who: Named | None, details: Mapping[str, Any] | None = None
) -> None:
    """Erase an interview with all runs, decisions and attributes that are about it; call `scrub` afterwards.

    Clusters that were found with it, in its project and over all projects, go too: their words may be its words. They
    can be made again. Its sentences go where people quoted them, and so do saved views of it. The vault, the
    transcript's file and outputs are not in the store: see `narratief.data_protection.erasure`.

    Parameters
    ----------
    details
        What the log should tell more, such as the reason.
    """
    row = session.get(InterviewRow, interview_id)
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    lock_project(session, row.project_id)
    lock_interview(session, row)
    note(session, "erased", who, project_id=row.project_id, details=dict(details or {}) | {"interview": interview_id})
    _forget_clusters(session, row.project_id)
    _forget_file(session, row.project_id, row.file)
    forget_answers(session, row.project_id, interview_id)
    redact_copies(session, row)
    forget_views(session, row.project_id, row.file, sentences_of(row))
    session.execute(delete(InterviewRow).where(InterviewRow.id == interview_id))
    clear_cache()


def erase_project(
    session: Session, project_id: int, who: Named | None, details: Mapping[str, Any] | None = None
) -> None:
    """Erase a project with all that is in it; call `scrub` afterwards."""
    note(session, "erased", who, details=dict(details or {}) | {"project": project_id})
    _forget_clusters(session, project_id)
    session.execute(delete(ProjectRow).where(ProjectRow.id == project_id))
    clear_cache()


def _forget_clusters(session: Session, project_id: int) -> None:
    """Delete what was found with a project's interviews: its own clusters, and those over all projects."""
    session.execute(delete(TopicRun).where(or_(TopicRun.project_id == project_id, TopicRun.project_id.is_(None))))


def _forget_file(session: Session, project_id: int, file: str) -> None:
    """Take a transcript's name, which may be that of a resident, out of earlier jobs and out of the log."""
    for job in session.scalars(select(Job).where(Job.project_id == project_id)):
        if file in job.settings.get("files", ()):
            job.settings = job.settings | {"files": [name for name in job.settings["files"] if name != file]}
        if any(problem.get("file") == file for problem in job.problems):
            job.problems = [problem for problem in job.problems if problem.get("file") != file]
    for entry in session.scalars(select(AuditEntry).where(AuditEntry.project_id == project_id)):
        if entry.details.get("file") == file:
            entry.details = entry.details | {"file": "(gewist)"}


def scrub(store: Store) -> bool:
    """Remove what erased rows left in the database's files: freed pages, the journal, old rows and statistics.

    Returns
    -------
    bool
        False when somebody else kept the database busy, so that remains may still be there; call it again later.
    """
    try:
        return _scrub_postgres(store) if store.engine.dialect.name == "postgresql" else _scrub_sqlite(store)
    except OperationalError:
        return False


def _scrub_postgres(store: Store) -> bool:
    """Write the tables anew: a plain VACUUM leaves the words in the pages, and statistics hold samples of them."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET lock_timeout = '{_PATIENCE}s'"))
        try:
            for table in Base.metadata.sorted_tables:
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table.name}"'))
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True


def _scrub_sqlite(store: Store) -> bool:
    """Write the file anew and empty its journal."""
    raw = store.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA temp_store = MEMORY")  # VACUUM's copy must not touch a disk of its own
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
        return not busy
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()
