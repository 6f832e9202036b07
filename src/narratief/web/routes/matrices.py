"""Matrices: themes against interviews, and themes that are told together."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from narratief.store.accounts.access import Permission, may
from narratief.store.review.result import result_of
from narratief.web.deps import project_row, render, store_of
from narratief.web.views.filters import filters_for
from narratief.web.views.matrices import Unit, cooccurrence, theme_by_interview
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()


@router.get("/projecten/{project_id:int}/matrices")
def matrices(request: Request, project_id: int, samen: str = "fragment", vorm: str = "") -> Response:
    """Show both matrices; as a workbook with ``vorm=xlsx``.

    Parameters
    ----------
    samen
        When themes are told together: in one ``fragment``, or in one ``gesprek``.
    """
    unit: Unit = "gesprek" if samen == "gesprek" else "fragment"
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        only_confirmed = not may(actor, Permission.SEE_UNCONFIRMED, project_id)
        filters = filters_for(request.query_params, actor, [project_id])
        result = result_of(session, project_id, confirmed_only=filters.confirmed)
        told, together = theme_by_interview(result), cooccurrence(result, unit)
        if vorm == "xlsx":
            sheets = {"Thema per gesprek": told.lines("Thema"), "Samen verteld": together.lines("Thema")}
            data = workbook(f"Matrices: {result.title}", sheets, result.trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"matrices-{project.name}.xlsx"))
        return render(
            request,
            "matrices/matrices.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Matrices", "")),
            told=told,
            together=together,
            unit=unit,
            filters=filters,
            only_confirmed=only_confirmed,
        )
