"""Saturation: how many new themes each further interview brought."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response

from narratief.store.accounts.access import Permission
from narratief.store.coding.interviews import files_as_read
from narratief.store.review.result import result_of
from narratief.web.deps import project_row, render, store_of
from narratief.web.query import FilterValue
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.saturation import chart, in_words, rows, steps
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()


@router.get("/projecten/{project_id:int}/verzadiging")
def saturation(
    request: Request,
    project_id: int,
    volgorde: FilterValue[Literal["naam", "inlezen"]] = None,
    bevestigd: str = "",
    vorm: str = "",
) -> Response:
    """Show the chart and its table; as a workbook with ``vorm=xlsx``.

    Parameters
    ----------
    volgorde
        Order of the interviews: by file name (the default), or as they were read in.
    """
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_UNCONFIRMED, project_id)
        result = result_of(session, project_id, confirmed_only=bool(bevestigd))
        order = files_as_read(session, project_id) if volgorde == "inlezen" else None
        found = steps(result, order)
        if vorm == "xlsx":
            data = workbook(f"Verzadiging: {result.title}", {"Verzadiging": rows(found)}, result.trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"verzadiging-{project.name}.xlsx"))
        return render(
            request,
            "saturation/verzadiging.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Verzadiging", "")),
            steps=found,
            chart=chart(found),
            words=in_words(found),
            order=volgorde or "naam",
            confirmed=bool(bevestigd),
        )
