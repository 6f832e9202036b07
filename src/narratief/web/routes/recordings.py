"""The recording beside a transcript that is checked: added, played from any moment, and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, StreamingResponse

from narratief.data_protection.recordings import erase_recording, keep_recording, recording_of
from narratief.data_protection.retention import refuse_after_retention
from narratief.domain.errors import Gone, InputError, Refusal
from narratief.pipeline.recording_times import times_of
from narratief.store.accounts.access import Permission
from narratief.store.accounts.audit import note
from narratief.store.coding.interviews import load_interview
from narratief.store.coding.projects import get_project
from narratief.store.faults import FULL
from narratief.store.review.decide import accepted_readings
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.store.vault_key_agreement import agree_on_vault_key
from narratief.web.byte_range import wanted_bytes
from narratief.web.deps import flash, interview_in, require, store_of
from narratief.web.problems import Forbidden
from narratief.web.recording_upload import checked
from narratief.web.routes.reading_check import may_see_names

router = APIRouter(prefix="/projecten/{project_id:int}/gesprekken/{interview_id:int}/inlezen/opname")


@router.post("")
def add(request: Request, project_id: int, interview_id: int, file: Annotated[UploadFile, File()]) -> Response:
    """Keep a recording beside a transcript, in the place of an earlier one."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    store = store_of(request)
    agree_on_vault_key(store)  # it is encrypted with it
    with store.writing() as session:
        project, row = _hearable(request, session, project_id, interview_id)
        refuse_after_retention(session, project)
        name = file.filename or "opname"
        try:
            kind, size = checked(file.file, name)
            times = times_of(project, load_interview(session, row))
            keep_recording(project.key, row.file, file.file, kind, size, times)
        except InputError as error:
            raise Refusal(error.problem.message, error.problem.remedy) from error
        except OSError as error:
            if error.errno not in FULL:
                raise
            raise Refusal("Er is geen ruimte meer op de schijf. De opname is niet bewaard.") from error
        note(session, "recording_kept", actor, project_id=project_id, details={"interview": interview_id})
    known = sum(each is not None for each in times)
    flash(request, "De opname is toegevoegd." + (" Bij elke beurt staat wanneer die begint." if known else ""))
    return RedirectResponse(f"/projecten/{project_id}/gesprekken/{interview_id}/inlezen#opname", 303)


@router.get("")
def play(request: Request, project_id: int, interview_id: int) -> Response:
    """Send a recording, or the part of it that a player asks for."""
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    with store_of(request).reading() as session:
        project, row = _hearable(request, session, project_id, interview_id)
        recording = recording_of(project.key, row.file)
        accepted = row.file in accepted_readings(session, project_id)
    if recording is None:
        raise Gone("Bij dit gesprek is geen opname (meer).")
    wanted = wanted_bytes(request.headers.get("range"), recording.size)
    whole = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    if wanted is None:
        return Response(status_code=416, headers=whole | {"Content-Range": f"bytes */{recording.size}"})
    start, end = wanted
    if accepted and start == 0:  # as every look at names after that
        with store_of(request).writing() as session:
            note(session, "recording_played", actor, project_id=project_id, details={"interview": interview_id})
    part = "range" in request.headers
    headers = whole | {"Content-Length": str(end - start)}
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{recording.size}"
    return StreamingResponse(_opened(recording.read(start, end)), 206 if part else 200, headers, recording.kind)


@router.post("/verwijderen")
def remove(request: Request, project_id: int, interview_id: int) -> Response:
    """Take a recording away for good."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    with store_of(request).writing() as session:
        project, row = _hearable(request, session, project_id, interview_id)
        if not erase_recording(project.key, row.file):
            raise Gone("Bij dit gesprek is geen opname (meer).")
        note(session, "recording_erased", actor, project_id=project_id, details={"interview": interview_id})
    flash(request, "De opname is gewist.")
    return RedirectResponse(f"/projecten/{project_id}/gesprekken/{interview_id}/inlezen", 303)


def _hearable(
    request: Request, session: Session, project_id: int, interview_id: int
) -> tuple[ProjectRow, InterviewRow]:
    """Look up an interview whose names the person may know: a recording says them.

    Raises
    ------
    Forbidden
        When they may not.
    """
    project, row = get_project(session, project_id), interview_in(session, project_id, interview_id)
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    if not may_see_names(actor, project_id, accepted=row.file in accepted_readings(session, project_id)):
        raise Forbidden
    return project, row


def _opened(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Decrypt the first part at once, so that a lost key is told and not an answer that breaks off.

    Raises
    ------
    Refusal
        When the key is not here.
    """
    try:
        first = next(parts, b"")
    except InputError as error:
        raise Refusal(error.problem.message, error.problem.remedy) from error
    return chain((first,), parts)
