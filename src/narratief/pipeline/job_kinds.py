"""What each kind of background job does; the worker takes them from the queue.

Imports are late: the models behind these take seconds to load, and the server's pages do without.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from narratief.data_protection.project_files import results_dir
from narratief.data_protection.retention import KIND as RETENTION
from narratief.data_protection.retention import enforce_retention
from narratief.domain.progress import report_progress
from narratief.pipeline.request_work import (
    CLUSTER_TITLES,
    CLUSTERS,
    EVALUATE,
    QUESTION,
    READ,
    SECOND_LOOK,
    SUMMARY_DRAFT,
    THEME_HITS,
    request_clusters,
)
from narratief.pipeline.worker import Outcome, Work
from narratief.store.database import Store
from narratief.store.jobs.queue import forget_settings
from narratief.store.schema import Job

if TYPE_CHECKING:
    from narratief.pipeline.coding import Coded
    from narratief.pipeline.model_proposals import Proposals

Evaluate = Callable[[Store, int, list[str], Path], "Coded"]
"""Codes accepted interviews of a project, given by its number and their file names, and writes its tables."""


def job_kinds(evaluate: Evaluate | None = None) -> Mapping[str, Work]:
    """What does each kind of job.

    Parameters
    ----------
    evaluate
        How accepted interviews are evaluated; default `evaluate_here`. The workspace lets a flow of Prefect do it.
    """
    act = evaluate or evaluate_here

    def evaluate_job(store: Store, job: Job) -> Outcome:
        """Evaluate the accepted interviews that a job names, and have the clusters made afterwards."""
        report_progress("De verwerking wordt gestart", 0, 1)
        files = list(job.settings["files"])
        coded = act(store, job.project_id or 0, files, results_dir())
        # clusters are work of their own: the tables are there already, and clusters can be tried again
        with store.writing() as session:
            request_clusters(session, job.made_by, job.project_id, files)
        return Outcome(coded.problems, {"coded": coded.new, "used": len(coded.files)})

    return MappingProxyType({READ: _read, EVALUATE: evaluate_job, CLUSTERS: _find_clusters, RETENTION: _end_retention})


def model_job_kinds() -> Mapping[str, Work]:
    """What does each kind of job that asks a language model; a worker of its own does these beside the others."""
    return MappingProxyType(
        {
            SECOND_LOOK: _second_look,
            CLUSTER_TITLES: _cluster_titles,
            SUMMARY_DRAFT: _summary_draft,
            QUESTION: _answer_question,
            THEME_HITS: _hit_theme,
        }
    )


def evaluate_here(store: Store, project_id: int, files: list[str], out_dir: Path) -> Coded:
    """Evaluate accepted interviews in this process, without Prefect."""
    from narratief.pipeline.evaluate import plain_steps, run_accepted
    from narratief.pipeline.open_project import hidden_names, reference_to

    return run_accepted(reference_to(project_id), hidden_names(files), str(out_dir), plain_steps(store))


def prepare() -> None:
    """Load what reading a transcript needs, which takes more than a second in which no page is answered."""
    import narratief.pipeline.take_in  # noqa: F401 - to have it loaded


def _read(store: Store, job: Job) -> Outcome:
    """Read and pseudonymise every upload that was not yet; one that cannot be used is a problem, the others go on."""
    from narratief.pipeline.open_project import open_kept
    from narratief.pipeline.take_in import take_in

    return Outcome(take_in(open_kept(store, job.project_id or 0), checked=True).problems)


def _find_clusters(store: Store, job: Job) -> Outcome:
    """Find the clusters of the interviews that a job names, else of all of the project."""
    from narratief.pipeline.clustering import cluster_kept

    return Outcome(figures={"clusters": cluster_kept(store, job.project_id or 0, job.settings.get("files"))})


def _second_look(store: Store, job: Job) -> Outcome:
    """Have a language model code a project; one that is away is no failure: what it answered is kept."""
    from narratief.pipeline.second_look import look_again

    found = look_again(store, job.project_id or 0, job.made_by)
    return Outcome(found.problems, {"answered": found.answered, "codes": found.held, "dropped": dict(found.dropped)})


def _cluster_titles(store: Store, job: Job) -> Outcome:
    """Have a language model propose titles for clusters."""
    from narratief.pipeline.cluster_titles import propose_titles

    found = propose_titles(store, job.project_id or 0, job.made_by)
    return Outcome(found.problems, {"answered": found.answered, "titles": found.held, "dropped": dict(found.dropped)})


def _summary_draft(store: Store, job: Job) -> Outcome:
    """Have a language model propose sentences for the summary."""
    from narratief.pipeline.summary_draft import propose_summary

    found = propose_summary(store, job.project_id or 0, job.made_by)
    return Outcome(
        found.problems, {"answered": found.answered, "sentences": found.held, "dropped": dict(found.dropped)}
    )


def _answer_question(store: Store, job: Job) -> Outcome:
    """Have a language model point at what answers a question; one that was deleted meanwhile is not asked."""
    from narratief.pipeline.question import ask_project

    question = job.settings.get("vraag")
    return _asked(store, job, ask_project(store, job.project_id or 0, question, job.made_by)) if question else Outcome()


def _hit_theme(store: Store, job: Job) -> Outcome:
    """Have a language model say which fragments tell of a theme that is not saved yet."""
    from narratief.domain.codebook import Theme
    from narratief.pipeline.theme_hits import ask_about_theme

    if "thema" not in job.settings:  # it was done, and the server fell away before that was noted
        return Outcome()
    theme = Theme.model_validate(job.settings["thema"])
    return _asked(store, job, ask_about_theme(store, job.project_id or 0, theme, job.made_by))


def _asked(store: Store, job: Job, found: Proposals) -> Outcome:
    """Tell what came of it; what was typed for it stands with the answers now, and is kept twice only to ask again."""
    if not found.problems:
        with store.writing() as session:
            forget_settings(session, job.id)
    return Outcome(found.problems, {"answered": found.answered, "held": found.held, "dropped": dict(found.dropped)})


def _end_retention(store: Store, job: Job) -> Outcome:
    """Destroy the vault and delete the transcripts of a project whose retention period is over."""
    ended = enforce_retention(store, job.project_id or 0, dt.date.fromisoformat(job.settings["day"]))
    return Outcome(figures={"originals": len(ended.originals) if ended else 0})
