"""Clusters: map, keywords and all fragments while deciding; rename, merge, split, reject, promote, move, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone, InputError, Refusal
from narratief.pipeline.promotion import NewTheme, promote_cluster
from narratief.pipeline.request_work import request_clusters
from narratief.store.accounts.access import Permission
from narratief.store.coding.projects import get_project
from narratief.store.review.codebooks import codebook_of, version_of
from narratief.store.review.current_topics import current_topics, found_topics
from narratief.store.review.topic_edits import StoredEditLog
from narratief.store.review.trust import project_trust
from narratief.synthesis.tables import sides
from narratief.topics import wording
from narratief.topics.apply_edits import apply_edits
from narratief.topics.edits import last_effective_edit
from narratief.topics.topic_editor import TopicEditor
from narratief.web.deps import flash, project_row, render, require, store_of, wake_worker, who_of
from narratief.web.forms.clusters import ClusterForm
from narratief.web.views.cluster_titles import titles_for
from narratief.web.views.clusters import (
    LOOKS,
    MAP_HEIGHT,
    MAP_WIDTH,
    dots,
    lines,
    log_lines,
    members_of,
    theme_labels,
)
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
BASE = "/projecten/{project_id:int}/clusters"
TYPICAL = 20  # fragments to choose from that are in sight, the rest are folded; chosen, not measured


@router.get(BASE)
def overview(request: Request, project_id: int, vorm: str = "") -> Response:
    """Show the map and the list of clusters; as a workbook with ``vorm=xlsx``."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CLUSTERS, project_id)
        events = StoredEditLog(store_of(request), project_id).edits()
        found = found_topics(session, project_id)
        topics = apply_edits(found, events) if found else None
        if vorm == "xlsx" and topics:
            data = workbook("Clusters", lines(topics), project_trust(session, project_id))
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"clusters-{project.name}.xlsx"))
        return render(
            request,
            "clusters/overzicht.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Clusters", "")),
            topics=topics,
            summary=wording.summary(topics) if topics else "",
            say=wording,
            numbers={topic.id: number for number, topic in enumerate(topics.shown)} if topics else {},
            guide=wording.GUIDE,
            dots=dots(topics) if topics else [],
            size=(MAP_WIDTH, MAP_HEIGHT),
            looks=LOOKS,
            log=log_lines(events, found),
            undoable=last_effective_edit(events) is not None,
            titles=titles_for(session, project_id, topics),
        )


