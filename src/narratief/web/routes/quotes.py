"""Quotes under the numbers of a synthesis, and those that are chosen for publication."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.code import MACHINE
from narratief.domain.errors import Gone
from narratief.domain.spans import Span
from narratief.store.accounts.access import Permission, may
from narratief.store.coding.projects import facts_of, get_project, projects_of, title_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.memos import choose_quote, quotes_of
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.schema import ProjectRow
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
from narratief.web.forms.quotes import QuoteForm
from narratief.web.routes.synthesis import send_workbook
from narratief.web.safe_redirect import safe_redirect
from narratief.web.views.filters import Filters, choices, filters_for
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.quotes import ShownQuote, chosen_by_theme, chosen_lines, quotes_under
from narratief.web.views.workbook import workbook

router = APIRouter()
BASE = "/projecten/{project_id:int}/synthese"


@router.get(f"{BASE}/citaten")
def quotes(request: Request, project_id: int, thema: str, gesprek: str = "", samen: str = "") -> Response:
    """Show the quotes under a number.

    Parameters
    ----------
    gesprek, samen
        Only of this interview; only fragments that have this theme too.
    """
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        filters = filters_for(request.query_params, actor, [project_id])
        labels = {theme.id: theme.label for theme in codebook_of(session, project_id).themes}
        if thema not in labels:
            raise Gone("Dit thema bestaat niet (meer).")
        found = _quotes(session, project, thema, filters, interview=gesprek, together=samen)
        return render(
            request,
            "synthesis/citaten.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/synthese/citaten",
            breadcrumbs=breadcrumbs(
                project, ("Synthese", f"/projecten/{project_id}/synthese{filters.query}"), ("Citaten", "")
            ),
            quotes=found,
            heading=labels[thema],
            narrowing=gesprek,
            together=labels.get(samen, ""),
            told=len({quote.quote.interview for quote in found}),
            here=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        )


@router.get("/synthese/citaten")
def quotes_over_projects(request: Request, thema: str) -> Response:
    """Show the quotes of a theme in all projects that this person may see."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        visible = [row for row in projects_of(session) if may(actor, Permission.SEE_RESULTS, row.id)]
        filters = filters_for(request.query_params, actor, [row.id for row in visible])
        rows = [row for row in visible if filters.takes_project(facts_of(row))]
        _, labels = choices(codebook_of(session, row.id) for row in rows)
        if thema not in labels:
            raise Gone("Dit thema bestaat niet (meer).")
        groups = [(row, title_of(row), _quotes(session, row, thema, filters)) for row in rows]
        return render(
            request,
            "synthesis/citaten_samen.html",
            current="/synthese",
            breadcrumbs=[("Alle projecten samen", f"/synthese{filters.query}"), (labels[thema], "")],
            groups=[(row, title, found) for row, title, found in groups if found],
            heading=labels[thema],
            here=str(request.url.path) + f"?{request.url.query}",
        )


@router.post(f"{BASE}/citaten")
def choose(request: Request, project_id: int, form: Annotated[QuoteForm, Form()]) -> Response:
    """Choose a quote for publication, or not any more."""
    actor = require(request, Permission.CHOOSE_QUOTES, project_id)
    with store_of(request).writing() as session:
        interview_in(session, project_id, form.interview)
        wanted = form.chosen == "ja"
        if wanted and not may(actor, Permission.SEE_INTERVIEWS, project_id):
            _must_be_shown(session, project_id, form.interview, form.span, form.theme)
        decision = choose_quote(
            session, who_of(actor), project_id, form.interview, form.span, theme=form.theme or None, chosen=wanted
        )
        if wants_json(request):
            return JSONResponse({"decision": decision.id, "chosen": wanted})
    flash(request, "Gekozen voor publicatie." if wanted else "Niet meer gekozen voor publicatie.")
    return RedirectResponse(safe_redirect(form.back, f"/projecten/{project_id}/synthese/gekozen"), 303)


@router.get(f"{BASE}/gekozen")
def chosen_quotes(request: Request, project_id: int, vorm: str = "") -> Response:
    """Show the quotes that are chosen for publication."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        labels = {theme.id: theme.label for theme in codebook_of(session, project_id).themes}
        groups = chosen_by_theme(quotes_of(session, project_id), labels)
        if vorm == "xlsx":
            trust = result_of(session, project_id).trust
            data = workbook(f"Gekozen citaten: {title_of(project)}", {"Citaten": chosen_lines(groups)}, trust)
            return send_workbook(data, f"citaten-{project.name}.xlsx")
        return render(
            request,
            "synthesis/gekozen.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/synthese/gekozen",
            breadcrumbs=breadcrumbs(
                project, ("Synthese", f"/projecten/{project_id}/synthese"), ("Gekozen citaten", "")
            ),
            groups=groups,
            ids={state.interview.file: n for n, state in project_state(session, project_id).interviews.items()},
        )


def _quotes(
    session: Session, project: ProjectRow, theme: str, filters: Filters, *, interview: str = "", together: str = ""
) -> tuple[ShownQuote, ...]:
    """Quotes under one theme of a project, with which are chosen and confirmed."""
    state = project_state(session, project.id)
    result = result_of(session, project.id, confirmed_only=filters.confirmed)
    return quotes_under(
        result,
        theme,
        project_id=project.id,
        interview_ids={own.interview.file: number for number, own in state.interviews.items()},
        chosen=quotes_of(session, project.id),
        confirmed={(code.fragment, code.theme) for code in result.codes if code.coder != MACHINE},
        interview=interview,
        together_with=together,
    )


def _must_be_shown(session: Session, project_id: int, interview: int, span: Span, theme: str) -> None:
    """Refuse a quote that the tables do not show: choosing it would show its words to who may read no interviews.

    Raises
    ------
    Refusal
        When these words are no quote of a confirmed theme.
    """
    labels = codebook_of(session, project_id).theme_ids
    found = (
        _quotes(session, get_project(session, project_id), theme, Filters(confirmed=True)) if theme in labels else ()
    )
    if not any(each.interview_id == interview and (each.quote.start, each.quote.end) == span for each in found):
        raise Gone("Dit citaat bestaat niet (meer).")
