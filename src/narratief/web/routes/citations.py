"""Citations: one page to find what residents said, in one project or in all; the address holds what is looked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.errors import Gone
from narratief.domain.spans import Span
from narratief.domain.trust import pooled_trust
from narratief.files.csv_table import csv_table
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.attributes import attributes_of
from narratief.store.coding.projects import projects_of, title_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.coverage import reviewed_interviews
from narratief.store.review.memos import choose_quote, quotes_of
from narratief.store.review.project_state import interview_state, project_state
from narratief.store.review.search import parse, search
from narratief.store.review.trust import project_trust
from narratief.store.saved_views import views_of
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
from narratief.web.safe_redirect import safe_redirect
from narratief.web.views.citation_lines import file_lines, shown
from narratief.web.views.citations import (
    Citation,
    Source,
    attribute_choices,
    citations,
    in_order,
    loose_choices,
    people_in,
)
from narratief.web.views.filters import choices
from narratief.web.views.finding import SORTS, STANDS, TOGETHER, Wanted
from narratief.web.views.project_page import breadcrumbs, project_heading, theme_groups
from narratief.web.views.saved_views import shown_views
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
PAGE = 20  # citations on a page; chosen, not measured
CSV = "text/csv; charset=utf-8"


@router.get("/projecten/{project_id:int}/citaten")
def in_project(request: Request, project_id: int, pagina: int = 1, vorm: str = "") -> Response:
    """Find citations in one project."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        return _page(request, session, actor, [project], project, pagina, vorm)


@router.get("/citaten")
def everywhere(request: Request, pagina: int = 1, vorm: str = "") -> Response:
    """Find citations in every project that this person may see."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        rows = [row for row in projects_of(session) if may(actor, Permission.SEE_RESULTS, row.id)]
        return _page(request, session, actor, rows, None, pagina, vorm)


@router.post("/projecten/{project_id:int}/citaten")
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
    return RedirectResponse(safe_redirect(form.back, f"/projecten/{project_id}/citaten?gekozen=ja"), 303)


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    rows: list[ProjectRow],
    project: ProjectRow | None,
    page: int,
    form: str,
) -> Response:
    """Find what an address asks in these projects, and show a page of it, or all of it as a file."""
    wanted = Wanted.read(request.query_params)
    taken = [row for row in rows if project is not None or not wanted.projects or row.id in wanted.projects]
    sources = [_source(session, actor, row, reviewed=wanted.reviewed) for row in taken]
    terms = parse(wanted.words)
    found = in_order(_found(session, sources, wanted), wanted)
    loose = [(source, *each) for source in sources for each in loose_choices(source, wanted, found)]
    name = f"citaten-{project.name}" if project else "citaten"
    if form in ("csv", "xlsx"):
        headings, told = file_lines(found, loose)
        if form == "csv":
            return Response(csv_table(headings, told), media_type=CSV, headers=attachment(f"{name}.csv"))
        trust = pooled_trust([project_trust(session, row.id) for row in taken])
        data = workbook("Citaten", {"Citaten": [dict(zip(headings, line, strict=True)) for line in told]}, trust)
        return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"{name}.xlsx"))
    path = f"/projecten/{project.id}/citaten" if project else "/citaten"
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    codebooks = [codebook_of(session, row.id) for row in taken]
    labels = choices(codebooks)[1]
    confirmed_only = any(source.confirmed_only for source in sources)
    may_read = all(may(actor, Permission.SEE_INTERVIEWS, row.id) for row in taken)
    return render(
        request,
        "citations/citaten.html",
        project=project_heading(project) if project else None,
        breadcrumbs=breadcrumbs(project, ("Citaten", "")) if project else [],
        path=path,
        here=f"{path}{wanted.query(pagina=page if page > 1 else '')}",
        wanted=wanted,
        citations=shown(found[PAGE * (page - 1) : PAGE * page], terms, may_read=may_read),
        total=len(found),
        residents=len({(each.source.id, each.interview_id) for each in found}),
        loose=loose,
        labels=labels,
        chosen_labels=[labels.get(theme, theme) for theme in wanted.themes],
        told=wanted.in_words({row.id: title_of(row) for row in rows}),
        groups=theme_groups(codebooks[0]) if project else [],
        projects=[(row.id, title_of(row)) for row in rows],
        talks=_talks(sources) if len(sources) == 1 and may_read else [],
        people=people_in(sources),
        residents_are=attribute_choices(sources, wanted),
        hidden_attributes=wanted.attributes and any(source.attributes is None for source in sources),
        ways=TOGETHER,
        saved=shown_views(views_of(session, project.id, actor.id), wanted, actor) if project else None,
        stands={key: label for key, label in STANDS.items() if not confirmed_only or key == ""},
        sorts=SORTS,
        confirmed_only=confirmed_only,
        previous=f"{path}{wanted.query(pagina=page - 1)}" if page > 1 else "",
        next=f"{path}{wanted.query(pagina=page + 1)}" if page < pages else "",
        where=f"Pagina {page} van {pages}",
        first=PAGE * (page - 1) + 1,
        as_file={kind: f"{path}{wanted.query(vorm=kind)}" for kind in ("xlsx", "csv")},
    )


def _source(session: Session, actor: Actor, row: ProjectRow, *, reviewed: bool) -> Source:
    """A project as this person may see it; with the interviews that were reviewed when these are asked for."""
    labels = {theme.id: theme.label for theme in codebook_of(session, row.id).themes}
    interviews = project_state(session, row.id).interviews
    return Source(
        row.id,
        title_of(row),
        labels,
        interviews,
        quotes_of(session, row.id),
        confirmed_only=not may(actor, Permission.SEE_UNCONFIRMED, row.id),
        attributes=attributes_of(session, row.id) if may(actor, Permission.SEE_INTERVIEWS, row.id) else None,
        reviewed=reviewed_interviews(session, row.id, list(interviews.values()), labels)[0] if reviewed else None,
    )


def _found(session: Session, sources: list[Source], wanted: Wanted) -> list[Citation]:
    """Find citations in projects."""
    terms = parse(wanted.words)
    places: dict[int, dict[Span, int]] | None = None
    if wanted.words:
        places = {}
        hits = search(session, wanted.words, [source.id for source in sources], limit=None).hits
        for rank, hit in enumerate(hits, 1):
            places.setdefault(hit.interview_id, {})[hit.start, hit.end] = rank
    return [each for source in sources for each in citations(source, wanted, places, terms)]


def _talks(sources: list[Source]) -> list[str]:
    """File names of the interviews of projects."""
    return sorted(state.interview.file for source in sources for state in source.interviews.values())


def _must_be_shown(session: Session, project_id: int, interview: int, span: Span, theme: str) -> None:
    """Refuse words that the page does not show: choosing them would show them to who may read no interviews.

    Raises
    ------
    Gone
        When these words are no quote of a confirmed theme.
    """
    state = interview_state(session, interview)
    labels = codebook_of(session, project_id).theme_ids
    quoted = any(
        code.settled and code.theme == theme and (code.fragment.start, code.fragment.end) == span
        for code in state.codes
    )
    if not quoted or theme not in labels or state.withholds(span):
        raise Gone("Dit citaat bestaat niet (meer).")
