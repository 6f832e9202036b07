"""Codebook: definitions and versions; themes added, changed, merged, split or moved, with a preview of the effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from narratief.domain import actions
from narratief.domain.codebook import Codebook, Theme
from narratief.domain.dutch import counted
from narratief.domain.errors import Gone
from narratief.domain.off_record import without_examples
from narratief.pipeline.request_work import request_evaluation, request_theme_hits
from narratief.store.accounts.access import Permission, may
from narratief.store.review.codebooks import (
    change_codebook,
    codebook_of,
    refuse_doubles,
    use_version,
    version_of,
    versions_of,
)
from narratief.store.review.decide import accepted_readings, decide
from narratief.store.review.off_record import words_off_record
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.review.review_state import CurrentCode
from narratief.synthesis.tables import sides
from narratief.web.deps import flash, form_of, project_row, render, require, store_of, wake_worker, who_of
from narratief.web.forms.codebook import ChangeForm, ThemeFields
from narratief.web.language_model import model_in_use
from narratief.web.query import FilterValue
from narratief.web.views.codebook import lines, residents_per_theme, version_notes
from narratief.web.views.codebook_changes import Change, change_of, counts, effects
from narratief.web.views.codebook_trial import (
    ANSWER,
    Answer,
    answers_in,
    model_work,
    shown_trial,
    tried_theme,
    with_examples,
)
from narratief.web.views.project_page import breadcrumbs, project_heading, theme_groups
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

if TYPE_CHECKING:
    from narratief.pipeline.theme_hits import Opinions
    from narratief.pipeline.theme_trial import Trial

router = APIRouter()
BASE = "/projecten/{project_id:int}/codeboek"


@router.get(BASE)
def overview(request: Request, project_id: int, versie: FilterValue[int] = None, vorm: str = "") -> Response:
    """Show the codebook in use (or an earlier version), and all versions."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_UNCONFIRMED, project_id)
        versions, present = versions_of(session, project_id), version_of(session, project_id)
        looked_at = next((v for v in versions if v.number == versie), present)
        codebook = Codebook.model_validate(looked_at.codebook) if looked_at else codebook_of(session, project_id)
        result = result_of(session, project_id)
        told = residents_per_theme(result)
        if vorm == "xlsx":
            words = words_off_record(project_state(session, project_id).interviews.values())
            shown = without_examples(codebook, words)
            data = workbook("Codeboek", {"Codeboek": lines(shown, told)}, result.trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"codeboek-{project.name}.xlsx"))
        return render(
            request,
            "codebook/codeboek.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Codeboek", "")),
            codebook=codebook,
            sides=sides(),
            told=told,
            versions=version_notes(versions),
            present=present,
            looked_at=looked_at,
            earlier=bool(present and looked_at and looked_at.id != present.id),
        )


@router.get(f"{BASE}/nieuw")
def new_theme(request: Request, project_id: int) -> Response:
    """Show the form for a new theme."""
    return _form(request, project_id, "")


@router.get(f"{BASE}/thema/{{theme}}")
def one_theme(request: Request, project_id: int, theme: str) -> Response:
    """Show the forms to change, merge, split or remove a theme."""
    return _form(request, project_id, theme)


