"""Crosstabs: themes against one attribute of residents; each number opens its quotes, small groups stay hidden."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from narratief.domain.attributes import alike
from narratief.files.csv_table import csv_table
from narratief.publish.crosstab import crosstab
from narratief.publish.open_data.suppress import THRESHOLD
from narratief.store.accounts.access import Permission, may
from narratief.store.attributes import attributes_of
from narratief.store.review.result import result_of
from narratief.synthesis.wording import coverage_note
from narratief.web.deps import project_row, render, store_of
from narratief.web.views.crosstabs import HIDDEN, shown_crosstab
from narratief.web.views.filters import filters_for
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
CSV = "text/csv; charset=utf-8"
LEGEND = (
    f"{HIDDEN} betekent: niet getoond. Het gaat om minder dan {THRESHOLD} bewoners, of zo'n aantal zou eruit te rekenen"
    " zijn."
)
"""What readers must know of the numbers that are not there."""


@router.get("/projecten/{project_id:int}/kruistabellen")
def crosstabs(request: Request, project_id: int, kenmerk: str = "", vorm: str = "") -> Response:
    """Show the crosstab of an attribute, by default the first; as a file with ``vorm=xlsx`` or ``vorm=csv``."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        only_confirmed = not may(actor, Permission.SEE_UNCONFIRMED, project_id)
        filters = filters_for(request.query_params, actor, [project_id])
        result = result_of(session, project_id, confirmed_only=filters.confirmed)
        known = attributes_of(session, project_id)
        name = next((each for each in known.names if alike(each) == alike(kenmerk)), next(iter(known.names), ""))
        table = crosstab(result, name, known.by_file(name))
        note = coverage_note(result.coverage, draft=result.draft)
        stand = "bevestigd" if filters.confirmed and not only_confirmed else ""
        by_group = may(actor, Permission.SEE_INTERVIEWS, project_id)
        shown = shown_crosstab(table, stand=stand, reviewed=not result.draft, by_group=by_group)
        if vorm == "csv" and table.rows:
            headers = attachment(f"kruistabel-{project.name}.csv")
            return Response(csv_table(shown.headings, shown.lines), media_type=CSV, headers=headers)
        if vorm == "xlsx" and table.rows:
            title = " ".join(part for part in (f"{result.title}: thema per {name}, in bewoners.", LEGEND, note) if part)
            lines = [dict(zip(shown.headings, line, strict=True)) for line in shown.lines]
            data = workbook(title, {"Kruistabel": lines}, result.trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"kruistabel-{project.name}.xlsx"))
        return render(
            request,
            "crosstabs/kruistabellen.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Kruistabellen", "")),
            names=known.names,
            name=name,
            table=table,
            shown=shown,
            note=note,
            legend=LEGEND,
            threshold=THRESHOLD,
            by_group=by_group,
            filters=filters,
            only_confirmed=only_confirmed,
        )
