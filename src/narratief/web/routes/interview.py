"""Reading view: an interview with its codes in the margin; themes and memos added to words."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from narratief.domain.actions import Action, Add, Change, CodeAction, Confirm, Postpone, Reject
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Decision
from narratief.domain.errors import Refusal
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span
from narratief.store.accounts.access import Permission, may
from narratief.store.decision_log import last_id
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.colleagues import assign_interview, assigned, colleagues
from narratief.store.review.decide import decide, history, merge, split
from narratief.store.review.memos import memos, write_memo
from narratief.store.review.project_state import interview_state, project_state
from narratief.store.review.release import hold_back, release
from narratief.store.review.words import add_to_answers, set_words, split_at
from narratief.store.schema import InterviewRow
from narratief.web.deps import interview_in, project_row, render, require, store_of, who_of
from narratief.web.forms.interview import DecisionForm, DivisionForm, MemoForm, PublicationForm, ThemeWordsForm
from narratief.web.forms.positions import typed_span
from narratief.web.numbers import parse_number
from narratief.web.routes.decisions import answer_decision
from narratief.web.views.history import HistoryLine, by_press, history_lines
from narratief.web.views.interviews import interview_lines, neighbours
from narratief.web.views.project_page import breadcrumbs, project_heading, theme_groups
from narratief.web.views.reading import added_to, read_turns, who_kept_back

router = APIRouter()
BASE = "/projecten/{project_id:int}"
_RECENT = 5  # decisions that can be undone on the page itself; chosen, not measured


@router.get(f"{BASE}/gesprekken")
def interviews(request: Request, project_id: int) -> Response:
    """Show the list of a project's interviews."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_INTERVIEWS, project_id)
        lines = interview_lines(project_state(session, project_id))
        about = [memo for memo in memos(session, project_id) if memo.about.interview is None]
        return render(
            request,
            "interview/lijst.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Gesprekken", "")),
            lines=lines,
            at_work=assigned(session, project_id),
            memos=about,
        )


@router.get(f"{BASE}/gesprekken/{{interview_id:int}}")
def read(
    request: Request, project_id: int, interview_id: int, bij: str = "", thema: str = "", afgewezen: str = ""
) -> Response:
    """Show an interview.

    Parameters
    ----------
    bij
        Place ("start-end") of the words at which the form to add or change something is open.
    thema
        The theme there that is to be changed.
    afgewezen
        Whether rejected codes are shown too.
    """
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_INTERVIEWS, project_id)
        can = may(actor, Permission.REVIEW, project_id)
        row = interview_in(session, project_id, interview_id)
        state, codebook = interview_state(session, interview_id), codebook_of(session, project_id)
        about = memos(session, project_id, interview_id)
        turns = read_turns(state, codebook, about, rejected=bool(afgewezen))
        files = [
            (number, other.interview.file) for number, other in project_state(session, project_id).interviews.items()
        ]
        return render(
            request,
            "interview/lezen.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/gesprekken",
            breadcrumbs=breadcrumbs(project, ("Gesprekken", f"/projecten/{project_id}/gesprekken"), (row.file, "")),
            interview=row,
            neighbours=neighbours(files, interview_id),
            turns=turns,
            first_coded=next((row.start for turn in turns for row in turn.rows if row.codes), None),
            interview_memos=[memo for memo in about if memo.about.span is None],
            orphans=state.orphans,
            off_record=state.off_record,
            off_record_told=who_kept_back(state.off_record),
            groups=theme_groups(codebook),
            labels={theme.id: theme.label for theme in codebook.themes},
            open_at=_place(bij),
            open_theme=thema if thema in codebook.theme_ids else "",
            open_words=row.text[slice(*place)] if (place := _place(bij)) else "",
            with_rejected=bool(afgewezen),
            seen=last_id(session, project_id),
            at_work=assigned(session, project_id).get(row.file),
            team=colleagues(session, project_id) if can else [],
            recent=_recent(session, project_id, row, codebook, actor.id) if can else [],
        )


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/codes")
def decide_here(
    request: Request, project_id: int, interview_id: int, form: Annotated[DecisionForm, Form()]
) -> Response:
    """Decide about a theme on words, or add one: to a fragment, to typed words in it, or to a selection."""
    actor = require(request, Permission.REVIEW, project_id)
    action = _action(form.kind, form.new_theme)
    told = ""
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        span = form.span_in(row.text, _turns(row), narrowed=isinstance(action, Add))
        who, seen, asked = who_of(actor), form.seen, form.asked
        if isinstance(action, Add):
            made = add_to_answers(session, who, interview_id, form.theme, span, seen=seen, request=asked)
            decision, told = made[0], added_to(len(made))
        else:
            decision = decide(session, who, interview_id, action, span=span, theme=form.theme, seen=seen, request=asked)
        back = f"{_path(project_id, interview_id)}#r{_row_at(session, interview_id, decision)}"
        return answer_decision(request, session, project_id, decision, back, told)


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/woorden")
def choose_words(
    request: Request, project_id: int, interview_id: int, form: Annotated[ThemeWordsForm, Form()]
) -> Response:
    """Give a theme longer or shorter words."""
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        words = form.span_in(row.text, _turns(row))
        decision = set_words(
            session,
            who_of(actor),
            interview_id,
            form.theme,
            (form.start, form.end),
            words,
            seen=form.seen,
            request=form.asked,
        )
        back = f"{_path(project_id, interview_id)}#r{_row_at(session, interview_id, decision)}"
        return answer_decision(request, session, project_id, decision, back, "Het thema staat nu bij deze woorden.")


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/notities")
def save_memo(request: Request, project_id: int, interview_id: int, form: Annotated[MemoForm, Form()]) -> Response:
    """Write a memo about words, a theme on them, or the interview; or change one (an empty text removes it)."""
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        decision = write_memo(
            session,
            who_of(actor),
            project_id,
            form.text,
            interview_id=interview_id,
            span=form.span_in(row.text, _turns(row)) if form.names_words else None,
            theme=form.theme,
            memo=form.memo,
        )
        place = f"#r{_row_at(session, interview_id, decision)}" if decision.span is not None else "#notities"
        return answer_decision(request, session, project_id, decision, _path(project_id, interview_id) + place)


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/publicatie")
def publication(
    request: Request, project_id: int, interview_id: int, form: Annotated[PublicationForm, Form()]
) -> Response:
    """Hold words back from publication, or release words that were held back."""
    actor = require(request, Permission.REVIEW, project_id)
    act = release if form.act == "vrijgeven" else hold_back
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        span = form.span_in(row.text, _turns(row))
        decision = act(session, who_of(actor), interview_id, span, seen=form.seen, request=form.asked)
        back = f"{_path(project_id, interview_id)}#r{_row_at(session, interview_id, decision)}"
        return answer_decision(request, session, project_id, decision, back)


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/verdeling")
def divide(request: Request, project_id: int, interview_id: int, form: Annotated[DivisionForm, Form()]) -> Response:
    """Split a fragment before words, or join it with the next one."""
    actor = require(request, Permission.REVIEW, project_id)
    fragment = (form.start, form.end)
    with store_of(request).writing() as session:
        row = interview_in(session, project_id, interview_id)
        told = ""
        if form.act == "splitsen" and form.place is not None:
            decision = split_at(session, who_of(actor), interview_id, form.place, seen=form.seen)[0]
            told = "Het fragment is gesplitst."
        elif form.act == "splitsen":
            if not form.words.strip():
                raise Refusal("Vul de woorden in waar het tweede deel mee begint.")
            cut = typed_span(row.text, fragment, form.words)[0]
            decision = split(session, who_of(actor), interview_id, fragment, [cut], seen=form.seen)
        else:
            later = [f for f in interview_state(session, interview_id).fragments if f.start >= form.end]
            if not later:
                raise Refusal("Na dit fragment komt er geen meer.")
            joined = [fragment, (later[0].start, later[0].end)]
            decision = merge(session, who_of(actor), interview_id, joined, seen=form.seen)
        back = f"{_path(project_id, interview_id)}#r{form.start}"
        return answer_decision(request, session, project_id, decision, back, told)


