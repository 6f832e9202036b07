"""What happened in a project, by whom and when, out of what the store keeps anyway; never with words of residents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, extract, func, select
from sqlalchemy.orm import Session

from narratief.domain.kinds import Kind
from narratief.store.schema import (
    Assignment,
    AuditEntry,
    CodebookVersion,
    DecisionRow,
    Job,
    Person,
    ProjectRow,
    Sample,
)

DECIDED: Mapping[Kind, str] = {
    Kind.CONFIRM: "codes",
    Kind.REJECT: "codes",
    Kind.CHANGE: "codes",
    Kind.ADD: "codes",
    Kind.WORDS: "codes",
    Kind.LATER: "codes",
    Kind.ADJUDICATE: "codes",
    Kind.SPLIT: "codes",
    Kind.MERGE: "codes",
    Kind.MEMO: "memos",
    Kind.SUMMARY: "summary",
    Kind.QUOTE: "quotes",
    Kind.MOMENT: "moments",
    Kind.SPEAKERS: "speakers",
    Kind.ACCEPT_READING: "accepted",
    Kind.PRIVACY_MISSED: "hidden",
    Kind.PRIVACY_RESTORED: "restored",
    Kind.HOLD_BACK: "publication",
    Kind.RELEASE: "publication",
    Kind.TOPIC: "clusters",
    Kind.TAGGER: "tagger",
    Kind.ASSIGN: "assigned",
    Kind.UNDO: "undone",
    Kind.REWIND: "undone",
}
"""What each kind of decision is counted as; versions of the codebook are told one by one instead."""
NOTED = frozenset(
    {
        "uploaded",
        "upload_erased",
        "recording_kept",
        "recording_erased",
        "lists_changed",
        "attributes_changed",
        "exported",
        "imported",
        "erased",
        "vault_erased",
        "retention_ended",
        "member_added",
        "member_removed",
        "project_closed",
        "project_opened",
    }
)
"""Acts of the audit log that are work on a project; who opened the vault, listened or was refused stays in the log."""
ENDED = {"done": "job_done", "failed": "job_failed", "stopped": "job_stopped"}
"""How a job ended → what that is called here."""
HAPPENINGS = (
    frozenset(DECIDED.values())
    | NOTED
    | frozenset(ENDED.values())
    | {"codebook_made", "codebook_chosen", "sample_drawn", "sample_finished", "project_made"}
)
"""All that can have happened."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody did, or an hour of the same.

    Attributes
    ----------
    at
        When; of several in an hour the last.
    who
        Name of the person; empty when nobody with an account did it. Of a job who started it.
    what
        One of `HAPPENINGS`.
    number
        How often within the hour.
    details
        What is known besides: of the audit log its details, of a job ``kind``, ``error`` and ``remedy``, of a codebook
        ``version``, of a sample ``name``.
    """

    at: datetime
    who: str
    what: str
    number: int = 1
    details: Mapping[str, Any] = field(default_factory=dict)


def activity(
    session: Session, project_id: int, what: Collection[str], *, who: str | None = None, skip: int = 0, limit: int = 100
) -> list[Happening]:
    """List what happened in a project, newest first.

    Parameters
    ----------
    what
        Which of `HAPPENINGS`.
    who
        Only what somebody with this name did.
    skip, limit
        How many of the newest to leave out, and how many to give at most.
    """
    found = [one for source in _SOURCES for one in source(session, project_id, frozenset(what), who, skip + limit)]
    return sorted(found, key=lambda one: (one.at, one.what, one.who), reverse=True)[skip : skip + limit]


def names_of(session: Session, project_id: int, what: Collection[str]) -> list[str]:
    """Names of everybody who did one of these things in a project, in the order of the alphabet."""
    wanted = frozenset(what)
    names: set[str] = set()
    decided = [kind for kind, told in DECIDED.items() if told in wanted]
    for query in (
        select(DecisionRow.who).where(DecisionRow.project_id == project_id, DecisionRow.kind.in_(decided)),
        select(AuditEntry.who).where(AuditEntry.project_id == project_id, AuditEntry.act.in_(wanted & NOTED)),
        select(Job.made_by).where(Job.project_id == project_id, Job.state.in_(_states(wanted))),
    ):
        names.update(session.scalars(query.distinct()))
    for few in (_codebook, _samples, _made):
        names.update(one.who for one in few(session, project_id, wanted, None, 0))
    return sorted(names - {""}, key=str.casefold)


def _decisions(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """Decisions, counted by person, hour and what they are about."""
    wanted = {kind: told for kind, told in DECIDED.items() if told in what}
    if not wanted:
        return []
    hour = [extract(part, DecisionRow.at).label(part) for part in ("year", "month", "day", "hour")]
    told = case({kind.value: each for kind, each in wanted.items()}, value=DecisionRow.kind).label("told")
    rows = select(DecisionRow.at, DecisionRow.who, DecisionRow.person_id, told, *hour).where(
        DecisionRow.project_id == project_id, DecisionRow.kind.in_(wanted)
    )
    each = (rows if who is None else rows.where(DecisionRow.who == who)).subquery()
    by = [each.c.who, each.c.person_id, each.c.told, *(each.c[part.name] for part in hour)]
    last: ColumnElement[datetime] = func.max(each.c.at)
    query = select(last, each.c.who, each.c.told, func.count()).group_by(*by)
    newest = query.order_by(last.desc(), each.c.told.desc(), each.c.who.desc()).limit(limit)
    return [Happening(*row) for row in session.execute(newest)]


def _notes(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """Lines of the audit log."""
    query = select(AuditEntry).where(AuditEntry.project_id == project_id, AuditEntry.act.in_(what & NOTED))
    if who is not None:
        query = query.where(AuditEntry.who == who)
    rows = session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit))
    return [Happening(row.at, row.who, row.act, details=row.details) for row in rows]


def _jobs(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """Jobs that ended."""
    query = select(Job).where(Job.project_id == project_id, Job.state.in_(_states(what)), Job.finished_at.is_not(None))
    if who is not None:
        query = query.where(Job.made_by == who)
    return [
        Happening(
            job.finished_at,
            job.made_by,
            ENDED[job.state],
            details={"kind": job.kind, "error": job.error, "remedy": job.remedy},
        )
        for job in session.scalars(query.order_by(Job.finished_at.desc(), Job.id.desc()).limit(limit))
        if job.finished_at is not None
    ]


def _codebook(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """Versions of the codebook: made, and an earlier one chosen again; there are tens, so all are read."""
    versions = list(session.scalars(select(CodebookVersion).filter_by(project_id=project_id)))
    found = [Happening(row.made_at, row.made_by, "codebook_made", details={"version": row.number}) for row in versions]
    chosen = select(DecisionRow).filter_by(project_id=project_id, kind=Kind.CODEBOOK).order_by(DecisionRow.id)
    counted = {1}  # the first version counts without a decision, any other by the one that was made with it
    for row in session.scalars(chosen):
        version = row.after["version"]
        if version in counted:
            found.append(Happening(row.at, row.who, "codebook_chosen", details={"version": version}))
        counted.add(version)
    return _only(found, what, who)


def _samples(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """Samples for a second coder: drawn, and coded by somebody; there are few, so all are read."""
    drawn = session.scalars(select(Sample).filter_by(project_id=project_id))
    found = [Happening(row.made_at, row.made_by, "sample_drawn", details={"name": row.name}) for row in drawn]
    finished: Select[tuple[datetime | None, str, str]] = (
        select(Assignment.finished_at, Person.name, Sample.name)
        .join(Sample, Sample.id == Assignment.sample_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Sample.project_id == project_id)
    )
    found += [
        Happening(at, name, "sample_finished", details={"name": sample})
        for at, name, sample in session.execute(finished)
        if at is not None
    ]
    return _only(found, what, who)


def _made(session: Session, project_id: int, what: frozenset[str], who: str | None, limit: int) -> list[Happening]:
    """The beginning of the project."""
    query = (
        select(ProjectRow.created_at, Person.name)
        .outerjoin(Person, Person.id == ProjectRow.created_by)
        .where(ProjectRow.id == project_id)
    )
    return _only([Happening(at, name or "", "project_made") for at, name in session.execute(query)], what, who)


def _only(found: list[Happening], what: frozenset[str], who: str | None) -> list[Happening]:
    """Those that were asked for."""
    return [one for one in found if one.what in what and who in (None, one.who)]


def _states(what: frozenset[str]) -> list[str]:
    """States of jobs that ended in one of these ways."""
    return [state for state, told in ENDED.items() if told in what]


_Source = Callable[[Session, int, frozenset[str], str | None, int], list[Happening]]
_SOURCES: tuple[_Source, ...] = (_decisions, _notes, _jobs, _codebook, _samples, _made)
"""Where happenings are read from: each gives its newest, as many as asked at least when there are as many."""
