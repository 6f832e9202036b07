"""Importing what was done in another program for qualitative research: codes, memos and themes."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile

from narratief.domain.errors import InputError
from narratief.domain.result import ProjectResult
from narratief.publish.exchange import ImportOutcome, import_codebook, import_codes
from narratief.publish.refi import read_qdc, read_qdpx
from narratief.publish.refi.read_codes import CodebookImport
from narratief.publish.refi.read_project import ProjectImport
from narratief.store.accounts.access import Permission
from narratief.store.accounts.audit import note
from narratief.store.coding.projects import get_project
from narratief.web.deps import address_of, project_row, render, require, store_of, who_of
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/importeren"
SUFFIXES = (".qdpx", ".qdc")


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show the form for a file."""
    return _page(request, project_id)


@router.post(BASE)
def import_file(request: Request, project_id: int, bestand: Annotated[UploadFile, File()]) -> Response:
    """Import a file, and show what was in it; interviews that the project lacks must be uploaded first."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    try:
        name, read = _read(bestand)
    except InputError as error:
        problem = error.problem
        return _page(request, project_id, refused=f"{problem.file}: {problem.message} {problem.remedy}")
    with store_of(request).writing() as session:
        if isinstance(read, CodebookImport):
            outcome = import_codebook(session, who_of(actor), project_id, read.codebook, name)
        else:
            file = _project_in(read, get_project(session, project_id).name)
            outcome = import_codes(session, who_of(actor), project_id, file, read.memos, name)
        outcome.problems[:0] = read.problems
        details = {"file": Path(name).suffix, "codes": sum(outcome.codes.values())}
        note(session, "imported", actor, project_id=project_id, address=address_of(request), details=details)
    return _page(request, project_id, outcome=outcome)


def _read(upload: UploadFile) -> tuple[str, CodebookImport | ProjectImport]:
    """Read an upload; it lies on disk only while it is read.

    Raises
    ------
    InputError
        When it is something else, or cannot be opened safely.
    """
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2] or "bestand"
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(name, "Dit is geen bestand dat te importeren is.", "Kies een .qdpx of .qdc.")
    with TemporaryDirectory(prefix="narratief-import-") as folder:
        path = Path(folder) / f"bestand{suffix}"
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        try:
            return name, read_qdc(path) if suffix == ".qdc" else read_qdpx(path)
        except InputError as error:
            raise InputError(name, error.problem.message, error.problem.remedy) from error


def _project_in(read: ProjectImport, name: str) -> ProjectResult:
    """Choose this project among those in a file; the only one when there is one."""
    return next((each for each in read.results if each.name == name), read.results[0])


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
