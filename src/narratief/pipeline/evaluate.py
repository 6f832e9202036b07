"""The main job: in which order the use cases go over a project, and what is told of one that fails.

The order stands here once. Who runs it says what carries each step out: `plain_steps` calls the use cases, the flows
wrap each one in a task of Prefect. A step therefore takes words that stand for a project (its folder, or what
`reference_to` makes), neutral names of interviews (`hidden_name`) and folders, all of which may be told to Prefect and
to other processes; it gives names, counts and problems.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from narratief.domain.errors import NarratiefError, Problem, StepError, Stopped
from narratief.pipeline.coding import Coded, code_interviews
from narratief.pipeline.open_project import OpenProject, hidden_names, open_referenced
from narratief.pipeline.outputs import write_outputs, write_overview
from narratief.pipeline.project_lock import alone_on_project
from narratief.pipeline.take_in import TakenIn, take_in
from narratief.store.database import Store
from narratief.store.faults import told_of
from narratief.topics.topic_cache import ALL_PROJECTS

Part = tuple[str, list[str]]
"""Words that stand for a project, and neutral names of its interviews to use."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What carries the steps of the main job out; a project is given by the words that stand for it.

    Attributes
    ----------
    take_in
        Project → what reading and pseudonymising its transcripts gave.
    code
        Project, names → what dividing interviews into fragments and coding them gave.
    write
        Project, names, problems, folder → tables and report written.
    cluster
        Project, names, folder → files with clusters written.
    write_overview
        Parts, folder → tables over projects written.
    cluster_overall
        Parts, folder → files with clusters over projects written.
    """

    take_in: Callable[[str], TakenIn]
    code: Callable[[str, list[str]], Coded]
    write: Callable[[str, list[str], list[Problem], str], list[str]]
    cluster: Callable[[str, list[str], str], list[str]]
    write_overview: Callable[[list[Part], str], list[str]]
    cluster_overall: Callable[[list[Part], str], list[str]]


def plain_steps(store: Store | None = None) -> Steps:
    """The use cases themselves, one after the other in this process.

    Parameters
    ----------
    store
        Default: the one that `open_store` opens.
    """

    def take_project_in(project: str) -> TakenIn:
        return take_in(open_referenced(project, store))

    def code(project: str, names: list[str]) -> Coded:
        return code_interviews(*opened((project, names)))

    def write(project: str, names: list[str], problems: list[Problem], out_dir: str) -> list[str]:
        return _told(write_outputs(*opened((project, names)), problems, Path(out_dir)))

    def cluster(project: str, names: list[str], out_dir: str) -> list[str]:
        from narratief.pipeline.clustering import cluster_project  # late: who only takes interviews in does without

        return _told(cluster_project(*opened((project, names)), Path(out_dir)))

    def over_projects(parts: list[Part], out_dir: str) -> list[str]:
        return _told(write_overview([opened(part) for part in parts], Path(out_dir)))

    def cluster_all(parts: list[Part], out_dir: str) -> list[str]:
        from narratief.pipeline.clustering import cluster_overall

        return _told(cluster_overall([opened(part) for part in parts], Path(out_dir)))

    def opened(part: Part) -> tuple[OpenProject, list[str]]:
        """Open a project, with the interviews in the store that are meant."""
        project = open_referenced(part[0], store)
        return project, project.files_named(part[1])

    return Steps(take_project_in, code, write, cluster, over_projects, cluster_all)


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """What a run did for one project.

    Attributes
    ----------
    project
        Words that stand for it.
    files
        Interviews that were used.
    taken_in, coded
        How many were read and coded in this run; the others were kept from an earlier one.
    written
        Files written.
    problems
        What went wrong or was unsure.
    """

    project: str
    files: list[str] = field(default_factory=list)
    taken_in: int = 0
    coded: int = 0
    written: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def run_stages(project: str, out_dir: str, steps: Steps) -> ProjectOutcome:
    """Take a project through its stages: take in, code, write, cluster. The tables stand without clusters."""
    taken = steps.take_in(project)
    coded = steps.code(project, hidden_names(taken.files))
    names = hidden_names(coded.files)
    problems = [*taken.problems, *coded.problems]
    written = steps.write(project, names, problems, out_dir)
    try:
        written = [*written, *steps.cluster(project, names, out_dir)]
    except Exception as error:  # noqa: BLE001 - whatever it was, the tables are there
        problems.append(_no_clusters(project, error))
    return ProjectOutcome(project, coded.files, taken.new, coded.new, written, problems)


def run_accepted(project: str, names: list[str], out_dir: str, steps: Steps) -> Coded:
    """Take interviews that a person accepted through the stages that come after: code and write."""
    coded = steps.code(project, names)
    steps.write(project, hidden_names(coded.files), coded.problems, out_dir)
    return coded


def run_projects(
    projects: Sequence[str], out_dir: str, steps: Steps, one: Callable[[str], ProjectOutcome]
) -> list[ProjectOutcome]:
    """Evaluate projects, each by itself, and write the tables over all of them.

    Parameters
    ----------
    one
        Evaluates a project; when it fails, the outcome tells why and the others go on.
    """
    outcomes = [_apart(project, one) for project in projects]
    used = [(outcome.project, hidden_names(outcome.files)) for outcome in outcomes if outcome.files]
    if used:
        outcomes[-1].problems.extend(_over_all(used, out_dir, steps))
    return outcomes


def evaluate(projects: Sequence[str], out_dir: str, store: Store | None = None) -> list[ProjectOutcome]:
    """Do the main job in this process, without Prefect: every project, and the tables over all of them."""
    steps = plain_steps(store)

    def one(project: str) -> ProjectOutcome:
        with alone_on_project(open_referenced(project, store).project.key, store):
            return run_stages(project, out_dir, steps)

    return run_projects(projects, out_dir, steps, one)


def _apart(project: str, one: Callable[[str], ProjectOutcome]) -> ProjectOutcome:
    """Evaluate a project; one that fails has an outcome that tells why."""
    try:
        return one(project)
    except Exception as error:  # noqa: BLE001 - the other projects go on
        told = _unless_stopped(error)
        problem = told.problem
        if isinstance(told, StepError):
            message = f"Dit project is niet verwerkt ({told})."
            problem = Problem(project, message, "Probeer het opnieuw of meld deze fout.")
        return ProjectOutcome(project, problems=[problem])


def _over_all(parts: list[Part], out_dir: str, steps: Steps) -> list[Problem]:
    """Write the tables over projects, and the clusters when there are several, and tell what went wrong."""
    try:
        steps.write_overview(parts, out_dir)
    except Exception as error:  # noqa: BLE001 - the tables per project are there
        told = _unless_stopped(error)
        if not isinstance(told, StepError):
            return [told.problem]
        message = f"Het overzicht van alle projecten is niet gemaakt ({told})."
        return [Problem("overzicht", message, "De tabellen per project kloppen wel. Probeer het opnieuw.")]
    if len(parts) > 1:
        try:
            with alone_on_project(ALL_PROJECTS):
                steps.cluster_overall(parts, out_dir)
        except Exception as error:  # noqa: BLE001 - the tables are there
            return [_no_clusters("Alle projecten", error)]
    return []


def _no_clusters(what: str, error: Exception) -> Problem:
    """Tell that there are no clusters, which the tables do without."""
    told = _unless_stopped(error)
    if not isinstance(told, StepError):
        return told.problem
    message = f"De clusters zijn niet gemaakt ({told})."
    return Problem(what, message, "De tabellen kloppen wel. Meld deze fout.", fatal=False)


def _unless_stopped(error: Exception) -> NarratiefError:
    """What a user is told of an error that ends a part of the work only.

    Raises
    ------
    Stopped
        When somebody stopped the work: that ends all of it.
    """
    told = told_of(error)
    if isinstance(told, Stopped):
        raise told
    return told


def _told(paths: Sequence[Path]) -> list[str]:
    """Names of files, as a task returns them."""
    return [str(path) for path in paths]
