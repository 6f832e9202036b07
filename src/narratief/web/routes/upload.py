"""Uploading transcripts, one or many, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.data_protection.project_files import has_workspace_folder, original_of
from narratief.data_protection.recordings import erase_recording
from narratief.domain.errors import Gone, InputError, Refusal
from narratief.pipeline.folders import folder_of
from narratief.pipeline.request_work import request_reading
from narratief.pipeline.transcript_status import Step, mark_of, transcripts_of
from narratief.privacy.file_names import hidden_name
from narratief.privacy.vault.vault import Vault, wipe
from narratief.store.accounts.access import Permission, may
from narratief.store.accounts.audit import note
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import get_project, title_of
from narratief.store.erase import erase_interview, scrub
from narratief.store.faults import FULL
from narratief.store.jobs.queue import active_jobs, jobs_of
from narratief.store.review.decide import accepted_readings
from narratief.store.review.privacy_fixes import vault_of
from narratief.store.schema import ProjectRow
from narratief.store.vault_key_agreement import agree_on_vault_key
from narratief.web.deps import flash, project_row, render, require, store_of, wake_worker, wants_json
from narratief.web.uploads import MAX_FILES, keep_upload, safe_name
from narratief.web.views.background import left_in_words
from narratief.web.views.doubts import doubtful_first, with_doubts

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one uploaded file; without a message it was kept."""

    file: str
    message: str = ""
    remedy: str = ""


@router.get("/projecten/{project_id:int}/bestanden")
def files_page(request: Request, project_id: int, volgorde: str = "", kies: str = "") -> Response:
    """Show the transcripts of a project, how far each is, and where to upload more.

    Parameters
    ----------
    volgorde
        "naam" to sort by name; else what is most doubtful comes first.
    kies
        "zonder-twijfel" to tick those in which nothing is doubtful.
    """
    return _page(request, project_id, by_name=volgorde == "naam", ticked=kies == "zonder-twijfel")


@router.post("/projecten/{project_id:int}/bestanden")
def upload(request: Request, project_id: int, files: Annotated[list[UploadFile], File()]) -> Response:
    """Keep uploaded files and queue their reading; each file gets its own answer."""
    actor = require(request, Permission.UPLOAD, project_id)
    store = store_of(request)
    with store.reading() as session:
        row = get_project(session, project_id)
        if not has_workspace_folder(row):
            raise Refusal("Dit project staat in een eigen map.", "Zet de transcripten daar neer.")
        accepted = set(accepted_readings(session, project_id))
    agree_on_vault_key(store)  # uploads are encrypted with it
    received = [_receive(row, accepted, upload) for upload in files[:MAX_FILES]]
    received += [Received(u.filename or "", f"Dit zijn er meer dan {MAX_FILES}.") for u in files[MAX_FILES:]]
    kept = [one for one in received if not one.message]
    if kept:
        with store.writing() as session:
            request_reading(session, actor.name, project_id)
            note(session, "uploaded", actor, project_id=project_id, details={"files": len(kept)})
        wake_worker(request)
    if wants_json(request):
        return JSONResponse(
            {
                "files": [
                    {"file": o.file, "kept": not o.message, "error": o.message, "remedy": o.remedy} for o in received
                ]
            }
        )
    if kept:
        flash(request, f"{len(kept)} {'bestand is' if len(kept) == 1 else 'bestanden zijn'} binnen.")
    refused = [one for one in received if one.message]
    if refused:
        return _page(request, project_id, refused)
    return RedirectResponse(f"/projecten/{project_id}/bestanden", 303)


@router.post("/projecten/{project_id:int}/bestanden/verwijderen")
def remove(request: Request, project_id: int, file: Annotated[str, Form()]) -> Response:
    """Remove a transcript that was not accepted yet: its file, what was read of it, and its names."""
    actor = require(request, Permission.UPLOAD, project_id)
    store = store_of(request)
    with store.writing() as session:
        row = get_project(session, project_id)
        if file not in {each.file for each in transcripts_of(session, row)}:
            raise Gone("Dit bestand bestaat niet (meer).")
        if file in accepted_readings(session, project_id):
            raise Refusal("Dit gesprek is goedgekeurd.", "Alleen de beheerder kan het nog laten wissen.")
        interview = interview_row(session, project_id, file)
        if interview is not None:
            erase_interview(session, interview.id, actor)
        _forget(session, row, file)
    if interview is not None:
        scrub(store)
    flash(request, f"{file} is verwijderd.")
    return RedirectResponse(f"/projecten/{project_id}/bestanden", 303)


def _receive(row: ProjectRow, accepted: set[str], upload: UploadFile) -> Received:
    """Keep one upload, or say why not."""
    try:
        name = safe_name(upload.filename or "")
        given = (neutral for neutral, was in Vault(row.key).file_names().items() if was == name)
        if accepted & {name, hidden_name(name), *given}:
            message = "Er is al een goedgekeurd gesprek met deze naam."
            raise InputError(name, message, "Geef het bestand een andere naam als het een ander gesprek is.")
        keep_upload(folder_of(row), name, upload.file, row.key)
    except InputError as error:
        return Received(error.problem.file, error.problem.message, error.problem.remedy)
    except OSError as error:
        message, remedy = "Dit bestand kon niet worden opgeslagen.", "Vraag de beheerder om hulp."
        if error.errno in FULL:  # what is wrong is for the administrator, that nothing was kept is for the uploader
            message = "Er is geen ruimte meer op de schijf. Dit bestand is niet bewaard."
            remedy = "Vraag de beheerder om ruimte te maken, en upload het bestand daarna opnieuw."
        return Received(upload.filename or "", message, remedy)
    return Received(name)


def _forget(session: Session, row: ProjectRow, file: str) -> None:
    """Delete an upload and its names; a name that is no file in the folder deletes nothing there."""
    path = original_of(row, file)  # before the vault forgets which file it was
    vault_of(session, row.id).delete(file)
    erase_recording(row.key, file)
    if path is not None and has_workspace_folder(row):
        wipe(path)


def _page(
    request: Request,
    project_id: int,
    refused: list[Received] | None = None,
    *,
    by_name: bool = False,
    ticked: bool = False,
) -> Response:
    """Show the transcripts, with uploads that were refused just now."""
    with store_of(request).reading() as session:
        actor, row = project_row(request, session, Permission.UPLOAD, project_id)
        transcripts = transcripts_of(session, row)
        waiting = with_doubts(session, project_id, transcripts)
        jobs, every = active_jobs(session, project_id), jobs_of(session, project_id)
    counts = {step.value: sum(t.step == step for t in transcripts) for step in Step}
    return render(
        request,
        "upload/bestanden.html",
        status=422 if refused else 200,
        title="Transcripten",
        project=row,
        ours=has_workspace_folder(row),
        transcripts=waiting if by_name else doubtful_first(waiting),
        by_name=by_name,
        ticked=ticked,
        clear=sum(bool(each.key) and not each.doubt.weight for each in waiting),
        approvable=sum(bool(each.key) for each in waiting) if may(actor, Permission.FIX_PRIVACY, project_id) else 0,
        counts=counts,
        jobs=jobs,
        left=left_in_words,
        mark=mark_of(every, transcripts),
        failed=every[0] if every and every[0].state in ("failed", "stopped") else None,
        refused=refused or [],
        breadcrumbs=[("Projecten", "/projecten"), (title_of(row), f"/projecten/{row.id}"), ("Transcripten", "")],
    )
