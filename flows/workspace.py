"""What the workspace does in the background as a Prefect flow: order and retries around the use cases.

Prefect gets a number that stands for the project and neutral names of interviews: no file name that a resident may be
in, and not the database's address and password, which each process has from its environment.

With an engine that spreads (`flows.engine`) interviews are coded in batches first, as in `flows.evaluate`; the stages
do what a batch left. Where the engine is not there, this process does all: who waits for the page cannot mend it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event

import httpx
from prefect import flow

from flows.artifacts import progress_shown
from flows.engine import chosen_engine, spread
from flows.outcome import failing_as_state
from flows.run_names import run_named
from flows.server import NoServer, lasting_server
from flows.task_options import PROJECTS
from flows.tasks import TASKS, code_batch, without_text
from narratief.domain.errors import InputError
from narratief.pipeline.batches import uncoded_names
from narratief.pipeline.coding import Coded
from narratief.pipeline.evaluate import run_accepted
from narratief.pipeline.job_kinds import evaluate_here
from narratief.pipeline.open_project import hidden_names, open_referenced, reference_to
from narratief.store.database import Store, database_url

_without_prefect = Event()
log = logging.getLogger(__name__)


@flow(name="evaluate-accepted", flow_run_name=run_named("coderen"), **PROJECTS)
@failing_as_state
@without_text
def evaluate_accepted(project: str, names: list[str], out_dir: str) -> Coded:
    """Evaluate accepted interviews of a project: code and write, in batches first where the engine has processes.

    Parameters
    ----------
    project
        What `reference_to` makes of its number.
    names
        Neutral names of the interviews.
    """
    with progress_shown():
        before = _spread(project, names)
        coded = run_accepted(project, names, out_dir, TASKS)
    return Coded(coded.files, before + coded.new, coded.problems)


def evaluate(store: Store, project_id: int, files: list[str], out_dir: Path) -> Coded:
    """Run the flow for a project of the store that the environment names.

    Where Prefect cannot start or reach its server, the same steps are done without it, and from then on in this process
    it is not tried again: an evaluator must not wait minutes for what they cannot mend. So they are for another store,
    which a task would not find.
    """
    if store.engine.url == database_url() and not _without_prefect.is_set():
        try:
            with lasting_server():
                return evaluate_accepted(reference_to(project_id), hidden_names(files), str(out_dir))
        except (NoServer, RuntimeError, httpx.TransportError) as error:
            log.warning("evaluating without Prefect: %s", type(error).__name__)
            _without_prefect.set()
    return evaluate_here(store, project_id, files, out_dir)


def _spread(project: str, names: list[str]) -> int:
    """Code in batches in other processes, where the engine has any, and count what was coded."""
    try:
        engine = chosen_engine()
        if not engine.spreads:
            return 0
        opened = open_referenced(project)
        waiting = {project: uncoded_names(opened, names)}
        return spread(engine, code_batch, waiting, f"{opened.project.title}: thema's zoeken")[project].analysed
    except InputError as error:
        log.warning("coding in this process: %s", error)
        return 0
