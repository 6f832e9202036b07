"""The check of how a transcript was read: who speaks, and what was replaced; both can be corrected, then accepted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import JSONResponse, RedirectResponse

from narratief.data_protection.project_files import has_workspace_folder, original_of
from narratief.data_protection.recordings import recording_of
from narratief.domain.entities import PSEUDONYM_NAMES
from narratief.domain.errors import InputError, Refusal
from narratief.domain.spans import Span, to_whole_words, without_outer_space
from narratief.pipeline.request_work import request_evaluation
from narratief.privacy.project_register import Names
from narratief.privacy.vault.vault import Vault, wipe
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.accounts.audit import note
from narratief.store.coding.interviews import files_of, load_interview
from narratief.store.coding.projects import get_project, title_of
from narratief.store.review.decide import accept_reading, accepted_readings, fix_speakers, swap_roles
from narratief.store.review.privacy_fixes import hide_words, show_words, vault_of
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.web.deps import flash, form_of, interview_in, render, require, store_of, wake_worker, wants_json, who_of
from narratief.web.forms.reading_check import HideForm, UnhideForm
from narratief.web.numbers import parse_number
from narratief.web.problems import Forbidden
from narratief.web.recording_upload import ENDINGS, largest
from narratief.web.views.interviews import neighbours
from narratief.web.views.reading_check import (
    KIND_LABELS,
    ROLE_LABELS,
    capitals_left,
    counts_by_kind,
    find_words,
    replaced,
    speakers,
    times_in,
    turns_in_pieces,
)

router = APIRouter(prefix="/projecten/{project_id:int}/gesprekken/{interview_id:int}/inlezen")
Fields = Annotated[FormData, Depends(form_of)]
_CHANGED = "De tekst is intussen veranderd."


@router.get("")
def reading_page(request: Request, project_id: int, interview_id: int, beurten: bool = False) -> Response:
    """Show how an interview was read; with ``beurten`` each turn's speaker can be changed."""
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    with store_of(request).reading() as session:
        project, row = get_project(session, project_id), interview_in(session, project_id, interview_id)
        interview = load_interview(session, row)
        accepted = accepted_readings(session, project_id).get(row.file)
        files = list(files_of(session, project_id).items())
        originals = originals_of(vault_of(session, project_id), row.file)
        recording = recording_of(project.key, row.file)
    known = frozenset(originals)
    # once accepted the transcript is gone: who sees names then is noted, at the page of the vault
    may_see = accepted is None and may(actor, Permission.FIX_PRIVACY, project_id)
    found = replaced(interview, originals if may_see else None)
    unsure = capitals_left(interview)
    return render(
        request,
        "inlezen/gesprek.html",
        title=row.file,
        project=project,
        row=row,
        interview=interview,
        turns=turns_in_pieces(interview),
        speakers=speakers(interview),
        replaced=found,
        counts=counts_by_kind(found),
        doubtful=[each for each in unsure if each.doubt],
        settled=[each for each in unsure if not each.doubt],
        accepted=accepted,
        recording=recording,
        times=times_in(recording, interview),
        may_hear=may_see_names(actor, project_id, accepted=accepted is not None),
        sounds=ENDINGS,
        largest=largest(),
        may_restore=bool(known) and may_see_names(actor, project_id, accepted=accepted is not None),
        known=known,
        per_turn=beurten,
        roles=list(ROLE_LABELS.items()),
        kinds=list(KIND_LABELS.items()),
        neighbours=neighbours(files, interview_id),
        current=f"/projecten/{project_id}/bestanden",
        breadcrumbs=[
            ("Projecten", "/projecten"),
            (title_of(project), f"/projecten/{project_id}"),
            ("Transcripten", f"/projecten/{project_id}/bestanden"),
            (row.file, ""),
        ],
    )


@router.post("/sprekers")
def save_speakers(request: Request, project_id: int, interview_id: int, form: Fields) -> Response:
    """Set the role of each speaker's label."""
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        now = {speaker.label: speaker.role for speaker in speakers(load_interview(session, row))}
        roles = {str(form[f"speaker_{n}"]): str(form.get(f"role_{n}", "")) for n in _numbers(form, "speaker_")}
        if {label: now.get(label) for label in roles} == roles:
            return _done(request, row, "Er is niets veranderd.")
        fix_speakers(session, who_of(actor), interview_id, roles=roles)
    return _done(request, row, "De sprekers zijn opgeslagen.")


@router.post("/wisselen")
def swap(request: Request, project_id: int, interview_id: int) -> Response:
    """Swap interviewer and resident."""
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        swap_roles(session, who_of(actor), interview_id)
    return _done(request, row, "Interviewer en bewoner zijn omgewisseld.")


