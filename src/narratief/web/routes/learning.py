"""Learning: confirmed decisions retrain the light-weight part of the tagger; a person accepts or rolls back.

The networks' libraries take seconds to load, so that they are imported by the route that learns.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone
from narratief.nlp.judged import MIN_DECISIONS
from narratief.pipeline.models_version import models_version
from narratief.store.accounts.access import Permission
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import accepted_readings
from narratief.store.review.learning import (
    accept_tagger,
    examples,
    learned_on,
    propose_tagger,
    refuse_tagger,
    roll_back_tagger,
    tagger_in_use,
    tagger_versions,
)
from narratief.store.schema import TaggerVersion
from narratief.web.deps import flash, project_row, render, require, store_of, who_of
from narratief.web.views.learning import judged, per_theme, shown_versions
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/leren"
_ACTS = {"goedkeuren": accept_tagger, "afwijzen": refuse_tagger, "terugdraaien": roll_back_tagger}
_TOLD = {
    "goedkeuren": "Deze versie is nu in gebruik. Verwerk de gesprekken opnieuw om het resultaat te zien.",
    "afwijzen": "Deze versie wordt niet gebruikt.",
    "terugdraaien": "Teruggedraaid. Verwerk de gesprekken opnieuw om de eerdere codes terug te zien.",
}


@router.get(BASE)
def overview(request: Request, project_id: int) -> Response:
    """Show what there is to learn from, and the versions."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.LEARN, project_id)
        known = judged(examples(session, project_id))
        codebook = codebook_of(session, project_id)
        kept = tagger_versions(session, project_id)
        models = models_version() if kept else ""  # it reads the shipped models
        versions = shown_versions(kept, tagger_in_use(session, project_id), models)
        return render(
            request,
            "learning/leren.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/leren",
            breadcrumbs=breadcrumbs(project, ("Leren", "")),
            counts=per_theme(known, codebook),
            decisions=sum(len(each.yes) + len(each.no) for each in known),
            least=MIN_DECISIONS,
            versions=versions,
            can_recode=bool(accepted_readings(session, project_id)),
        )


@router.post(BASE)
def start(request: Request, project_id: int) -> Response:
    """Learn anew from all decisions of the project, and propose the outcome."""
    from narratief.nlp.classifier_head import load_head
    from narratief.nlp.correction import Correction
    from narratief.nlp.encoder import load_encoder
    from narratief.nlp.learn import learn

    actor = require(request, Permission.LEARN, project_id)
    store = store_of(request)
    with store.reading() as session:
        found = examples(session, project_id)
        present = tagger_in_use(session, project_id)
        correction = (
            Correction.from_bytes(present.weights) if present and learned_on(present, models_version()) else None
        )
    learned = learn(judged(found), load_head(), load_encoder(), correction)
    with store.writing() as session:
        propose_tagger(
            session,
            who_of(actor),
            project_id,
            learned.correction.to_bytes(),
            learned_from={
                "decisions": learned.learned_from,
                "last": max(each.decision for each in found),
                "strength": learned.penalty,
                "unknown": list(learned.unknown),
                "models": models_version(),
            },
            before=learned.before.as_dict(),
            after=learned.after.as_dict(),
        )
    flash(request, "De computer heeft geleerd. Bekijk hieronder of het beter gaat.", "info")
    return RedirectResponse(f"/projecten/{project_id}/leren", 303)


@router.post(f"{BASE}/{{version_id:int}}/{{act}}")
def decide_version(request: Request, project_id: int, version_id: int, act: str) -> Response:
    """Accept, refuse or roll back a version."""
    actor = require(request, Permission.LEARN, project_id)
    with store_of(request).writing() as session:
        version = session.get(TaggerVersion, version_id)
        if version is None or version.project_id != project_id or act not in _ACTS:
            raise Gone("Deze versie bestaat niet (meer).")
        _ACTS[act](session, who_of(actor), version_id)
    flash(request, _TOLD[act])
    return RedirectResponse(f"/projecten/{project_id}/leren", 303)
