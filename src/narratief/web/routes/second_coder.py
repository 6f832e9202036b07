"""Second coder: blind coding of a sample, agreement with intervals, and settling what coders differ on."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.actions import Adjudicate
from narratief.domain.code import MACHINE
from narratief.domain.errors import Refusal
from narratief.metrics.wording import MARGIN, ONE_INTERVIEW
from narratief.store.accounts.access import Actor, Permission
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import decide
from narratief.store.review.samples import (
    assign,
    code_blind,
    coded_blind,
    compare,
    draw_sample,
    finish_assignment,
    items_of,
)
from narratief.store.review.trust import project_trust
from narratief.store.schema import Assignment
from narratief.web.deps import flash, interview_in, project_row, render, require, store_of, wants_json, who_of
from narratief.web.forms.second_coder import AdjudicationForm, SampleForm
from narratief.web.query import FilterValue
from narratief.web.views.agreement import agreement, coder_name, disputes, rows
from narratief.web.views.project_page import breadcrumbs, project_heading, theme_groups
from narratief.web.views.samples import adjudicated, next_item, possible_coders, question_of, sample_lines, sample_of
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
BASE = "/projecten/{project_id:int}/tweede-codeur"
ONE = f"{BASE}/{{sample_id:int}}"


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show the samples of a project, and the form to draw one."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SECOND_CODE, project_id)
        return render(
            request,
            "second_coder/steekproeven.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Tweede codeur", "")),
            samples=sample_lines(session, project_id),
            people=possible_coders(session, project_id),
            groups=theme_groups(codebook_of(session, project_id)),
        )


@router.post(BASE)
def draw(request: Request, project_id: int, form: Annotated[SampleForm, Form()]) -> Response:
    """Draw a sample and ask people to code it."""
    actor = require(request, Permission.DRAW_SAMPLE, project_id)
    with store_of(request).writing() as session:
        known = {person.id for person in possible_coders(session, project_id)}
        chosen = [number for number in form.coders if number in known]
        if not chosen:
            raise Refusal("Kies minstens één codeur.")
        seed = secrets.randbelow(2**31)
        themes = [form.theme] if form.theme in codebook_of(session, project_id).theme_ids else []
        sample = draw_sample(
            session, who_of(actor), project_id, form.size, seed=seed, name=form.name.strip(), themes=themes
        )
        for number in chosen:
            assign(session, sample.id, number)
    flash(request, "De steekproef is getrokken.")
    return RedirectResponse(f"/projecten/{project_id}/tweede-codeur", 303)


@router.get(f"{ONE}/coderen")
def blind(request: Request, project_id: int, sample_id: int, fragment: FilterValue[int] = None) -> Response:
    """Show the next fragment to code, without anybody's codes."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SECOND_CODE, project_id)
        line = sample_of(session, project_id, sample_id)
        assignment = _own(session, sample_id, actor)
        items, coded = items_of(session, sample_id), coded_blind(session, assignment.id)
        item = next_item(items, coded, fragment - 1 if fragment else None)
        return render(
            request,
            "second_coder/coderen.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/tweede-codeur",
            breadcrumbs=breadcrumbs(
                project, ("Tweede codeur", f"/projecten/{project_id}/tweede-codeur"), (line.name, "")
            ),
            line=line,
            item=item,
            question=question_of(session, item) if item else "",
            given=set(coded.get(item.id, ())) if item else set(),
            done=len(coded),
            finished=assignment.finished_at is not None,
            groups=theme_groups(codebook_of(session, project_id)),
        )


