"""Downloads of a project, or of several together, in every format that narratief knows."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from narratief.domain.errors import Refusal
from narratief.publish.formats import FORMATS
from narratief.publish.quotes_to_confirm import quotes_to_confirm
from narratief.store.accounts.access import Permission, may
from narratief.store.accounts.audit import note
from narratief.store.coding.projects import projects_of, title_of
from narratief.store.review.project_state import project_state
from narratief.store.review.summary import summary_of
from narratief.web.deps import address_of, project_row, render, require, store_of
from narratief.web.forms.exports import ExportForm
from narratief.web.problems import Forbidden
from narratief.web.views.downloads import allowed, confirmed_only, downloads
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.workbook import attachment

router = APIRouter()
BASE = "/projecten/{project_id:int}/exporteren"


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show what can be downloaded."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.EXPORT, project_id)
        others = [
            (row.id, title_of(row))
            for row in projects_of(session)
            if row.id != project_id and may(actor, Permission.EXPORT, row.id)
        ]
        codes = project_state(session, project_id).codes
        quotes = quotes_to_confirm(session, project_id)
        return render(
            request,
            "exports/exporteren.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Exporteren", "")),
            formats=downloads(actor, project_id),
            others=others,
            only_confirmed=not may(actor, Permission.SEE_UNCONFIRMED, project_id),
            confirmed=sum(code.settled for code in codes),
            open_codes=sum(code.status == "machine" for code in codes),
            summary=bool((written := summary_of(session, project_id)) and written.action.text),
            few=quotes.few,
            asked=len(quotes.asked),
            printable=sum(each.printing == "yes" for each in quotes.fragments),
            refused=sum(each.printing == "refused" for each in quotes.fragments),
        )


@router.post(BASE)
def download(request: Request, project_id: int, form: Annotated[ExportForm, Form()]) -> Response:
    """Make a file and send it; the download is noted in the audit log."""
    from narratief.pipeline.export import gather_kept, write_export  # loads the networks' libraries

    actor = require(request, Permission.EXPORT, project_id)
    numbers = [project_id, *(number for number in form.ook if number != project_id)]
    for number in numbers:
        require(request, Permission.EXPORT, number)
    if not all(allowed(actor, number, form.formaat) for number in numbers):
        raise Forbidden
    store = store_of(request)
    with store.reading() as session:
        only = any(confirmed_only(actor, number, bool(form.bevestigd)) for number in numbers)
        chosen = FORMATS[form.formaat]
        gathered = gather_kept(
            session,
            dict.fromkeys(numbers),
            confirmed_only=only,
            each_coder=chosen.each_coder,
            with_timelines=chosen.carries_timelines,
            memos_of=[number for number in numbers if may(actor, Permission.SEE_INTERVIEWS, number)],
        )
    with TemporaryDirectory(prefix="narratief-export-") as folder:
        name = f"{gathered.results[0].name if len(numbers) == 1 else 'projecten'}-{chosen.name}{chosen.suffix}"
        path = write_export(gathered, chosen, Path(folder) / name, confirmed_only=only)
        if not path.is_file():
            raise Refusal("Dit formaat bestaat uit meer bestanden.", "Gebruik 'narratief export' op de opdrachtregel.")
        data = path.read_bytes()
    with store.writing() as session:
        for number in numbers:
            details = {"format": form.formaat, "confirmed": only}
            note(session, "exported", actor, project_id=number, address=address_of(request), details=details)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(data, media_type=kind, headers=attachment(path.name))
