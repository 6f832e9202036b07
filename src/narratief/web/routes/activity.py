"""What happened in a project: who did what and when, newest first."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from narratief.store.accounts.access import Permission
from narratief.store.activity import activity, names_of
from narratief.store.schema import Person
from narratief.web.deps import project_row, render, store_of
from narratief.web.pages import dutch_date
from narratief.web.query import FilterValue
from narratief.web.views.activity import activity_line, by_day, kinds_for
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
_PAGE = 60  # lines; chosen, not measured: some three screens
_LAST = 1000  # pages; bounds what one request makes the database sort


@router.get("/projecten/{project_id:int}/activiteit")
def activity_page(
    request: Request, project_id: int, wie: str = "", soort: str = "", pagina: FilterValue[int] = None
) -> Response:
    """Show what people and the computer did in a project, a day at a time.

    Parameters
    ----------
    wie
        Name of a person; empty for everybody.
    soort
        Key of a kind; empty, or one that the person may not see, for all that they may.
    """
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_PROJECT, project_id)
        kinds = kinds_for(actor, project_id)
        chosen = [kind for kind in kinds if kind.key == soort] or kinds
        what = frozenset().union(*(kind.what for kind in chosen))
        page = min(max(pagina or 1, 1), _LAST)
        skip = (page - 1) * _PAGE
        found = activity(session, project_id, what, who=wie or None, skip=skip, limit=_PAGE + 1)
        people = names_of(session, project_id, frozenset().union(*(kind.what for kind in kinds)))
        names = dict(row.tuple() for row in session.execute(select(Person.id, Person.name)))
    start = f"/projecten/{project_id}/activiteit"
    asked = {"wie": wie, "soort": soort if len(chosen) < len(kinds) else ""}
    return render(
        request,
        "projecten/activiteit.html",
        title="Activiteit",
        project=project_heading(project),
        days=by_day([activity_line(one, names) for one in found[:_PAGE]], dutch_date),
        people=[("", "Iedereen"), *((name, name) for name in people)],
        kinds=[("", "Alles"), *((kind.key, kind.label) for kind in kinds)],
        asked=asked,
        filtered=any(asked.values()),
        previous=_address(start, asked, page - 1) if page > 1 else "",
        next=_address(start, asked, page + 1) if len(found) > _PAGE and page < _LAST else "",
        where=f"Pagina {page}" if page > 1 else "",
        breadcrumbs=breadcrumbs(project, ("Activiteit", "")),
    )


def _address(start: str, asked: dict[str, str], page: int) -> str:
    """Address of a page of the same choice."""
    chosen = {name: value for name, value in asked.items() if value} | ({"pagina": str(page)} if page > 1 else {})
    return f"{start}?{urlencode(chosen)}" if chosen else start
