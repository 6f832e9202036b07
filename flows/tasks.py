"""The steps of the main job as Prefect tasks: one per stage of a project, each around one use case.

No transcript text may reach Prefect: not in parameters, results, logs or error messages. Parameters are folders (or a
number that stands for a project of the store), neutral names of interviews, and counts. A task therefore raises only
errors that narratief words itself; an unforeseen one becomes a `StepError`, which names its kind and where it arose.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from prefect import task

from flows.run_names import step_named
from flows.task_options import AGAIN, ONCE, heavy
from narratief.domain.errors import NarratiefError, Problem
from narratief.pipeline import batches
from narratief.pipeline.batches import Done
from narratief.pipeline.coding import Coded
from narratief.pipeline.evaluate import Part, Steps, plain_steps
from narratief.pipeline.open_project import open_referenced
from narratief.pipeline.take_in import TakenIn
from narratief.store.faults import told_of

P = ParamSpec("P")
T = TypeVar("T")

_PLAIN = plain_steps()


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
            told = told_of(error)
        raise told

    return guarded


@task(name="gesprekken lezen", task_run_name=step_named("gesprekken lezen"), **heavy(AGAIN))
@without_text
def take_batch(project: str, names: list[str]) -> Done:
    """Take in the transcripts of a project one after the other, before the stages go over all of them."""
    return batches.take_batch(open_referenced(project), names)


@task(name="gesprekken coderen", task_run_name=step_named("gesprekken coderen"), **heavy(AGAIN))
@without_text
def code_batch(project: str, names: list[str]) -> Done:
    """Code some interviews of a project that were taken in before."""
    return batches.code_batch(open_referenced(project), names)


@task(name="inlezen", task_run_name=step_named("inlezen"), **AGAIN)
@without_text
def take_in(project: str) -> TakenIn:
    """Read and pseudonymise a project's transcripts."""
    return _PLAIN.take_in(project)


@task(name="coderen", task_run_name=step_named("coderen"), **heavy(AGAIN))
@without_text
def code(project: str, names: list[str]) -> Coded:
    """Divide interviews into fragments and code them."""
    return _PLAIN.code(project, names)


@task(name="synthese", task_run_name=step_named("synthese"), **AGAIN)
@without_text
def write(project: str, names: list[str], problems: list[Problem], out_dir: str) -> list[str]:
    """Write a project's tables and report."""
    return _PLAIN.write(project, names, problems, out_dir)


@task(name="clusters", task_run_name=step_named("clusters"), **heavy(ONCE))
@without_text
def cluster(project: str, names: list[str], out_dir: str) -> list[str]:
    """Find a project's clusters and write them."""
    return _PLAIN.cluster(project, names, out_dir)


@task(name="overzicht", task_run_name=step_named("overzicht"), **AGAIN)
@without_text
def write_overview(parts: list[Part], out_dir: str) -> list[str]:
    """Write the tables over projects."""
    return _PLAIN.write_overview(parts, out_dir)


@task(name="clusters-overzicht", task_run_name=step_named("clusters-overzicht"), **heavy(ONCE))
@without_text
def cluster_overall(parts: list[Part], out_dir: str) -> list[str]:
    """Find the clusters over projects and write them."""
    return _PLAIN.cluster_overall(parts, out_dir)


TASKS = Steps(take_in, code, write, cluster, write_overview, cluster_overall)
"""The steps of `narratief.pipeline.evaluate`, each as its task."""
