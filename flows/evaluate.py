"""The main job as Prefect flows: one project, or all projects and the tables over them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from prefect import flow

from flows.engine import chosen_engine, spread
from flows.life import sign_of_life
from flows.tasks import (
    StepError,
    analyse,
    cluster,
    cluster_all,
    do_interviews,
    ingest,
    synthesise,
    synthesise_overall,
    waiting,
    without_text,
)
from narratief.domain.errors import InputError, Problem
from narratief.domain.project import load_project
from narratief.pipeline.batches import Done
from narratief.pipeline.project_lock import alone_on_project
from narratief.topics.topic_cache import ALL_PROJECTS


@dataclass(frozen=True)
class ProjectOutcome:
    """What a run did for one project.

    Attributes
    ----------
    project_dir
        Its folder.
    files
        Names of the transcripts that were used.
    ingested, analysed
        How many were read and coded in this run (the others were kept from an earlier one).
    written
        Files written.
    problems
        What went wrong or was unsure.
    """

    project_dir: str
    files: list[str] = field(default_factory=list)
    ingested: int = 0
    analysed: int = 0
    written: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@flow(name="evaluate-project", persist_result=False)
@without_text
def evaluate_project(project_dir: str, out_dir: str = "outputs") -> ProjectOutcome:
    """Evaluate one project: ingest, analyse, synthesise, cluster; one process at a time.

    Parameters
    ----------
    project_dir
        Folder with project.yaml and transcripts.
    out_dir
        Folder that gets a folder for the project.
    """
    with sign_of_life(), alone_on_project(load_project(Path(project_dir)).key):
        done = _spread([project_dir])[project_dir]
        return _with(done, _stages(project_dir, out_dir))


@flow(name="evaluate-all", persist_result=False)
def evaluate_all(project_dirs: list[str], out_dir: str = "outputs") -> list[ProjectOutcome]:
    """Evaluate projects and write the tables over all of them; a project that fails does not stop the others."""
    outcomes = []
    with sign_of_life():
        done = _spread_alone(project_dirs)
        for project_dir in project_dirs:
            try:
                outcomes.append(_with(done[project_dir], evaluate_prepared(project_dir, out_dir)))
            except InputError as error:
                outcomes.append(ProjectOutcome(project_dir, problems=[error.problem]))
            except Exception as error:  # noqa: BLE001 - the other projects go on; the outcome tells what happened
                problem = Problem(
                    project_dir, f"Dit project is niet verwerkt ({error}).", "Probeer het opnieuw of meld deze fout."
                )
                outcomes.append(ProjectOutcome(project_dir, problems=[problem]))
        used = [(outcome.project_dir, outcome.files) for outcome in outcomes if outcome.files]
        if used:
            outcomes[-1].problems.extend(_over_all(used, out_dir))
    return outcomes


@flow(name="evaluate-prepared", persist_result=False)
@without_text
def evaluate_prepared(project_dir: str, out_dir: str) -> ProjectOutcome:
    """Evaluate one project of several, whose interviews were spread already; as `evaluate_project` otherwise."""
    with alone_on_project(load_project(Path(project_dir)).key):
        return _stages(project_dir, out_dir)


def _stages(project_dir: str, out_dir: str) -> ProjectOutcome:
    """Take a project through its stages."""
    taken = ingest(project_dir)
    analysed = analyse(project_dir, taken.files)
    written = synthesise(project_dir, taken.files, taken.problems, out_dir)
    problems = list(taken.problems)
    try:
        written = [*written, *cluster(project_dir, taken.files, out_dir)]
    except InputError as error:
        problems.append(error.problem)
    except StepError as error:  # the tables stand without clusters
        problems.append(_no_clusters(project_dir, error))
    return ProjectOutcome(project_dir, taken.files, taken.new, analysed, written, problems)


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
    """Spread the interviews of projects over processes, where the engine has any; gives what was done of each."""
    engine = chosen_engine()
    names = {folder: _waiting(folder) if engine.spreads else [] for folder in project_dirs}
    title = "Gesprekken" if len(project_dirs) != 1 else Path(project_dirs[0]).name
    return spread(engine, do_interviews, names, f"{title}: lezen en coderen")


def _waiting(project_dir: str) -> list[str]:
    """List what of a project is to be done; nothing when that cannot be told, for its stages then tell why."""
    try:
        return waiting(Path(project_dir))
    except (InputError, StepError):
        return []


def _with(done: Done, outcome: ProjectOutcome) -> ProjectOutcome:
    """Count what batches did before the stages."""
    return replace(outcome, ingested=outcome.ingested + done.ingested, analysed=outcome.analysed + done.analysed)


def _over_all(done: list[tuple[str, list[str]]], out_dir: str) -> list[Problem]:
    """Write the tables over projects, and the clusters when there are several; gives what went wrong."""
    try:
        synthesise_overall(done, out_dir)
        if len(done) > 1:
            try:
                with alone_on_project(ALL_PROJECTS):
                    cluster_all(done, out_dir)
            except StepError as error:
                return [_no_clusters("Alle projecten", error)]
    except InputError as error:
        return [error.problem]
    except StepError as error:
        message = f"Het overzicht van alle projecten is niet gemaakt ({error})."
        return [Problem("overzicht", message, "De tabellen per project kloppen wel. Probeer het opnieuw.")]
    return []


def _no_clusters(what: str, error: StepError) -> Problem:
    return Problem(
        what, f"De clusters zijn niet gemaakt ({error}).", "De tabellen kloppen wel. Meld deze fout.", fatal=False
    )
