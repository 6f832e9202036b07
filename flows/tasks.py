"""The steps as Prefect tasks: one per stage of a project, with folders and file names as their only parameters.

No transcript text may reach Prefect: not in parameters, results, logs or error messages. A task therefore raises only
`StepError`, which names the kind of error and where it arose.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from prefect import task

from narratief.domain.errors import NarratiefError, Problem, StepError, place_of
from narratief.pipeline.batches import Done, do_batch, unfinished
from narratief.pipeline.job import IngestOutcome, analyse_project, ingest_project, publish_overall, publish_project
from narratief.store.faults import fault_of

P = ParamSpec("P")
T = TypeVar("T")


def without_text(step: Callable[P, T]) -> Callable[P, T]:
    """Keep the message of an unforeseen error (which may quote a transcript) from Prefect's database.

    A full disk or a database that is away is told in words of its own.
    """

    @functools.wraps(step)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return step(*args, **kwargs)
        except NarratiefError:
            raise
        except Exception as error:  # noqa: BLE001 - any error may quote a transcript
            told = fault_of(error) or StepError(place_of(error))
        raise told

    return guarded


waiting = without_text(unfinished)
"""What of a project is yet to be done; see `narratief.pipeline.batches.unfinished`."""


@task(name="gesprekken", retries=1, retry_delay_seconds=1, persist_result=False, cache_policy=None)
@without_text
def do_interviews(project: str, names: list[str]) -> Done:
    """Take in and code some interviews of a project, given by its folder, before the stages go over all of them."""
    return do_batch(Path(project), names)


@task(name="inlezen", retries=1, retry_delay_seconds=1, persist_result=False, cache_policy=None)
@without_text
def ingest(project_dir: str) -> IngestOutcome:
    """Read and pseudonymise a project's transcripts (what is kept already is not done again)."""
    return ingest_project(Path(project_dir))


@task(name="coderen", retries=1, retry_delay_seconds=1, persist_result=False, cache_policy=None)
@without_text
def analyse(project_dir: str, files: list[str]) -> int:
    """Divide into fragments and code; gives the number of interviews that were done now."""
    return analyse_project(Path(project_dir), files)


@task(name="synthese", retries=1, retry_delay_seconds=1, persist_result=False, cache_policy=None)
@without_text
def synthesise(project_dir: str, files: list[str], problems: list[Problem], out_dir: str) -> list[str]:
    """Write a project's tables and report; gives the names of the files written."""
    return [str(path) for path in publish_project(Path(project_dir), files, problems, Path(out_dir))]


@task(name="overzicht", retries=1, retry_delay_seconds=1, persist_result=False, cache_policy=None)
@without_text
def synthesise_overall(parts: list[tuple[str, list[str]]], out_dir: str) -> list[str]:
    """Write the tables over all projects; gives the names of the files written."""
    return [str(path) for path in publish_overall([(Path(p), files) for p, files in parts], Path(out_dir))]


@task(name="clusters", persist_result=False, cache_policy=None)
@without_text
def cluster(project_dir: str, files: list[str], out_dir: str) -> list[str]:
    """Find a project's clusters; gives the names of the files written."""
    from narratief.pipeline.clusters import cluster_project  # late: processes that take interviews do without

    return [str(path) for path in cluster_project(Path(project_dir), files, Path(out_dir))]


@task(name="clusters-overzicht", persist_result=False, cache_policy=None)
@without_text
def cluster_all(parts: list[tuple[str, list[str]]], out_dir: str) -> list[str]:
    """Find the clusters over all projects; gives the names of the files written."""
    from narratief.pipeline.clusters import cluster_overall

    return [str(path) for path in cluster_overall([(Path(p), files) for p, files in parts], Path(out_dir))]
