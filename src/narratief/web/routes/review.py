"""Review queue: the code where a person's judgement matters most comes first; one key each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.actions import Change, CodeAction, Confirm, Postpone, Reject, acts_of
from narratief.domain.codebook import Codebook
from narratief.domain.errors import Gone, Refusal
from narratief.domain.fragment import WITHHELD
from narratief.store.accounts.access import Permission
from narratief.store.decision_log import last_id, meanwhile, undo
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.colleagues import assigned
from narratief.store.review.decide import decide
from narratief.store.review.project_state import ProjectState, project_state
from narratief.store.review.second_opinions import Opinion, second_opinions
from narratief.store.review.trust import project_trust
from narratief.store.schema import DecisionRow
from narratief.web.deps import (
    current_actor,
    flash,
    interview_in,
    project_row,
    render,
    require,
    store_of,
    wants_json,
    who_of,
)
from narratief.web.forms.review import AnswerForm
from narratief.web.numbers import parse_number
from narratief.web.query import FilterValue
from narratief.web.views.around import around
from narratief.web.views.project_page import breadcrumbs, meanwhile_in_words, project_heading, theme_groups
from narratief.web.views.queue import Progress, QueueItem, as_json, pieces_of, progress, queue
from narratief.web.views.second_look import second_by_code
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
BASE = "/projecten/{project_id:int}/nakijken"
MOST = 50  # codes that a script may fetch at once; chosen, not measured: ours asks for twelve
Text = Annotated[str, Form()]
_TOLD = {"ja": "Klopt", "nee": "Klopt niet", "ander": "Ander thema", "later": "Later"}


@router.get(BASE)
def review(
    request: Request,
    project_id: int,
    thema: str = "",
    gesprek: FilterValue[int] = None,
    gedaan: str = "",
    vorm: str = "",
) -> Response:
    """Show the first code to review; as a workbook (``vorm=xlsx``) the whole queue.

    Parameters
    ----------
    gedaan
        Decisions that this person just made, which can be undone.
    """
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.REVIEW, project_id)
        codebook, state = codebook_of(session, project_id), project_state(session, project_id)
        at_work = _others_at_work(request, session, project_id)
        items = _items(state, codebook, second_opinions(session, project_id), thema, gesprek)
        if vorm == "xlsx":
            trust = project_trust(session, project_id)
            data = workbook("Nog na te kijken", {"Nakijken": [_line(item, codebook, state) for item in items]}, trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment("nakijken.xlsx"))
        first = items[0] if items else None
        return render(
            request,
            "review/nakijken.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Nakijken", "")),
            item=first,
            first=json.dumps(as_json(first, codebook, _more(project_id, first, state, at_work))) if first else "",
            pieces=pieces_of(first.code) if first else (),
            around=around(state.interviews[first.interview_id], first.span) if first else (),
            theme=codebook.theme(first.code.theme) if first else None,
            progress=_progress(state, thema, gesprek, codebook),
            at_work=at_work.get(first.code.fragment.interview, "") if first else "",
            groups=theme_groups(codebook),
            files=[(number, own.interview.file) for number, own in state.interviews.items()],
            chosen_theme=thema if thema in codebook.theme_ids else "",
            chosen_interview=gesprek,
            chosen_in_words=_chosen(state, codebook, thema, gesprek),
            done=gedaan if all(part.isdecimal() for part in gedaan.split("-")) else "",
            seen=last_id(session, project_id),
        )


@router.get(f"{BASE}/volgende")
def next_items(
    request: Request,
    project_id: int,
    thema: str = "",
    gesprek: FilterValue[int] = None,
    aantal: int = 12,
    zonder: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Send the next codes to review, as JSON.

    Parameters
    ----------
    zonder
        Keys of codes that the screen has already, or just decided.
    """
    with store_of(request).reading() as session:
        project_row(request, session, Permission.REVIEW, project_id)
        codebook, state = codebook_of(session, project_id), project_state(session, project_id)
        at_work = _others_at_work(request, session, project_id)
        known = set(zonder or ())
        every = _items(state, codebook, second_opinions(session, project_id), thema, gesprek)
        items = [item for item in every if item.key not in known]
        done = _progress(state, thema, gesprek, codebook)
        sent = items[: max(1, min(aantal, MOST))]
        return JSONResponse(
            {
                "items": [as_json(item, codebook, _more(project_id, item, state, at_work)) for item in sent],
                "done": done.done,
                "total": done.total,
                "seen": last_id(session, project_id),
            }
        )


