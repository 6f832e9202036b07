"""The stages of several projects: one after the other, or at the same time where the engine has processes here.

Projects are independent of each other: each has its own lock, vault, work folder and outputs, and what they have in
common is the store, in which SQLite and PostgreSQL let one write at a time. A Dask cluster takes batches only: what its
workers would write may be on another computer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prefect import flow, task
from prefect.futures import PrefectFuture

from flows.artifacts import progress_shown, project_page
from flows.engine import Engine, runner_for
from flows.outcome import NotProcessed, failing_as_state, in_state, one_as_state
from flows.run_names import run_named, step_named
from flows.task_options import ONCE, PROJECTS
from flows.tasks import TASKS, without_text
from narratief.pipeline.evaluate import ProjectOutcome, run_stages
from narratief.pipeline.open_project import open_referenced
from narratief.pipeline.project_lock import alone_on_project


@flow(name="evaluate-prepared", flow_run_name=run_named("verwerken"), **PROJECTS)
@failing_as_state
@without_text
def evaluate_prepared(project_dir: str, out_dir: str) -> ProjectOutcome:
    """Evaluate one project of several, whose interviews were spread already; gives and raises as `evaluate_project`."""
    with alone_on_project(open_referenced(project_dir).project.key):
        outcome = run_stages(project_dir, out_dir, TASKS)
    project_page(outcome)
    done_as: ProjectOutcome = in_state(one_as_state(outcome))
    return done_as


@task(name="project", task_run_name=step_named("project"), **ONCE)
@without_text
def in_process(project_dir: str, out_dir: str) -> ProjectOutcome:
    """Evaluate a project in another process of this computer, which shows its progress itself."""
    with progress_shown():
        return _outcome(project_dir, out_dir)


@contextmanager
def several_projects(
    engine: Engine, projects: Sequence[str], out_dir: str
) -> Iterator[Callable[[str], ProjectOutcome]]:
    """Evaluate projects at the same time where the engine has processes.

    Yields
    ------
    callable
        Waits for the outcome of a project, or works it out; it may raise what the project's flow raised.
    """
    if not engine.processes or len(projects) < 2:
        yield lambda project: _outcome(project, out_dir)
        return
    with runner_for(engine) as runner:
        begun = {
            project: runner.submit(in_process, parameters={"project_dir": project, "out_dir": out_dir})
            for project in projects
        }
        yield lambda project: _waited(begun[project], project, out_dir)


def _waited(future: PrefectFuture[ProjectOutcome], project: str, out_dir: str) -> ProjectOutcome:
    """Outcome of a project that another process works on; done here when that process is gone."""
    try:
        return future.result()
    except RuntimeError:  # a broken pool of processes is one
        return _outcome(project, out_dir)


def _outcome(project: str, out_dir: str) -> ProjectOutcome:
    """Evaluate one project; gives the outcome of one that Prefect calls failed too."""
    try:
        return evaluate_prepared(project, out_dir)
    except NotProcessed as failed:
        return failed.outcomes[0]
