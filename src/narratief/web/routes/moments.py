"""Turning points: the list in order of time, all that is told of each; confirm, rename, merge, reject, move, undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.actions import TurningPointAction
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone, Refusal
from narratief.store.accounts.access import Permission, may
from narratief.store.coding.interviews import files_of
from narratief.store.decision_log import holding_decisions, last_id, lock_project, undo
from narratief.store.review import turning_points as kept
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.result import result_of
from narratief.synthesis.wording import capital
from narratief.turning_points import Timeline, find_turning_points, reviewed
from narratief.turning_points.model import TurningPoint
from narratief.web.deps import current_actor, flash, project_row, render, require, store_of, who_of
from narratief.web.forms.moments import MomentForm
from narratief.web.views.moments import changes, names_of, shown_moment
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/momenten"
_GONE = ("Dit moment bestaat niet (meer).", "Misschien is het samengevoegd of verworpen.")


@dataclass(frozen=True, slots=True)
class _Now:
    """A project's turning points as they are now.

    Attributes
    ----------
    names
        TurningPoint id → what it is called, also of moments that were merged or rejected, without any renaming.
    held
        What people decided and did not undo.
    seen
        Last decision, which forms send back.
    """

    timeline: Timeline
    names: dict[str, str]
    codebook: Codebook
    held: list[Decision[TurningPointAction]]
    ids: dict[str, int]
    seen: int

    def moment(self, moment: str) -> TurningPoint:
        """Look one of them up.

        Raises
        ------
        Refusal
            When there is none with this id.
        """
        for each in (*self.timeline.turning_points, *self.timeline.others):
            if each.id == moment:
                return each
        raise Gone(*_GONE)


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show the turning points in order of time."""
    require(request, Permission.SEE_RESULTS, project_id)
    with store_of(request).reading() as session:
        return _overview(request, session, project_id)


@router.get(f"{BASE}/{{moment}}")
def moment_page(request: Request, project_id: int, moment: str) -> Response:
    """Show all that is told about a moment, and what can be done with it."""
    require(request, Permission.SEE_RESULTS, project_id)
    with store_of(request).reading() as session:
        return _one(request, session, project_id, moment)


@router.post(f"{BASE}/ongedaan")
def undo_change(request: Request, project_id: int, event: Annotated[int, Form()]) -> Response:
    """Undo one decision about turning points: that one, not whichever is the last by now."""
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        lock_project(session, project_id)
        if event not in {each.id for each in holding_decisions(session, project_id, TurningPointAction)}:
            raise Refusal("Deze wijziging geldt al niet meer.", "Laad de pagina opnieuw.")
        undo(session, who_of(actor), event)
    flash(request, "Ongedaan gemaakt.")
    return RedirectResponse(f"/projecten/{project_id}/momenten", 303)


@router.post(f"{BASE}/{{moment}}")
def act(request: Request, project_id: int, moment: str, form: Annotated[MomentForm, Form()]) -> Response:
    """Do what a form asks: bevestigen, hernoemen, samenvoegen, verwerpen, eerder or later.

    What cannot be done leads to the page as it is now, so that nobody overwrites what somebody else just decided.
    """
    who = who_of(require(request, Permission.REVIEW, project_id))
    store = store_of(request)
    try:
        with store.writing() as session:
            there = _done(session, who, project_id, moment, form)
    except Refusal as problem:
        with store.reading() as session:
            if form.act in ("hernoemen", "samenvoegen") and moment in names_of(
                _now(request, session, project_id).timeline
            ):
                return _one(request, session, project_id, moment, problem, form.label)
            return _overview(request, session, project_id, problem)
    flash(request, "Bewaard.")
    return RedirectResponse(f"/projecten/{project_id}/momenten{there}", 303)