@router.post(f"{ONE}/coderen")
def code(
    request: Request,
    project_id: int,
    sample_id: int,
    item: Annotated[int, Form()],
    themes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Record the themes that a coder gives a fragment (none is an answer too)."""
    actor = require(request, Permission.SECOND_CODE, project_id)
    with store_of(request).writing() as session:
        sample_of(session, project_id, sample_id)
        known = set(codebook_of(session, project_id).theme_ids)
        chosen = [theme for theme in themes or () if theme in known]
        code_blind(session, _own(session, sample_id, actor).id, item, chosen)
    if wants_json(request):
        return JSONResponse({"item": item, "themes": chosen})
    return RedirectResponse(f"/projecten/{project_id}/tweede-codeur/{sample_id}/coderen", 303)


@router.post(f"{ONE}/afronden")
def finish(request: Request, project_id: int, sample_id: int) -> Response:
    """Fix a coder's own codes."""
    actor = require(request, Permission.SECOND_CODE, project_id)
    with store_of(request).writing() as session:
        sample_of(session, project_id, sample_id)
        finish_assignment(session, _own(session, sample_id, actor).id)
    flash(request, "U bent klaar. Uw codes liggen vast en zijn nu te vergelijken.")
    return RedirectResponse(f"/projecten/{project_id}/tweede-codeur/{sample_id}/vergelijken", 303)


@router.get(f"{ONE}/vergelijken")
def side_by_side(
    request: Request, project_id: int, sample_id: int, een: str = "", ander: str = "", vorm: str = ""
) -> Response:
    """Show how far two coders agree, and what they differ on.

    Parameters
    ----------
    een, ander
        Names of the coders; by default two people, or a person and the computer.
    """
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SECOND_CODE, project_id)
        line = sample_of(session, project_id, sample_id)
        own = line.coder(actor.id)
        if own and not own.finished:
            raise Refusal("Rond eerst uw eigen opdracht af.", "Anders is uw beoordeling niet meer blind.")
        if not line.comparable:
            raise Refusal("Nog niemand heeft deze steekproef afgerond.")
        comparison, codebook = compare(session, sample_id), codebook_of(session, project_id)
        people = [name for name in comparison.labels if name != MACHINE]
        first = een if een in comparison.labels else people[0]
        second = ander if ander in comparison.labels and ander != first else _other(people, first)
        found = agreement(comparison, codebook, first, second)
        if vorm == "xlsx":
            trust = project_trust(session, project_id)
            data = workbook(f"Overeenstemming: {line.name}", {"Per thema": rows(found)}, trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment("overeenstemming.xlsx"))
        return render(
            request,
            "second_coder/vergelijken.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/tweede-codeur",
            breadcrumbs=breadcrumbs(
                project, ("Tweede codeur", f"/projecten/{project_id}/tweede-codeur"), (line.name, "")
            ),
            line=line,
            coders=list(comparison.labels),
            first=first,
            second=second,
            coder_name=coder_name,
            found=found,
            margin=MARGIN,
            margin_of_one=ONE_INTERVIEW,
            disputes=disputes(comparison, codebook, first, second),
            settled=adjudicated(session, project_id),
        )


@router.post(f"{ONE}/beslechten")
def adjudicate(
    request: Request, project_id: int, sample_id: int, form: Annotated[AdjudicationForm, Form()]
) -> Response:
    """Decide a difference between coders; the decision counts in the results."""
    actor = require(request, Permission.ADJUDICATE, project_id)
    with store_of(request).writing() as session:
        sample_of(session, project_id, sample_id)
        interview_in(session, project_id, form.interview)
        decision = decide(
            session,
            who_of(actor),
            form.interview,
            Adjudicate(present=form.present == "ja"),
            span=form.span,
            theme=form.theme,
        )
        if wants_json(request):
            return JSONResponse({"decision": decision.id})
    flash(request, "Beslist.")
    query = form.back if form.back.startswith("?") else ""
    return RedirectResponse(f"/projecten/{project_id}/tweede-codeur/{sample_id}/vergelijken{query}#verschillen", 303)


def _own(session: Session, sample_id: int, actor: Actor) -> Assignment:
    """Look a person's own assignment up; refuse somebody who was not asked to code this sample."""
    found = session.scalar(select(Assignment).filter_by(sample_id=sample_id, person_id=actor.id))
    if found is None:
        raise Refusal("U bent geen codeur van deze steekproef.")
    return found


def _other(people: list[str], first: str) -> str:
    """Choose whom to compare with: another person, else the machine."""
    return next((name for name in people if name != first), MACHINE)
