"""Titles for clusters by the language model: asked for here, shown and taken over on the pages of clusters."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.pipeline.request_work import request_cluster_titles
from narratief.store.accounts.access import Permission
from narratief.store.review.current_topics import current_topics
from narratief.web.deps import flash, require, store_of, wake_worker
from narratief.web.language_model import NO_MODEL, model_in_use

router = APIRouter()
BASE = "/projecten/{project_id:int}/clusters/titels"


@router.post(BASE)
def ask(request: Request, project_id: int) -> Response:
    """Put the question for titles in the queue."""
    actor = require(request, Permission.CHANGE_CLUSTERS, project_id)
    if model_in_use() is None:
        raise Refusal(*NO_MODEL)
    store = store_of(request)
    with store.writing() as session:
        current_topics(store, session, project_id)  # without clusters there is nothing to ask
        request_cluster_titles(session, actor.name, project_id)
    wake_worker(request)
    flash(request, "Het taalmodel bedenkt titels. U kunt intussen verder werken; er verandert niets vanzelf.", "info")
    return RedirectResponse(f"/projecten/{project_id}/clusters", 303)