@router.post("/beurten")
def save_turns(request: Request, project_id: int, interview_id: int, form: Fields) -> Response:
    """Set the role of each turn; only turns that change are recorded."""
    actor = require(request, Permission.FIX_SPEAKERS, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        now = {turn.index: turn.role for turn in load_interview(session, row).turns}
        given = {number: str(form[f"turn_{number}"]) for number in _numbers(form, "turn_")}
        changed = {number: role for number, role in given.items() if now.get(number, role) != role}
        if changed:
            fix_speakers(session, who_of(actor), interview_id, turns=changed)
    told = f"{len(changed)} {'beurt is' if len(changed) == 1 else 'beurten zijn'} veranderd."
    return _done(request, row, told, "#tekst" if form.get("klaar") else "?beurten=1#tekst")


@router.post("/verbergen")
def hide(request: Request, project_id: int, interview_id: int, form: Annotated[HideForm, Form()]) -> Response:
    """Replace words that were missed, wherever they stand: those at a place, or those that were typed."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    kind = next((each for each in PSEUDONYM_NAMES if each == form.kind), None)
    if kind is None:
        raise Refusal("Kies wat voor gegeven dit is.")
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        if form.span is not None:
            _unchanged(row, form.edits)
            span: Span | None = to_whole_words(row.text, without_outer_space(row.text, form.span))
        else:
            span = find_words(row.text, form.word or form.words)
        if span is None:
            raise Refusal("Deze woorden staan niet in het gesprek.", "Schrijf ze precies zoals ze in de tekst staan.")
        made = hide_words(session, who_of(actor), interview_id, span, kind, vault=vault_of(session, project_id))
    pseudonym = made.pseudonym
    return _done(request, row, f"Vervangen door {pseudonym}, op {len(made.decisions)} {_places(len(made.decisions))}.")


@router.post("/terugzetten")
def unhide(request: Request, project_id: int, interview_id: int, form: Annotated[UnhideForm, Form()]) -> Response:
    """Put the real words back for a wrong pseudonym, wherever it stands; noted in the audit log."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        accepted = row.file in accepted_readings(session, project_id)
        if not may_see_names(actor, project_id, accepted=accepted):
            raise Forbidden
        if form.span is not None:
            _unchanged(row, form.edits)
        span = form.span or find_pseudonym(row.text, form.pseudonym)
        made = show_words(session, who_of(actor), interview_id, span, vault=vault_of(session, project_id))
        taken = made.pseudonym
        details = {"interview": interview_id, "pseudonym": taken}
        note(session, "vault_restored", actor, project_id=project_id, details=details)
    return _done(request, row, f"{taken} is teruggezet, op {len(made.decisions)} {_places(len(made.decisions))}.")


@router.post("/goedkeuren")
def accept(request: Request, project_id: int, interview_id: int) -> Response:
    """Accept the reading, erase the upload, and go on: to the next transcript, or to the evaluation after the last."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    with store_of(request).writing() as session:
        project, row = get_project(session, project_id), interview_in(session, project_id, interview_id)
        if not load_interview(session, row).resident_turns:
            raise Refusal("In dit gesprek is nog geen bewoner.", "Wijs eerst aan wie de bewoner is.")
        accept_reading(session, who_of(actor), interview_id)
        session.flush()
        accepted = accepted_readings(session, project_id)
        todo = [number for number, file in files_of(session, project_id).items() if file not in accepted]
        job = request_evaluation(session, actor.name, project_id) if not todo else None
        erased = erase_upload(session, project, row.file, actor)
    if job is not None:
        wake_worker(request)
    told = f"{row.file} is goedgekeurd." + (" Het bestand met de echte namen is gewist." if erased else "")
    if todo:
        flash(request, f"{told} Dit is het volgende gesprek.")
        return RedirectResponse(f"/projecten/{project_id}/gesprekken/{todo[0]}/inlezen", 303)
    flash(request, f"{told} Alle gesprekken zijn goedgekeurd; de computer zoekt nu de thema's.")
    return RedirectResponse(f"/projecten/{project_id}/bestanden", 303)


def originals_of(vault: Vault, file: str) -> Names:
    """Words behind the pseudonyms of an interview; none when the vault cannot be opened now."""
    try:
        return vault.originals(file)
    except InputError:
        return {}


def erase_upload(session: Session, project: ProjectRow, file: str, actor: Actor) -> bool:
    """Delete the uploaded file of an interview where the workspace keeps it; False when there was none."""
    if not has_workspace_folder(project):
        return False
    path = original_of(project, file)
    if path is None:
        return False
    wipe(path)
    note(session, "upload_erased", actor, project_id=project.id, details={"file": file})
    return True


def may_see_names(actor: Actor, project_id: int, *, accepted: bool) -> bool:
    """Whether a person may hear names and put them back: until acceptance who may hide them, then by a right apart."""
    return may(actor, Permission.OPEN_VAULT if accepted else Permission.FIX_PRIVACY, project_id)


def find_pseudonym(text: str, pseudonym: str) -> Span:
    """Find the first place of a pseudonym.

    Raises
    ------
    Refusal
        When it is not there.
    """
    at = text.find(pseudonym) if pseudonym else -1
    if at < 0:
        raise Refusal(_CHANGED, "Laad de pagina opnieuw.")
    return at, at + len(pseudonym)


def _unchanged(row: InterviewRow, edits: int | None) -> None:
    """Refuse a place in a text that has changed since the page was shown."""
    if edits != row.edits:
        raise Refusal(_CHANGED, "Laad de pagina opnieuw.")


def _numbers(form: FormData, prefix: str) -> list[int]:
    """Numbers in the names of fields such as turn_3."""
    found = (name.removeprefix(prefix) for name in form if name.startswith(prefix))
    return [number for number in map(parse_number, found) if number is not None]


def _places(number: int) -> str:
    """Noun that goes with a number of places."""
    return "plek" if number == 1 else "plekken"


def _done(request: Request, row: InterviewRow, told: str, where: str = "") -> Response:
    """Tell a script what was done, or send a person to the page that says so, at a place of it."""
    if wants_json(request):
        return JSONResponse({"told": told})
    flash(request, told)
    return RedirectResponse(f"/projecten/{row.project_id}/gesprekken/{row.id}/inlezen{where}", 303)