@router.post(f"{BASE}/gesprekken/{{interview_id:int}}/toewijzen")
def give_to(
    request: Request, project_id: int, interview_id: int, person: Annotated[int | None, Form()] = None
) -> Response:
    """Say who works on an interview: oneself, a colleague, or nobody (left out)."""
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        interview_in(session, project_id, interview_id)
        decision = assign_interview(session, who_of(actor), project_id, interview_id, person)
        return answer_decision(request, session, project_id, decision, _path(project_id, interview_id))


def _recent(session: Session, project_id: int, row: InterviewRow, codebook: Codebook, person: int) -> list[HistoryLine]:
    """Latest decisions about an interview that hold and can be undone: a person's own first, each time the newest."""
    lines = history_lines(history(session, project_id, row.id), codebook)
    own = (line for line in lines if line.holds and line.can_undo and line.decision.interview == row.file)
    found = list(islice(by_press(own), _RECENT))
    return sorted(found, key=lambda line: line.decision.author.id != person)


def _turns(row: InterviewRow) -> list[Span]:
    """Places of what people say in an interview."""
    return [(turn.start, turn.end) for turn in row.turns]


def _action(kind: str, new_theme: str) -> CodeAction:
    """Act that a form asks for."""
    match kind:
        case Kind.CONFIRM:
            return Confirm()
        case Kind.REJECT:
            return Reject()
        case Kind.ADD:
            return Add()
        case Kind.LATER:
            return Postpone()
        case Kind.CHANGE if new_theme:
            return Change(new_theme)
    raise Refusal("Kies eerst een thema.")


def _row_at(session: Session, interview_id: int, decision: Decision[Action]) -> int:
    """Where the row that holds a decision's words begins, to scroll to it."""
    at = decision.span[0] if decision.span is not None else 0
    starts = [f.start for f in interview_state(session, interview_id).fragments if f.start <= at < f.end]
    return min(starts, default=at)


def _path(project_id: int, interview_id: int) -> str:
    """Address of an interview's page."""
    return f"/projecten/{project_id}/gesprekken/{interview_id}"


def _place(text: str) -> Span | None:
    """Read a place ("start-end") from an address; None when it is none."""
    first, last = (parse_number(part) for part in text.partition("-")[::2])
    return (first, last) if first is not None and last is not None else None