@router.post(BASE)
def answer(request: Request, project_id: int, form: Annotated[AnswerForm, Form()]) -> Response:
    """Record what a person says of a code: ja, nee, ander (with ``new_theme``) or later."""
    actor = require(request, Permission.REVIEW, project_id)
    actions = acts_of(_answer(form.act, form.new_theme), contested=bool(form.contested))
    with store_of(request).writing() as session:
        interview_in(session, project_id, form.interview)
        made = [
            decide(
                session,
                who_of(actor),
                form.interview,
                action,
                span=form.span,
                theme=form.theme,
                seen=form.seen,
                request=f"{form.asked}.{place}" if form.asked else None,
            )
            for place, action in enumerate(actions)
        ]
        others = meanwhile_in_words(other for decision in made for other in meanwhile(session, project_id, decision))
        if wants_json(request):
            return JSONResponse({"decisions": [decision.id for decision in made], "meanwhile": others})
        flash(request, others or f"{_TOLD[form.act]}: bewaard.", "info" if others else "success")
        query = _query(form.filter_theme, form.filter_interview, "-".join(str(decision.id) for decision in made))
        return RedirectResponse(f"/projecten/{project_id}/nakijken{query}", 303)


@router.post(f"{BASE}/ongedaan")
def undo_answer(
    request: Request, project_id: int, decisions: Text, filter_theme: Text = "", filter_interview: Text = ""
) -> Response:
    """Undo an answer.

    Parameters
    ----------
    decisions
        Ids of the decisions that it consists of, with hyphens in between.
    """
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        for part in reversed(decisions.split("-")):
            number = parse_number(part)
            known = session.get(DecisionRow, number) if number is not None else None
            if known is None or known.project_id != project_id:
                raise Gone("Deze beslissing bestaat niet (meer).")
            undo(session, who_of(actor), known.id, request=f"undo.{known.id}.{actor.id}")
    if wants_json(request):
        return JSONResponse({"undone": decisions})
    flash(request, "Ongedaan gemaakt.")
    return RedirectResponse(f"/projecten/{project_id}/nakijken{_query(filter_theme, filter_interview, '')}", 303)


def _answer(act: str, new_theme: str) -> CodeAction:
    """What a person answers.

    Raises
    ------
    Refusal
        When the answer is none, or does not say which other theme.
    """
    match act:
        case "later":
            return Postpone()
        case "ja":
            return Confirm()
        case "nee":
            return Reject()
        case "ander" if new_theme:
            return Change(new_theme)
    raise Refusal("Kies eerst een ander thema.")


def _items(
    state: ProjectState, codebook: Codebook, opinions: Mapping[int, Opinion], theme: str, interview: int | None
) -> list[QueueItem]:
    """Review queue of a project, narrowed to a theme or an interview."""
    codes = {number: own.codes for number, own in state.interviews.items()}
    seconds = second_by_code(state, opinions)
    narrowed = theme if theme in codebook.theme_ids else ""
    return queue(codes, codebook, theme=narrowed, interview=interview, seconds=seconds)


def _progress(state: ProjectState, theme: str, interview: int | None, codebook: Codebook) -> Progress:
    """Count how far the review is, for the same choice as the queue."""
    return progress(
        code
        for number, own in state.interviews.items()
        if interview in (None, number)
        for code in own.codes
        if code.theme in codebook.theme_ids and (theme not in codebook.theme_ids or code.theme == theme)
    )


def _others_at_work(request: Request, session: Session, project_id: int) -> dict[str, str]:
    """Say by file name which colleague works on an interview."""
    own = current_actor(request).id
    found = assigned(session, project_id)
    return {file: f"{each.name} is met dit gesprek bezig." for file, each in found.items() if each.id != own}


def _more(project_id: int, item: QueueItem, state: ProjectState, at_work: Mapping[str, str]) -> dict[str, object]:
    """Address at which a code's words are read in their interview, what was said around them, and who works on it."""
    said = around(state.interviews[item.interview_id], item.span)
    return {
        "read": f"/projecten/{project_id}/gesprekken/{item.interview_id}#r{item.span[0]}",
        "at_work": at_work.get(item.code.fragment.interview, ""),
        "around": [{"who": turn.who, "parts": turn.parts} for turn in said],
    }


def _chosen(state: ProjectState, codebook: Codebook, theme: str, interview: int | None) -> str:
    """What the queue is narrowed to, in words."""
    label = codebook.theme(theme).label if theme in codebook.theme_ids else ""
    own = state.interviews.get(interview) if interview is not None else None
    return ", ".join(part for part in (label, own.interview.file if own else "") if part)


def _line(item: QueueItem, codebook: Codebook, state: ProjectState) -> dict[str, object]:
    """A code of the queue as a line of the workbook."""
    return {
        "Gesprek": item.code.fragment.interview,
        "Fragment": WITHHELD if state.interviews[item.interview_id].withholds(item.span) else item.code.fragment.text,
        "Thema": codebook.theme(item.code.theme).label,
        "Score": round(item.code.score, 3) if item.code.by_machine else "",
        "Waarom": " ".join(item.reasons),
    }


def _query(theme: str, interview: str, done: str) -> str:
    """Write the filters of the screen as a query; only plain words and numbers get in."""
    given = [("thema", theme), ("gesprek", interview if interview.isdecimal() else ""), ("gedaan", done)]
    parts = [f"{key}={value}" for key, value in given if value and value.replace("_", "").replace("-", "").isalnum()]
    return "?" + "&".join(parts) if parts else ""
