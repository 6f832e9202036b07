"""The main job as Prefect flows: one project, or all projects and the tables over them.

The order of the steps stands in `narratief.pipeline.evaluate`; here each step is a task, and batches of interviews are
spread over processes first where the engine has any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from prefect import flow

from flows.artifacts import progress_shown, project_page
from flows.chosen import chosen_projects
from flows.engine import chosen_engine, spread
from flows.life import sign_of_life
from flows.outcome import all_as_state, failing_as_state, in_state, one_as_state
from flows.run_names import run_named
from flows.several import several_projects
from flows.task_options import PROJECTS
from flows.tasks import TASKS, code_batch, take_batch, without_text
from narratief.domain.errors import InputError, StepError
from narratief.pipeline.batches import Done, taken_uncoded, untaken
from narratief.pipeline.evaluate import ProjectOutcome, run_projects, run_stages
from narratief.pipeline.open_project import OpenProject, open_folder, open_referenced
from narratief.pipeline.project_lock import alone_on_project


@flow(name="evaluate-project", flow_run_name=run_named("evalueren"), **PROJECTS)
@failing_as_state
@without_text
def evaluate_project(project_dir: str, out_dir: str = "outputs") -> ProjectOutcome:
    """Evaluate one project: take in, code, write, cluster; one process at a time.

    Parameters
    ----------
    project_dir
        Folder with project.yaml and transcripts.
    out_dir
        Folder that gets a folder for the project.

    Returns
    -------
    ProjectOutcome
        To who calls it; to Prefect the state that says so in a sentence.

    Raises
    ------
    NotProcessed
        When no interview could be used; the run is Failed then.
    """
    with sign_of_life(), progress_shown(), alone_on_project(open_referenced(project_dir).project.key):
        done = _spread([project_dir])[project_dir]
        outcome = _with(done, run_stages(project_dir, out_dir, TASKS))
    project_page(outcome)
    done_as: ProjectOutcome = in_state(one_as_state(outcome))
    return done_as


@flow(name="evaluate-all", flow_run_name=run_named("evalueren"), **PROJECTS)
@failing_as_state
@without_text
def evaluate_all(
    project_dirs: list[str] | None = None, out_dir: str = "outputs", projects_dir: str = ""
) -> list[ProjectOutcome]:
    """Evaluate projects and write the tables over all of them; a project that fails does not stop the others.

    Parameters
    ----------
    project_dirs
        Folders of projects.
    out_dir
        Folder that gets a folder for each project.
    projects_dir
        Folder with a folder for each project: all of them, where ``project_dirs`` names none.

    Returns
    -------
    list of ProjectOutcome
        To who calls it; to Prefect the state that says so in a sentence.

    Raises
    ------
    NotProcessed
        When a project was not processed; the run is Failed then, and the others are done.
    """
    folders = chosen_projects(project_dirs, projects_dir)
    with sign_of_life(), progress_shown():
        done = _spread_alone(folders)
        with several_projects(chosen_engine(), folders, out_dir) as one:
            outcomes = run_projects(folders, out_dir, TASKS, lambda project: _with(done[project], one(project)))
    done_as: list[ProjectOutcome] = in_state(all_as_state(outcomes))
    return done_as


def _spread_alone(project_dirs: Sequence[str]) -> dict[str, Done]:
    """Spread the interviews of projects while no other process works on any of them."""
    if not chosen_engine().spreads:
        return dict.fromkeys(project_dirs, Done())
    keys = set()
    for project_dir in project_dirs:
        try:
            keys.add(open_referenced(project_dir).project.key)
        except InputError:  # told when its own turn comes
            continue
    with ExitStack() as rights:
        for key in sorted(keys):  # in one order, so that two runs never wait for each other
            rights.enter_context(alone_on_project(key))
        return _spread(project_dirs)


def _spread(project_dirs: Sequence[str]) -> dict[str, Done]:
    """Spread the interviews of projects over processes, where the engine has any, and count what was done of each."""
    engine = chosen_engine()
    if not engine.spreads:
        return dict.fromkeys(project_dirs, Done())
    title = "Gesprekken" if len(project_dirs) != 1 else Path(project_dirs[0]).name
    waiting = {folder: _waiting(folder, untaken) for folder in project_dirs}
    taken = spread(engine, take_batch, waiting, f"{title}: lezen", whole=True)
    waiting = {folder: _waiting(folder, taken_uncoded) for folder in project_dirs}
    coded = spread(engine, code_batch, waiting, f"{title}: coderen")
    return {folder: taken[folder] + coded[folder] for folder in project_dirs}


def _waiting(project_dir: str, which: Callable[[OpenProject], list[str]]) -> list[str]:
    """Interviews of a project that are to be done; none when that cannot be told, for its stages then tell why."""
    try:
        return without_text(lambda: which(open_folder(Path(project_dir))))()
    except (InputError, StepError):
        return []


def _with(done: Done, outcome: ProjectOutcome) -> ProjectOutcome:
    """Count what batches did before the stages."""
    return replace(outcome, taken_in=outcome.taken_in + done.ingested, coded=outcome.coded + done.analysed)
