"""Importing what was done in another program for qualitative research: codes, memos and themes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from sqlalchemy.orm import Session

from narratief.domain.errors import InputError, Refusal
from narratief.domain.result import ProjectResult
from narratief.publish.exchange import ImportOutcome, ImportPlan, apply_plan, plan_codebook, plan_codes
from narratief.publish.refi import read_qdc, read_qdpx
from narratief.publish.refi.read_codes import CodebookImport
from narratief.publish.refi.read_project import ProjectImport
from narratief.store.accounts.access import Permission
from narratief.store.accounts.audit import note
from narratief.store.coding.projects import get_project
from narratief.web.deps import address_of, project_row, render, require, store_of, who_of
from narratief.web.read_upload import name_of, read_upload
from narratief.web.shown_first import Shown, ShownFirst
from narratief.web.state import state_of
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/importeren"
SUFFIXES = (".qdpx", ".qdc")


@dataclass(frozen=True, slots=True)
class ExchangeFile:
    """A file by its name, and what was read of it."""

    name: str
    read: CodebookImport | ProjectImport


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show the form for a file."""
    return _page(request, project_id)


@router.post(BASE)
def preview(request: Request, project_id: int, bestand: Annotated[UploadFile, File()]) -> Response:
    """Read a file, and show what it would change; interviews that the project lacks must be uploaded first."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    try:
        file = _read(bestand)
    except InputError as error:
        problem = error.problem
        return _page(request, project_id, refused=f"{problem.file}: {problem.message} {problem.remedy}")
    word = state_of(request).held_files.hold(actor.id, project_id, file)
    return _preview(request, project_id, _by_file(request, project_id, file).show(store_of(request), word))


@router.post(f"{BASE}/overnemen")
def take_over(
    request: Request, project_id: int, woord: Annotated[str, Form()], gezien: Annotated[str, Form()]
) -> Response:
    """Import a file of which the changes were shown; shows them anew when they are others by now."""
    actor, held = require(request, Permission.CHANGE_CODEBOOK, project_id), state_of(request).held_files
    try:
        file = held.find(woord, actor.id, project_id, ExchangeFile)
    except Refusal as refusal:
        return _page(request, project_id, refused=f"{refusal.message} {refusal.remedy}")
    plan, anew = _by_file(request, project_id, file).make(store_of(request), gezien, woord)
    if anew:
        return _preview(request, project_id, anew)
    held.drop(woord)
    return _page(request, project_id, outcome=plan.outcome)


def _by_file(request: Request, project_id: int, file: ExchangeFile) -> ShownFirst[ImportPlan]:
    """What a file changes."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)

    def carry_out(session: Session, plan: ImportPlan) -> None:
        outcome = apply_plan(session, who_of(actor), plan)
        details = {"file": Path(file.name).suffix, "codes": sum(outcome.codes.values())}
        note(session, "imported", actor, project_id=project_id, address=address_of(request), details=details)

    return ShownFirst(
        project_id,
        lambda session: _plan(session, project_id, file),
        lambda plan: tuple(plan.outcome.planned),
        carry_out,
    )


def _plan(session: Session, project_id: int, file: ExchangeFile) -> ImportPlan:
    """Work out what a file would change in a project."""
    read = file.read
    if isinstance(read, CodebookImport):
        return plan_codebook(session, project_id, read, file.name)
    result = _project_in(read, get_project(session, project_id).name)
    plan = plan_codes(session, project_id, result, read.memos, file.name, stated=read.stated)
    plan.outcome.problems[:0] = read.problems
    return plan


def _read(upload: UploadFile) -> ExchangeFile:
    """Read an upload; it lies on disk only while it is read.

    Raises
    ------
    InputError
        When it is something else, or cannot be opened safely.
    """
    name = name_of(upload)
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(name, "Dit is geen bestand dat te importeren is.", "Kies een .qdpx of .qdc.")
    remedy = "Exporteer het project opnieuw en probeer het nog eens."
    if suffix == ".qdc":
        return ExchangeFile(name, read_upload(upload, name, read_qdc, remedy))
    return ExchangeFile(name, read_upload(upload, name, read_qdpx, remedy))


def _project_in(read: ProjectImport, name: str) -> ProjectResult:
    """Choose this project among those in a file; the only one when there is one."""
    return next((each for each in read.results if each.name == name), read.results[0])


def _preview(request: Request, project_id: int, shown: Shown[ImportPlan]) -> Response:
    """Show what a file would change, and ask."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        return render(
            request,
            "imports/voorbeeld.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Importeren", f"/projecten/{project_id}/importeren"), ("Bekijken", "")),
            current=f"/projecten/{project_id}/importeren",
            outcome=shown.plan.outcome,
            source=shown.plan.source,
            shown=shown,
        )


def _page(request: Request, project_id: int, outcome: ImportOutcome | None = None, refused: str = "") -> Response:
    """Show the page, with what became of a file."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        return render(
            request,
            "imports/importeren.html",
            status=422 if refused else 200,
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Importeren", "")),
            outcome=outcome,
            refused=refused,
        )
