"""Search over all fragments of a project, or of every project that the person may read."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from narratief.domain.trust import pooled_trust
from narratief.store.accounts.access import Permission, may
from narratief.store.coding.projects import projects_of, title_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.result import result_of
from narratief.store.review.search import search
from narratief.store.schema import ProjectRow
from narratief.web.deps import current_actor, project_row, render, store_of
from narratief.web.views.filters import choices
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.search import lines, shown_hits
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
PAGE = 20  # fragments on a page; chosen, not measured
MOST = 5000  # lines of a workbook; chosen, not measured: a search that finds more has too few words


@router.get("/projecten/{project_id:int}/zoeken")
def in_project(
    request: Request, project_id: int, q: str = "", thema: str = "", pagina: int = 1, vorm: str = ""
) -> Response:
    """Search in one project."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_INTERVIEWS, project_id)
        return _page(request, session, [project], q, thema, pagina, vorm, project)


@router.get("/zoeken")
def everywhere(request: Request, q: str = "", thema: str = "", pagina: int = 1, vorm: str = "") -> Response:
    """Search in every project that this person may read."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        rows = [row for row in projects_of(session) if may(actor, Permission.SEE_INTERVIEWS, row.id)]
        return _page(request, session, rows, q, thema, pagina, vorm, None)


def _page(
    request: Request,
    session: Session,
    rows: list[ProjectRow],
    query: str,
    theme: str,
    page: int,
    form: str,
    project: ProjectRow | None,
) -> Response:
    """Search in these projects and show one page of what is found, or all of it as a workbook."""
    _, labels = choices(codebook_of(session, row.id) for row in rows)
    theme = theme if theme in labels else ""
    page = max(1, page)
    limits = {"limit": MOST} if form == "xlsx" else {"limit": PAGE, "offset": PAGE * (page - 1)}
    found = search(session, query, [row.id for row in rows], theme=theme or None, **limits)
    hits = shown_hits(found.hits, {row.id: title_of(row) for row in rows}, labels)
    if form == "xlsx":
        trust = pooled_trust([result_of(session, row.id).trust for row in rows])
        data = workbook(f"Gezocht: {query}", {"Fragmenten": lines(hits)}, trust)
        return Response(data, media_type=MEDIA_TYPE, headers=attachment("zoeken.xlsx"))
    path = f"/projecten/{project.id}/zoeken" if project else "/zoeken"

    def address(**more: object) -> str:
        """Address of the same search with something changed."""
        return f"{path}?{urlencode({'q': query} | ({'thema': theme} if theme else {}) | more)}"

    return render(
        request,
        "search/zoeken.html",
        project=project_heading(project) if project else None,
        breadcrumbs=breadcrumbs(project, ("Zoeken", "")) if project else [],
        path=path,
        query=query,
        theme=theme,
        labels=labels,
        hits=hits,
        total=found.total,
        first=PAGE * (page - 1) + 1,
        previous=address(pagina=page - 1) if page > 1 else "",
        next=address(pagina=page + 1) if PAGE * page < found.total else "",
        as_workbook=address(vorm="xlsx"),
    )