def _done(session: Session, who: Author, project_id: int, moment: str, form: MomentForm) -> str:
    """Carry out what a form asks, and return the rest of the address to show next."""
    lock_project(session, project_id)  # what is read from here on holds until it is kept
    found = find_turning_points(result_of(session, project_id, whole=True))
    timeline = reviewed(found, kept.review_of(session, project_id, found))
    known = names_of(timeline)
    act, seen = form.act, form.seen
    match act:
        case _ if moment not in known or (act == "samenvoegen" and form.other not in known):
            raise Gone(*_GONE)
        case "bevestigen":
            kept.confirm_turning_point(session, who, project_id, found, moment, seen=seen)
            return f"#m-{moment}"
        case "hernoemen":
            kept.rename_turning_point(session, who, project_id, found, moment, form.label, seen=seen)
            return f"/{moment}"
        case "samenvoegen":
            kept.merge_turning_points(session, who, project_id, found, moment, [form.other], seen=seen)
            return f"/{moment}"
        case "verwerpen":
            kept.reject_turning_point(session, who, project_id, found, moment, seen=seen)
            return ""
        case "eerder" | "later":
            ids = [each.id for each in timeline.turning_points]
            kept.move_turning_point(session, who, project_id, ids, moment, later=act == "later", seen=seen)
            at = ids.index(moment) + (1 if act == "later" else -1)
            button = {0: "later", len(ids) - 1: "eerder"}.get(at, act)  # at an end there is one button only
            return f"#{button}-{moment}"
        case _:
            raise Refusal("Kies wat er met dit moment moet gebeuren.")


def _now(request: Request, session: Session, project_id: int) -> _Now:
    """A project's turning points; for somebody who may not see unconfirmed themes, those of confirmed ones."""
    confirmed = not may(current_actor(request), Permission.SEE_UNCONFIRMED, project_id)
    result = result_of(session, project_id, confirmed_only=confirmed, whole=True)
    found = find_turning_points(result)
    return _Now(
        reviewed(found, kept.review_of(session, project_id, found)),
        names_of(found),
        codebook_of(session, project_id),
        holding_decisions(session, project_id, TurningPointAction),
        {file: number for number, file in files_of(session, project_id).items()},
        last_id(session, project_id),
    )


def _overview(request: Request, session: Session, project_id: int, problem: Refusal | None = None) -> Response:
    """Show the list."""
    actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
    now = _now(request, session, project_id)
    return render(
        request,
        "moments/overzicht.html",
        status=409 if problem else 200,
        project=project_heading(project),
        current=f"/projecten/{project_id}/momenten",
        breadcrumbs=breadcrumbs(project, ("Momenten", "")),
        moments=[shown_moment(each, now.codebook, now.ids, listed=True) for each in now.timeline.turning_points],
        others=now.timeline.others,
        capital=capital,
        residents=now.timeline.residents,
        changes=changes(now.held, now.names),
        can=may(actor, Permission.REVIEW, project_id),
        only_confirmed=not may(actor, Permission.SEE_UNCONFIRMED, project_id),
        seen=now.seen,
        problem=problem,
    )


def _one(
    request: Request,
    session: Session,
    project_id: int,
    moment: str,
    problem: Refusal | None = None,
    typed: str = "",
) -> Response:
    """Show one moment; `typed` is a name that could not be kept."""
    actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
    now = _now(request, session, project_id)
    chosen = now.moment(moment)
    start = f"/projecten/{project_id}/momenten"
    return render(
        request,
        "moments/moment.html",
        status=409 if problem else 200,
        project=project_heading(project),
        current=start,
        breadcrumbs=breadcrumbs(project, ("Momenten", start), (capital(chosen.label), "")),
        moment=shown_moment(chosen, now.codebook, now.ids),
        label=typed or chosen.label,
        longest=kept.LONGEST_LABEL,
        residents=now.timeline.residents,
        groups=[
            (name, [(each.id, capital(each.label)) for each in group if each.id != moment])
            for name, group in (("Bepalende momenten", now.timeline.turning_points), ("Overige", now.timeline.others))
        ],
        can=may(actor, Permission.REVIEW, project_id),
        seen=now.seen,
        problem=problem,
    )
