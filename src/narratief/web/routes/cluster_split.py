"""A cluster divided by examples: picked, shown, corrected, and only then saved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone, InputError, Refusal
from narratief.pipeline.cluster_split import LEAST_PARTS, propose_split
from narratief.store.accounts.access import Permission
from narratief.store.review.current_topics import current_topics
from narratief.store.review.topic_edits import StoredEditLog
from narratief.topics.topic import Topic
from narratief.topics.topic_editor import TopicEditor
from narratief.web.deps import flash, form_of, project_row, render, require, store_of
from narratief.web.forms.cluster_split import LETTERS, SplitForm, by_letter
from narratief.web.views.cluster_split import Group, groups, unsorted
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/clusters/{topic}/splitsen"


@router.get(BASE)
def pick(request: Request, project_id: int, topic: str) -> Response:
    """Show the fragments of a cluster to pick examples from."""
    with store_of(request).reading() as session:
        return _page(request, session, project_id, topic, SplitForm())


@router.post(BASE)
def divide(request: Request, project_id: int, topic: str, sent: Annotated[FormData, Depends(form_of)]) -> Response:
    """Show how the cluster would be divided, or divide it as it is on the page."""
    actor = require(request, Permission.CHANGE_CLUSTERS, project_id)
    form, store = SplitForm.of(sent), store_of(request)
    with store.reading() as session:
        if not form.save:
            return _page(request, session, project_id, topic, form)
        topics = current_topics(store, session, project_id)
    editor = TopicEditor(topics, StoredEditLog(store, project_id, actor.id), actor.name)
    try:
        chosen = editor.topic(topic)
        parts = by_letter(form.part, chosen.members)
        if len(parts) < LEAST_PARTS:
            raise Refusal("Splitsen vraagt twee betekenissen.", "Ga terug, en zet bij twee letters een fragment.")
        editor.split(topic, list(parts.values()), _named([form.names[letter] for letter in parts], chosen))
    except InputError as error:
        raise Refusal(error.problem.message, "Laad de pagina opnieuw.") from error
    flash(request, f"Het cluster is gesplitst in {len(parts)} clusters. Onder Beslissingen maakt u dit ongedaan.")
    return RedirectResponse(f"/projecten/{project_id}/clusters#beslissingen", 303)


def _named(names: list[str], topic: Topic) -> list[str]:
    """Names of the parts; the first keeps the cluster's, the others are called after it when they get none."""
    after = f"Afgesplitst van ‘{topic.own_name}’"
    return [name or (after if number else "") for number, name in enumerate(names)]


def _page(request: Request, session: Session, project_id: int, key: str, form: SplitForm) -> Response:
    """Show the fragments with what was picked, and divided when there are examples of two meanings."""
    _, project = project_row(request, session, Permission.CHANGE_CLUSTERS, project_id)
    topics = current_topics(store_of(request), session, project_id)
    topic = next((each for each in topics.topics if each.id == key), None)
    if topic is None:
        raise Gone("Dit cluster bestaat niet (meer).")
    error: Refusal | None = None
    divided: list[Group] = []
    if form.part:
        try:
            picked = _picked(session, project_id, topic, form)
            divided = groups(topics, form, list(picked), propose_split(session, project_id, topic, [*picked.values()]))
        except Refusal as refused:
            error = refused
    here = f"/projecten/{project_id}/clusters"
    return render(
        request,
        "clusters/splitsen.html",
        status=409 if error else 200,
        project=project_heading(project),
        current=here,
        breadcrumbs=breadcrumbs(
            project, ("Clusters", here), (topic.heading, f"{here}/{key}"), ("Splitsen met voorbeelden", "")
        ),
        topic=topic,
        letters=LETTERS,
        error=error,
        groups=divided,
        passages=[] if divided else unsorted(topics, topic, form),
    )


def _picked(session: Session, project_id: int, topic: Topic, form: SplitForm) -> dict[str, list[str]]:
    """Examples of each meaning: what was picked; on a page that was divided, what a person moved there too.

    Of a meaning that lost its examples all that stands with it is an example.
    """
    now = by_letter(form.part, topic.members)
    given = by_letter(form.example, topic.members)
    if not given:
        return now
    before = propose_split(session, project_id, topic, list(given.values()))
    was = {each.passage: letter for letter, part in zip(given, before.parts, strict=True) for each in part}
    picked = {
        passage: letter
        for passage, letter in form.part.items()
        if passage in form.example or was.get(passage, letter) != letter
    }
    examples = by_letter(picked, topic.members)
    return {letter: examples.get(letter, own) for letter, own in now.items()}