@router.post(f"{BASE}/voorbeeld")
def preview_change(
    request: Request,
    project_id: int,
    form: Annotated[ChangeForm, Form()],
    sent: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Show what a change would do, before it is made: in a trial of the theme, what the machine would find.

    A language model is asked, when somebody wants that, beside it: the page shows what it has said until now.
    """
    model = model_in_use()
    if form.taalmodel and model:
        _ask_model(request, project_id, form, sent)
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        state = project_state(session, project_id)
        answers = answers_in(sent, state)
        present = codebook_of(session, project_id)
        change = change_of(present, form.act, _learned(form, answers))
        refuse_doubles(present, change.codebook)
        before = result_of(session, project_id)
        tried = tried_theme(change)
        trial = _trial(session, project_id, tried) if tried else None
        opinions = _opinions(session, project_id, tried, model) if tried and model else None
        asking, unanswered = model_work(session, project_id, tried) if tried and model else (False, ())
        return render(
            request,
            "codebook/voorbeeld.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/codeboek",
            breadcrumbs=breadcrumbs(project, ("Codeboek", f"/projecten/{project_id}/codeboek"), ("Voorbeeld", "")),
            change=change,
            act=form.act,
            fields=form.fields,
            seen="" if form.seen is None else form.seen,
            counts=counts(before, change),
            effects=effects(before, change),
            candidates=_candidates(session, project_id, change, trial) if change.split else [],
            trial=shown_trial(trial, answers, form.was, project_id, opinions) if trial and not change.split else None,
            model=model,
            asking=asking,
            unanswered=unanswered,
            answer=ANSWER,
            known=bool(change.theme) and tried is None,
            can_code=tried is not None and may(actor, Permission.RUN, project_id),
            codable=bool(accepted_readings(session, project_id)),
        )


@router.post(BASE)
def change_themes(
    request: Request,
    project_id: int,
    form: Annotated[ChangeForm, Form()],
    sent: Annotated[FormData, Depends(form_of)],
) -> Response:
    """Carry out a change: a new version is in use from now on, and all interviews are coded when a person asks."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    who = who_of(actor)
    with store_of(request).writing() as session:
        answers = answers_in(sent, project_state(session, project_id))
        moving = _moving(session, project_id, form)
        fields = with_examples(_learned(form, answers), [code.fragment for _, code in moving])
        change = change_of(codebook_of(session, project_id), form.act, fields)
        change_codebook(session, who, project_id, change.codebook, moves=change.moves, note=change.note, seen=form.seen)
        for number, code in moving:
            span = (code.fragment.start, code.fragment.end)
            decide(session, who, number, actions.Change(change.new_theme), span=span, theme=code.theme)
        for said in answers if change.theme else ():
            span = (said.fragment.start, said.fragment.end)
            act = actions.Add() if said.yes else actions.Reject()
            decide(session, who, said.interview_id, act, span=span, theme=change.theme)
        wanted = form.coderen and may(actor, Permission.RUN, project_id)
        job = request_evaluation(session, actor.name, project_id) if wanted else None
    moved = f" {counted(len(moving), 'fragment kreeg', 'fragmenten kregen')} het nieuwe thema." if moving else ""
    flash(request, change.note + moved + (" Alle gesprekken worden nu gecodeerd." if job else ""))
    if job:
        wake_worker(request)
    return RedirectResponse(f"/projecten/{project_id}/codeboek", 303)


@router.post(f"{BASE}/versies/{{number:int}}")
def restore_version(request: Request, project_id: int, number: int) -> Response:
    """Put an earlier version to use again."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    with store_of(request).writing() as session:
        use_version(session, who_of(actor), project_id, number)
    flash(request, f"Versie {number} van het codeboek geldt weer.")
    return RedirectResponse(f"/projecten/{project_id}/codeboek", 303)


def _form(request: Request, project_id: int, theme: str) -> Response:
    """Show the forms for a theme, or for a new one when none is given."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        codebook, present = codebook_of(session, project_id), version_of(session, project_id)
        if theme and theme not in codebook.theme_ids:
            raise Gone("Dit thema bestaat niet (meer).")
        chosen = codebook.theme(theme) if theme else None
        title = chosen.label if chosen else "Nieuw thema"
        return render(
            request,
            "codebook/thema.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/codeboek",
            breadcrumbs=breadcrumbs(project, ("Codeboek", f"/projecten/{project_id}/codeboek"), (title, "")),
            heading=title,
            theme=chosen,
            goals=[(goal.id, f"{goal.number}. {goal.label}") for goal in codebook.goals],
            sides=sides(),
            groups=theme_groups(codebook),
            fragments=len(_with_theme(session, project_id, theme)) if theme else 0,
            seen=present.number if present else "",
        )


def _with_theme(session: Session, project_id: int, theme: str) -> list[tuple[int, CurrentCode]]:
    """Codes with a theme that count, each with the number of its interview."""
    return [
        (number, code)
        for number, state in project_state(session, project_id).interviews.items()
        for code in state.codes
        if code.theme == theme and code.counts
    ]


def _candidates(
    session: Session, project_id: int, change: Change, trial: Trial | None
) -> list[tuple[int, CurrentCode]]:
    """Codes of the theme that is split; those whose words look most like the new theme first."""
    scores = {hit.key: hit.score for hit in trial.hits} if trial else {}
    found = _with_theme(session, project_id, change.split)
    return sorted(found, key=lambda each: -scores.get(_key(*each), 0.0))


def _moving(session: Session, project_id: int, form: ChangeForm) -> list[tuple[int, CurrentCode]]:
    """Codes that a person chose for the new theme of a split."""
    if form.act != "splitsen":
        return []
    return [each for each in _with_theme(session, project_id, form.theme) if _key(*each) in form.recode]


def _key(number: int, code: CurrentCode) -> str:
    """Words that stand for the fragment of a code in forms."""
    return f"{number}.{code.fragment.start}.{code.fragment.end}"


def _learned(form: ChangeForm, answers: Sequence[Answer]) -> ThemeFields:
    """The fields of a form, with the words that a person said yes to among the examples."""
    return with_examples(form, [said.fragment for said in answers if said.yes])


def _trial(session: Session, project_id: int, theme: Theme) -> Trial:
    """Try a theme; the networks' libraries take seconds to load, so that they are imported when that is asked."""
    from narratief.pipeline.theme_trial import try_theme

    return try_theme(session, project_id, theme)


def _ask_model(request: Request, project_id: int, form: ChangeForm, sent: FormData) -> None:
    """Have the language model read the fragments that are most like the theme of a change."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    with store_of(request).writing() as session:
        answers = answers_in(sent, project_state(session, project_id))
        change = change_of(codebook_of(session, project_id), form.act, _learned(form, answers))
        theme = tried_theme(change)
        if theme is not None and not model_work(session, project_id, theme)[0]:
            request_theme_hits(session, actor.name, project_id, theme)
    wake_worker(request)


def _opinions(session: Session, project_id: int, theme: Theme, model: str) -> Opinions:
    """Read what the language model said of a theme; what asks it is loaded only where one is set."""
    from narratief.pipeline.theme_hits import opinions_on

    return opinions_on(session, project_id, theme, model)
