"""Synthesis per project and over projects; each number opens its quotes (`narratief.web.routes.citations`)."""

from __future__ import annotations

from types import ModuleType
from typing import TypedDict

from fastapi import APIRouter, Request, Response

from narratief.domain.codebook import Valence
from narratief.domain.project import LEVELS
from narratief.domain.settings import get_settings
from narratief.store.accounts.access import Actor, Permission, Role, may
from narratief.store.coding.projects import facts_of, projects_of, title_of
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.memos import quotes_of
from narratief.store.review.result import result_of
from narratief.synthesis import code_records, overall_synthesis, project_synthesis, wording
from narratief.synthesis.tables import sides
from narratief.synthesis.wording import coding_note, facts_in_words, small_group_note
from narratief.synthesis.xlsx import overall_workbook, project_workbook
from narratief.web.deps import (
    current_actor,
    project_row,
    render,
    store_of,
)
from narratief.web.views.filters import Filters, choices, filters_for, narrowed
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.workbook import MEDIA_TYPE, attachment

router = APIRouter()
BASE = "/projecten/{project_id:int}/synthese"


@router.get(BASE)
def of_project(request: Request, project_id: int, vorm: str = "") -> Response:
    """Show what residents of a project told, per goal; as a workbook with ``vorm=xlsx``."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        filters = filters_for(request.query_params, actor, [project_id])
        result = narrowed(result_of(session, project_id, confirmed_only=filters.confirmed), filters)
        synthesis = project_synthesis(result)
        if vorm == "xlsx":
            return send_workbook(project_workbook(synthesis, code_records(result)), f"synthese-{project.name}.xlsx")
        goals, themes = choices([codebook_of(session, project_id)])
        return render(
            request,
            "synthesis/project.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Synthese", "")),
            synthesis=synthesis,
            empty=not any(findings.quotes for goal in synthesis.goals for findings in goal.themes),
            facts=facts_in_words(result.facts),
            note=coding_note(synthesis),
            small=small_group_note(synthesis.residents),
            chosen=len(quotes_of(session, project_id)),
            **_shared(actor, filters, goals, themes, project_id),
        )


@router.get("/synthese")
def over_projects(request: Request, vorm: str = "") -> Response:
    """Show the same over all projects that this person may see, with the projects as columns."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        visible = [row for row in projects_of(session) if may(actor, Permission.SEE_RESULTS, row.id)]
        filters = filters_for(request.query_params, actor, [row.id for row in visible])
        goals, themes = choices(codebook_of(session, row.id) for row in visible)
        rows = [row for row in visible if filters.takes_project(facts_of(row))]
        found = [
            project_synthesis(narrowed(result_of(session, row.id, confirmed_only=filters.confirmed), filters))
            for row in rows
        ]
        overall = overall_synthesis(found, get_settings("compare_from").compare_from)
        if vorm == "xlsx":
            return send_workbook(overall_workbook(overall), "synthese-alle-projecten.xlsx")
        return render(
            request,
            "synthesis/overzicht.html",
            breadcrumbs=[],
            overall=overall,
            rows=rows,
            titles=[title_of(row) for row in rows],
            among="".join(f"project={row.id}&" for row in rows) if len(rows) < len(visible) else "",
            **_shared(actor, filters, goals, themes, None),
        )


class _Shared(TypedDict):
    """What the templates of both tables get besides their numbers."""

    filters: Filters
    goals: dict[str, str]
    themes: dict[str, str]
    levels: tuple[str, ...]
    sides: tuple[tuple[Valence, str], ...]
    only_confirmed: bool
    say: ModuleType
    export_query: str


def _shared(
    actor: Actor, filters: Filters, goals: dict[str, str], themes: dict[str, str], project_id: int | None
) -> _Shared:
    """What both tables show besides their numbers; over projects when no project is given."""
    if project_id is None:
        only_confirmed = actor.role == Role.PARTICIPATION
    else:
        only_confirmed = not may(actor, Permission.SEE_UNCONFIRMED, project_id)
    return _Shared(
        filters=filters,
        goals=goals,
        themes=themes,
        levels=LEVELS,
        sides=sides(),
        only_confirmed=only_confirmed,
        say=wording,
        export_query=f"{filters.query}&vorm=xlsx" if filters.query else "?vorm=xlsx",
    )


def send_workbook(data: bytes, name: str) -> Response:
    """Send a workbook as a download."""
    return Response(data, media_type=MEDIA_TYPE, headers=attachment(name))
