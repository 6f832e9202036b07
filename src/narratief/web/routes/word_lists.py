"""A project's lists of words that stay and words that go: changed only after what they change was shown."""

from __future__ import annotations

from collections.abc import Sequence
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
from narratief.web.shown_first import Shown, ShownFirst
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
    return _page(request, project_id, form, _by_lists(actor, project_id, form.lists).show(store_of(request)))


@router.post(f"{BASE}/opslaan")
def save(request: Request, project_id: int, fields: Annotated[WordListFields, Form()]) -> Response:
    """Keep lists of which the changes were shown, and carry those out; shows them anew when they are others by now."""
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    form = check_lists(fields)
    if form.errors:
        return _page(request, project_id, form)
    store = store_of(request)
    agree_on_vault_key(store)
    changes, anew = _by_lists(actor, project_id, form.lists).make(store, fields.gezien)
    if anew:
        return _page(request, project_id, form, anew)
    places = counted(_places(changes), "plek", "plekken")
    flash(request, f"De lijsten zijn opgeslagen. Er is iets veranderd op {places}.")
    return RedirectResponse(f"/projecten/{project_id}/woorden", 303)


def _by_lists(actor: Actor, project_id: int, lists: ListedWords) -> ShownFirst[Sequence[ListChange]]:
    """What other lists change."""

    def work_out(session: Session) -> Sequence[ListChange]:
        return changes_by_lists(session, project_id, lists, _may_show(session, actor, project_id))

    def told(changes: Sequence[ListChange]) -> object:
        shown = [(each.interview, each.kind, each.hidden, each.places, each.sentences) for each in changes]
        return lists.keep, lists.hide, shown

    def carry_out(session: Session, changes: Sequence[ListChange]) -> None:
        change_lists(session, who_of(actor), project_id, lists, _may_show(session, actor, project_id))
        details = {"keep": len(lists.keep), "hide": len(lists.hide), "places": _places(changes)}
        note(session, "lists_changed", actor, project_id=project_id, details=details)

    return ShownFirst(project_id, work_out, told, carry_out)


def _places(changes: Sequence[ListChange]) -> int:
    """How many places change."""
    return sum(len(each.places) for each in changes)


def _may_show(session: Session, actor: Actor, project_id: int) -> MayShow:
    """In which interviews a person may put words back: until acceptance, and afterwards with the right to the vault."""
    accepted = accepted_readings(session, project_id)
    vault = may(actor, Permission.OPEN_VAULT, project_id)
    return lambda row: vault or row.file not in accepted


def _page(
    request: Request, project_id: int, form: WordListForm, shown: Shown[Sequence[ListChange]] | None = None
) -> Response:
    """Show the lists, with what they would change when that was worked out."""
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
        shown=shown,
        words=changed_words(shown.plan) if shown else None,
    )