@router.get(f"{BASE}/{{topic}}")
def cluster_page(request: Request, project_id: int, topic: str) -> Response:
    """Show a cluster with all its fragments, and what can be done with it."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CLUSTERS, project_id)
        topics, codebook = current_topics(store_of(request), session, project_id), codebook_of(session, project_id)
        chosen = next((each for each in topics.topics if each.id == topic), None)
        if chosen is None:
            raise Gone("Dit cluster bestaat niet (meer).")
        titles = titles_for(session, project_id, topics)
        return render(
            request,
            "clusters/cluster.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/clusters",
            breadcrumbs=breadcrumbs(project, ("Clusters", f"/projecten/{project_id}/clusters"), (chosen.heading, "")),
            topic=chosen,
            passages=members_of(topics, chosen),
            others=[each for each in topics.shown if each.id != chosen.id],
            decided=wording.decision(chosen),
            near=wording.near(chosen),
            themes=theme_labels(chosen, codebook),
            labels={theme.id: theme.label for theme in codebook.themes},
            proposal=titles.proposals.get(chosen.id) if titles else None,
        )


@router.get(f"{BASE}/{{topic}}/thema")
def theme_page(request: Request, project_id: int, topic: str) -> Response:
    """Show the form that makes a theme of a cluster, with its fragments to choose from, the most typical first."""
    require(request, Permission.CHANGE_CODEBOOK, project_id)
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CLUSTERS, project_id)
        topics, codebook = current_topics(store_of(request), session, project_id), codebook_of(session, project_id)
        chosen = next((each for each in topics.topics if each.id == topic), None)
        if chosen is None:
            raise Gone("Dit cluster bestaat niet (meer).")
        passages = members_of(topics, chosen)
        here = f"/projecten/{project_id}/clusters"
        return render(
            request,
            "clusters/thema.html",
            project=project_heading(project),
            current=here,
            breadcrumbs=breadcrumbs(
                project, ("Clusters", here), (chosen.heading, f"{here}/{topic}"), ("Thema maken", "")
            ),
            topic=chosen,
            first=passages[:TYPICAL],
            rest=passages[TYPICAL:],
            goals=[(goal.id, f"{goal.number}. {goal.label}") for goal in codebook.goals],
            sides=sides(),
        )


@router.post(f"{BASE}/maken")
def start_clustering(request: Request, project_id: int) -> Response:
    """Put the making of clusters in the queue."""
    actor = require(request, Permission.CHANGE_CLUSTERS, project_id)
    with store_of(request).writing() as session:
        request_clusters(session, actor.name, get_project(session, project_id).id)
    wake_worker(request)
    flash(request, "De clusters worden gemaakt. Dat duurt enkele minuten; u kunt intussen verder werken.", "info")
    return RedirectResponse(f"/projecten/{project_id}/clusters", 303)


@router.post(f"{BASE}/ongedaan")
def undo(request: Request, project_id: int, event: Annotated[str, Form()] = "") -> Response:
    """Undo an edit, by default the last one that holds."""
    actor = require(request, Permission.CHANGE_CLUSTERS, project_id)
    store = store_of(request)
    with store.reading() as session:
        topics = current_topics(store_of(request), session, project_id)
    editor = TopicEditor(topics, StoredEditLog(store, project_id, actor.id), actor.name)
    undone = editor.undo(event).undone
    promoted = any(each.id == undone and each.act == "promote" for each in editor.log.edits())
    flash(request, "Ongedaan gemaakt." + (" Het thema staat nog in het codeboek." if promoted else ""))
    return RedirectResponse(f"/projecten/{project_id}/clusters", 303)


@router.post(f"{BASE}/{{topic}}")
def act(request: Request, project_id: int, topic: str, form: Annotated[ClusterForm, Form()]) -> Response:
    """Do what a form asks: hernoemen, samenvoegen, splitsen, verplaatsen, verwerpen or thema."""
    actor = require(request, Permission.CHANGE_CLUSTERS, project_id)
    store = store_of(request)
    with store.reading() as session:
        topics = current_topics(store_of(request), session, project_id)
        version = version_of(session, project_id)
    editor = TopicEditor(topics, StoredEditLog(store, project_id, actor.id), actor.name)
    there = topic
    try:
        if form.act == "thema":
            require(request, Permission.CHANGE_CODEBOOK, project_id)
            wanted = NewTheme(form.goal, form.valence, form.definition, form.label)
            promoted = promote_cluster(
                store,
                project_id,
                who_of(actor),
                topics,
                topic,
                wanted,
                code=form.fragment,
                seen=version.number if version else None,
            )
            coded = wording.counted(promoted.coded, "fragment kreeg", "fragmenten kregen")
            given = f" {coded} het thema." if promoted.coded else ""
            flash(request, f"‘{promoted.theme.label}’ staat nu in het codeboek.{given}")
        else:
            there = _done(editor, topic, form)
            flash(request, "Bewaard.")
    except InputError as error:
        raise Refusal(error.problem.message, "Laad de pagina opnieuw.") from error
    return RedirectResponse(f"/projecten/{project_id}/clusters{f'/{there}' if there else ''}", 303)


def _done(editor: TopicEditor, topic: str, form: ClusterForm) -> str:
    """Carry out any act but making a theme.

    Returns
    -------
    str
        Id of the cluster to show next; empty for the overview.
    """
    match form.act:
        case "hernoemen":
            editor.rename(topic, form.label)
        case "samenvoegen":
            editor.merge([topic, *form.other], form.label)
        case "splitsen":
            return _split(editor, topic, form.fragment, form.label)
        case "verplaatsen":
            if not form.fragment:
                raise Refusal("Kies de fragmenten om te verplaatsen.", "Ga terug en vink fragmenten aan.")
            editor.move(form.fragment, form.to)
        case "verwerpen":
            editor.reject(topic)
            return ""
        case _:
            raise Refusal("Kies wat er met dit cluster moet gebeuren.")
    return topic


def _split(editor: TopicEditor, topic: str, chosen: Sequence[str], label: str) -> str:
    """Make a cluster of the chosen fragments, and return its id."""
    if not chosen or len(chosen) == len(editor.topic(topic).members):
        raise Refusal("Kies een deel van de fragmenten om af te splitsen.", "Ga terug en vink fragmenten aan.")
    name = label.strip() or f"Afgesplitst van ‘{editor.topic(topic).own_name}’"
    return editor.split(topic, [chosen], ["", name]).ids[-1]
