"""The main job as Prefect flows: one project, or all projects and the tables over them.

The order of the steps stands in `narratief.pipeline.evaluate`; here each step is a task, and batches of interviews are
spread over processes first where the engine has any.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from prefect import flow

from flows.engine import chosen_engine, spread
from flows.life import sign_of_life
from flows.tasks import TASKS, do_batch, without_text
from narratief.domain.errors import InputError, StepError
from narratief.domain.project import load_project
from narratief.pipeline.batches import Done, unfinished
from narratief.pipeline.evaluate import ProjectOutcome, run_projects, run_stages
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.project_lock import alone_on_project


@flow(name="evaluate-project", persist_result=False)
@without_text
def evaluate_project(project_dir: str, out_dir: str = "outputs") -> ProjectOutcome:
    """Evaluate one project: take in, code, write, cluster; one process at a time.

    Parameters
    ----------
    project_dir
        Folder with project.yaml and transcripts.
    out_dir
        Folder that gets a folder for the project.
    """
    with sign_of_life(), alone_on_project(load_project(Path(project_dir)).key):
        done = _spread([project_dir])[project_dir]
        return _with(done, run_stages(project_dir, out_dir, TASKS))


@flow(name="evaluate-all", persist_result=False)
@without_text
def evaluate_all(project_dirs: list[str], out_dir: str = "outputs") -> list[ProjectOutcome]:
    """Evaluate projects and write the tables over all of them; a project that fails does not stop the others."""
    with sign_of_life():
        done = _spread_alone(project_dirs)
        return run_projects(
            project_dirs,
            out_dir,
            TASKS,
            lambda project_dir: _with(done[project_dir], evaluate_prepared(project_dir, out_dir)),
        )


@flow(name="evaluate-prepared", persist_result=False)
@without_text
def evaluate_prepared(project_dir: str, out_dir: str) -> ProjectOutcome:
    """Evaluate one project of several, whose interviews were spread already; as `evaluate_project` otherwise."""
    with alone_on_project(load_project(Path(project_dir)).key):
        return run_stages(project_dir, out_dir, TASKS)


def _spread_alone(project_dirs: Sequence[str]) -> dict[str, Done]:
    """Spread the interviews of projects while no other process works on any of them."""
    if not chosen_engine().spreads:
        return dict.fromkeys(project_dirs, Done())
    keys = set()
    for project_dir in project_dirs:
        try:
            keys.add(load_project(Path(project_dir)).key)
        except InputError:  # told when its own turn comes
            continue
    with ExitStack() as rights:
        for key in sorted(keys):  # in one order, so that two runs never wait for each other
            rights.enter_context(alone_on_project(key))
        return _spread(project_dirs)


def _spread(project_dirs: Sequence[str]) -> dict[str, Done]:
    """Spread the interviews of projects over processes, where the engine has any, and count what was done of each."""
    engine = chosen_engine()
    names = {folder: _waiting(folder) if engine.spreads else [] for folder in project_dirs}
    title = "Gesprekken" if len(project_dirs) != 1 else Path(project_dirs[0]).name
    return spread(engine, do_batch, names, f"{title}: lezen en coderen")


def _waiting(project_dir: str) -> list[str]:
    """Interviews of a project that are to be done; none when that cannot be told, for its stages then tell why."""
    try:
        return without_text(lambda: unfinished(open_folder(Path(project_dir))))()
    except (InputError, StepError):
        return []


def _with(done: Done, outcome: ProjectOutcome) -> ProjectOutcome:
    """Count what batches did before the stages."""
    return replace(outcome, taken_in=outcome.taken_in + done.ingested, coded=outcome.coded + done.analysed)
