"""Addresses of pages that became one page: links that people kept lead to the same view on it."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request, Response
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse

from narratief.store.accounts.access import Permission, may
from narratief.store.coding.projects import facts_of, projects_of
from narratief.web.deps import current_actor, require, store_of
from narratief.web.views.filters import Filters
from narratief.web.views.finding import Wanted

router = APIRouter()
_MOVED = 301
_PROJECT = "/projecten/{project_id:int}"


@router.get(f"{_PROJECT}/zoeken")
@router.get(f"{_PROJECT}/synthese/citaten")
def of_project(request: Request, project_id: int) -> Response:
    """Lead to the citations of a project."""
    require(request, Permission.SEE_RESULTS, project_id)
    return _moved(request, f"/projecten/{project_id}/citaten", _asked(request.query_params))


@router.get(f"{_PROJECT}/synthese/gekozen")
def chosen(request: Request, project_id: int) -> Response:
    """Lead to what is chosen for publication in a project."""
    require(request, Permission.SEE_RESULTS, project_id)
    return _moved(request, f"/projecten/{project_id}/citaten", [("gekozen", "ja")])


@router.get("/zoeken")
@router.get("/synthese/citaten")
def everywhere(request: Request) -> Response:
    """Lead to the citations of all projects, or of those with the level and period that the address asked for."""
    actor = current_actor(request)
    filters = Filters.read(request.query_params, confirmed_only=False)
    projects: list[tuple[str, str]] = []
    if filters.level or filters.since or filters.until:
        with store_of(request).reading() as session:
            rows = [row for row in projects_of(session) if may(actor, Permission.SEE_RESULTS, row.id)]
            projects = [("project", str(row.id)) for row in rows if filters.takes_project(facts_of(row))]
        projects = projects or [("project", "0")]  # none of them: not all of them
    return _moved(request, "/citaten", [*_asked(request.query_params), *projects])


def _asked(query: QueryParams) -> list[tuple[str, str]]:
    """What an old address asked for, by the names that the page has for it."""
    asked = [(name, value) for name, value in query.multi_items() if name != "samen"]
    together = query.get("samen", "")
    asked += [("thema", together), ("samen", "ja")] if together else []
    asked += [("stand", "bevestigd")] if query.get("bevestigd", "") not in ("", "nee") else []
    return asked


def _moved(request: Request, path: str, asked: Iterable[tuple[str, str]]) -> Response:
    """Answer where a page is now; a file that was asked for stays one."""
    form = request.query_params.get("vorm", "")
    wanted = Wanted.read(QueryParams(list(asked)))
    return RedirectResponse(path + wanted.query(**({"vorm": form} if form in ("xlsx", "csv") else {})), _MOVED)
