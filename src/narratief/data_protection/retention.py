"""The retention period of a project: when it ends, and deleting names, transcripts and attributes of residents then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from narratief.data_protection.project_files import has_workspace_folder, originals_of
from narratief.data_protection.recordings import erase_recordings, recordings_of
from narratief.data_protection.vault_destruction import destroy_vault
from narratief.domain.errors import Refusal
from narratief.privacy.vault.vault import Vault, wipe
from narratief.store.accounts.audit import note
from narratief.store.attributes import forget_attributes, has_attributes
from narratief.store.coding.projects import facts_of, title_of
from narratief.store.database import Store
from narratief.store.jobs.queue import active_jobs
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.store.schema.base import now

KIND = "retention"
"""Kind of the background job."""


@dataclass(frozen=True, slots=True)
class ExpiredProject:
    """A project whose retention period is over while there still is something to delete.

    Attributes
    ----------
    end
        The day on which it was over.
    vault
        Whether there is a vault.
    originals
        Transcripts in its folder, by name.
    attributes
        Whether anything is noted of residents (age group, role).
    recordings
        How many recordings there are.
    """

    project_id: int
    title: str
    end: dt.date
    vault: bool
    originals: tuple[str, ...]
    attributes: bool = False
    recordings: int = 0


def local_today() -> dt.date:
    """Day that it is now, where this computer is."""
    return dt.datetime.now(dt.UTC).astimezone().date()


def retention_end(session: Session, project: ProjectRow) -> dt.date | None:
    """Day from which a project's names and transcripts are kept no longer; None when they stay.

    A number of days counts from when the last transcript was read, or came in to be read; without any, nothing ends.
    """
    period = facts_of(project).retention
    if period is None or isinstance(period, dt.date):
        return period
    last = session.scalar(select(func.max(InterviewRow.read_at)).where(InterviewRow.project_id == project.id))
    days = [*([last.date()] if last else []), *_uploaded_on(project)]
    return max(days) + dt.timedelta(days=period) if days else None


def _uploaded_on(project: ProjectRow) -> Iterator[dt.date]:
    """Days on which uploads came in that still wait: one that cannot be read would otherwise stay for ever."""
    for path in originals_of(project) if has_workspace_folder(project) else ():
        with suppress(FileNotFoundError):  # it was just accepted
            yield dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()


def expired_projects(session: Session, today: dt.date) -> list[ExpiredProject]:
    """List the projects whose period is over on a day while there still is something to delete."""
    return list(_expired(session, today))


def enforce_retention(store: Store, project_id: int, today: dt.date) -> ExpiredProject | None:
    """Destroy a project's vault, delete its transcripts, recordings and notes on residents, when its period is over.

    The pseudonymised texts stay.

    Parameters
    ----------
    today
        The day to go by.

    Returns
    -------
    ExpiredProject or None
        What went; None when the period is not over, nothing is left to delete, or other work on it is going on (then
        the next time will do).
    """
    with store.writing() as session:
        ended = next((each for each in _expired(session, today) if each.project_id == project_id), None)
        if ended is None or any(job.kind != KIND for job in active_jobs(session, project_id)):
            return None
        project = session.get_one(ProjectRow, project_id)
        heard = erase_recordings(project.key)
        destroy_vault(session, project, None, {"reason": "Bewaartermijn voorbij"})
        originals = originals_of(project)
        for path in originals:
            wipe(path)
        if originals:
            project.originals_deleted_at = now()
        noted = forget_attributes(session, project_id)
        details = {"end": ended.end.isoformat(), "files": len(originals)} | ({"residents": noted} if noted else {})
        details |= {"recordings": heard} if heard else {}
        note(session, "retention_ended", None, project_id=project_id, details=details)
        return ended


def _expired(session: Session, today: dt.date) -> Iterator[ExpiredProject]:
    """Go through all projects, archived ones too."""
    for project in session.scalars(select(ProjectRow).order_by(ProjectRow.id)):
        end = retention_end(session, project)
        if end is None or today < end:
            continue
        vault, originals = Vault(project.key).is_there(), tuple(path.name for path in originals_of(project))
        noted = has_attributes(session, project.id)
        heard = len(recordings_of(project.key))
        if vault or originals or noted or heard:
            yield ExpiredProject(project.id, title_of(project), end, vault, originals, noted, heard)


def refuse_after_retention(session: Session, project: ProjectRow) -> None:
    """Refuse to note anything of residents of a project whose period is over: it would go the same day.

    Raises
    ------
    Refusal
        When it is over.
    """
    end = retention_end(session, project)
    if end is not None and local_today() >= end:
        raise Refusal(
            "De bewaartermijn van dit project is voorbij. narratief bewaart er geen kenmerken van bewoners en geen "
            "opnamen meer van.",
            "Verander eerst de bewaartermijn bij Gegevens, als dat mag.",
        )
