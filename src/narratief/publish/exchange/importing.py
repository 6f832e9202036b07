"""Codes, memos and themes of a file, recorded as decisions of the people who made them in another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from narratief.domain.actions import Add
from narratief.domain.decision import Author
from narratief.domain.result import ProjectResult
from narratief.publish.exchange.outcome import ImportOutcome
from narratief.publish.exchange.plan import ImportPlan, NewCode, plan_codebook, plan_codes
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi.read_codes import CodebookImport
from narratief.store.decision_log import record
from narratief.store.review.codebooks import change_codebook
from narratief.store.review.memos import write_memo


def import_codebook(session: Session, who: Author, project_id: int, read: CodebookImport, source: str) -> ImportOutcome:
    """Import a codebook file: new themes are added, changed ones get the file's wording, none is removed.

    What the file lacks of a theme stays as it was.

    Parameters
    ----------
    source
        Name of the file, for the note with the new version of the codebook.
    """
    return apply_plan(session, who, plan_codebook(session, project_id, read, source))


def import_codes(
    session: Session,
    who: Author,
    project_id: int,
    file: ProjectResult,
    memos: Iterable[ExchangeMemo],
    source: str,
    stated: Mapping[str, frozenset[str]] | None = None,
) -> ImportOutcome:
    """Import what people coded and wrote in another program; doing so twice changes nothing.

    Each code remains the code of its own coder, at its own words. Nothing is removed: a code that narratief has and the
    file lacks stays, since nobody can tell whether it was removed or never sent.

    Parameters
    ----------
    who
        Who imports; the change of the codebook is recorded as theirs.
    memos
        Memos of the file, those of other projects included.
    source
        Name of the file, for the note with the codebook and for problems.
    stated
        Per theme the fields that the file gives; all that are not empty when None.
    """
    return apply_plan(session, who, plan_codes(session, project_id, file, memos, source, stated=stated))


def apply_plan(session: Session, who: Author, plan: ImportPlan) -> ImportOutcome:
    """Do what was planned, in the session that it was planned in or one in which nothing changed since.

    Parameters
    ----------
    who
        Who imports; the change of the codebook is recorded as theirs, codes and memos as their own makers'.
    """
    if plan.book.added or plan.book.changed:
        change_codebook(session, who, plan.project_id, plan.book.codebook, note=f"Uit {plan.source}")
    for code in plan.codes:
        _record(session, plan.project_id, code)
    for memo in plan.memos:
        write_memo(
            session,
            Author(None, memo.author),
            plan.project_id,
            memo.text,
            interview_id=memo.interview_id,
            span=memo.span,
            theme=memo.theme,
        )
    return plan.outcome


def _record(session: Session, project_id: int, code: NewCode) -> None:
    """Record a code; the same code of the same coder is never recorded twice, not even when it was undone."""
    record(
        session,
        Author(None, code.coder),
        project_id,
        Add(),
        interview_id=code.interview_id,
        span=code.span,
        theme=code.theme,
        request=code.request(project_id),
    )
