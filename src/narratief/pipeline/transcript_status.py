"""How far the transcripts of a project are: uploaded, read, accepted, coded; and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from narratief.domain.errors import Refusal
from narratief.files.content_hash import key_of
from narratief.pipeline.folders import folder_of, project_on_disk
from narratief.pipeline.request_work import READ
from narratief.privacy.file_names import hidden_name
from narratief.privacy.vault.vault import Vault
from narratief.store.jobs.queue import jobs_of
from narratief.store.review.decide import accepted_readings
from narratief.store.schema import CurrentRun, InterviewRow, Job, ProjectRow, TurnRow


class Step(StrEnum):
    """Where a transcript is on its way."""

    WAITING = "waiting"
    UNREADABLE = "unreadable"
    READ = "read"
    ACCEPTED = "accepted"
    CODED = "coded"


STEP_LABELS = {
    Step.WAITING: "Wordt gelezen",
    Step.UNREADABLE: "Niet te lezen",
    Step.READ: "Klaar om te controleren",
    Step.ACCEPTED: "Goedgekeurd",
    Step.CODED: "Verwerkt",
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """One transcript as the workspace shows it.

    Attributes
    ----------
    interview_id
        None until it was read.
    original
        Whether the uploaded file is still there.
    was
        The name that the file had, where it got a neutral one; for those who may see the transcript.
    message, remedy
        Why it cannot be read, and what to do.
    """

    file: str
    step: Step
    interview_id: int | None = None
    turns: int = 0
    residents: int = 0
    warnings: int = 0
    original: bool = False
    message: str = ""
    remedy: str = ""
    was: str = ""

    @property
    def label(self) -> str:
        """The step in Dutch."""
        return STEP_LABELS[self.step]


def transcripts_of(session: Session, project: ProjectRow) -> list[Transcript]:
    """List a project's transcripts by file name, those that lie on disk and those that were read."""
    rows = {row.file: row for row in _read(session, project.id)}
    accepted = accepted_readings(session, project.id)
    ran = select(CurrentRun.interview_id).join(InterviewRow, InterviewRow.id == CurrentRun.interview_id)
    coded = set(session.scalars(ran.where(InterviewRow.project_id == project.id)))
    names = [path.name for path in project_on_disk(project).files] if _has_folder(project) else []
    was = Vault(project.key).file_names()
    given = {name: neutral for neutral, name in was.items() if neutral in rows}
    on_disk = {hidden_name(name) if hidden_name(name) in rows else given.get(name, name) for name in names}
    troubles = _troubles(jobs_of(session, project.id))
    found = []
    for file in sorted({*rows, *on_disk}, key=str.casefold):
        row = rows.get(file)
        if row is None:
            found.append(_unread(file, troubles.get(file)))
            continue
        step = Step.READ if file not in accepted else Step.CODED if row.id in coded else Step.ACCEPTED
        found.append(
            Transcript(
                file,
                step,
                row.id,
                row.turns,
                row.residents,
                len(row.warnings),
                original=file in on_disk,
                was=was.get(file, ""),
            )
        )
    return found


def mark_of(jobs: Sequence[Job], transcripts: Sequence[Transcript]) -> str:
    """Mark of a page's state: it differs when anything but the number of done parts changed.

    A page carries the mark of when it was made, so that a script can tell that it is out of date.
    """
    return key_of(*(f"{job.id}{job.state}" for job in jobs), *(f"{t.file}{t.step}" for t in transcripts))[:16]


def _read(session: Session, project_id: int) -> Sequence[Row[tuple[int, str, list[Any], int, int]]]:
    """Number, file, warnings, turns and turns of residents of each interview, without any of its text."""
    of_residents = func.coalesce(func.sum(case((TurnRow.role == "resident", 1), else_=0)), 0)
    counted = (
        select(
            TurnRow.interview_id,
            func.count().label("turns"),
            of_residents.label("residents"),
        )
        .join(InterviewRow, InterviewRow.id == TurnRow.interview_id)
        .where(InterviewRow.project_id == project_id)
        .group_by(TurnRow.interview_id)
        .subquery()
    )
    query = (
        select(
            InterviewRow.id,
            InterviewRow.file,
            InterviewRow.warnings,
            func.coalesce(counted.c.turns, 0).label("turns"),
            func.coalesce(counted.c.residents, 0).label("residents"),
        )
        .outerjoin(counted, counted.c.interview_id == InterviewRow.id)
        .where(InterviewRow.project_id == project_id)
    )
    return session.execute(query).all()


def _unread(file: str, trouble: Mapping[str, Any] | None) -> Transcript:
    """A file that was not read: still waiting, or with what the last reading said against it."""
    if trouble is None:
        return Transcript(file, Step.WAITING, original=True)
    return Transcript(file, Step.UNREADABLE, original=True, message=trouble["message"], remedy=trouble["remedy"])


def _troubles(jobs: list[Job]) -> dict[str, Mapping[str, Any]]:
    """What the last finished reading said of each file that it could not use."""
    last = next((job for job in jobs if job.kind == READ and job.state == "done"), None)
    if last is None:
        return {}
    return {problem["file"]: problem for problem in last.problems if problem.get("fatal")}


def _has_folder(project: ProjectRow) -> bool:
    """Tell whether there is a folder that uploads can lie in."""
    try:
        folder_of(project)
    except Refusal:
        return False
    return True
