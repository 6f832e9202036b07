"""A project's lists of words that stay and words that go: changed only after what they change was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.dutch import counted
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.accounts.audit import note
from narratief.store.review.decide import accepted_readings
from narratief.store.review.word_lists import (
    ListChange,
    ListedWords,
    MayShow,
    change_lists,
    changes_by_lists,
    listed_words,
)
from narratief.store.vault_key_agreement import agree_on_vault_key
from narratief.web.deps import flash, project_row, render, require, store_of, who_of
from narratief.web.forms.word_lists import WordListFields, WordListForm, check_lists, form_of_lists
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.word_lists import changed_words

router = APIRouter()
BASE = "/projecten/{project_id:int}/woorden"


@router.get(BASE)
def lists_page(request: Request, project_id: int) -> Response:
    """Show both lists."""
    require(request, Permission.FIX_PRIVACY, project_id)
    with store_of(request).reading() as session:
        lists = listed_words(session, project_id)
    return _page(request, project_id, form_of_lists(lists))


@router.post(BASE)
def preview(request: Request, project_id: int, fields: Annotated[WordListFields, Form()]) -> Response:
    """Show what other lists would change; nothing is kept."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    form = check_lists(fields)
    if form.errors:
        return _page(request, project_id, form)
    with store_of(request).reading() as session:
        changes = changes_by_lists(session, project_id, form.lists, _may_show(session, actor, project_id))
    return _page(request, project_id, form, changes)


@router.post(f"{BASE}/opslaan")
def save(request: Request, project_id: int, fields: Annotated[WordListFields, Form()]) -> Response:
    """Keep lists of which the changes were shown, and carry those out; shows them anew when they are others by now."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    form = check_lists(fields)
    if form.errors:
        return _page(request, project_id, form)
    store = store_of(request)
    agree_on_vault_key(store)
    with store.writing() as session:
        may_show = _may_show(session, actor, project_id)
        changes = changes_by_lists(session, project_id, form.lists, may_show)
        seen = fields.gezien == _mark(form.lists, changes)
        if seen:
            change_lists(session, who_of(actor), project_id, form.lists, may_show)
            places = sum(len(each.places) for each in changes)
            details = {"keep": len(form.lists.keep), "hide": len(form.lists.hide), "places": places}
            note(session, "lists_changed", actor, project_id=project_id, details=details)
    if not seen:
        return _page(request, project_id, form, changes, again=True)
    flash(request, f"De lijsten zijn opgeslagen. Er is iets veranderd op {counted(places, 'plek', 'plekken')}.")
    return RedirectResponse(f"/projecten/{project_id}/woorden", 303)


def _may_show(session: Session, actor: Actor, project_id: int) -> MayShow:
    """In which interviews a person may put words back: until acceptance, and afterwards with the right to the vault."""
    accepted = accepted_readings(session, project_id)
    vault = may(actor, Permission.OPEN_VAULT, project_id)
    return lambda row: vault or row.file not in accepted


def _mark(lists: ListedWords, changes: Iterable[ListChange]) -> str:
    """Word that stands for what was shown."""
    shown = [(each.interview, each.kind, each.hidden, each.places, each.sentences) for each in changes]
    return hashlib.sha256(repr((lists.keep, lists.hide, shown)).encode()).hexdigest()


def _page(
    request: Request,
    project_id: int,
    form: WordListForm,
    changes: Sequence[ListChange] | None = None,
    *,
    again: bool = False,
) -> Response:
    """Show the lists, with what they would change when that was worked out.

    Parameters
    ----------
    again
        Whether it was shown before, and became otherwise since.
    """
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.FIX_PRIVACY, project_id)
    return render(
        request,
        "woorden/woorden.html",
        status=422 if form.errors else 200,
        title="Wat blijft en wat weggaat",
        project=project_heading(project),
        breadcrumbs=breadcrumbs(project, ("Wat weggaat", "")),
        current=f"/projecten/{project_id}/woorden",
        form=form,
        shown=None if changes is None else changed_words(changes),
        seen="" if changes is None else _mark(form.lists, changes),
        again=again,
    )
