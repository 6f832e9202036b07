"""What the workspace does in the background as a Prefect flow: order and retries around `narratief.pipeline.stages`.

Only the project's number goes to Prefect; errors say what kind and where, without words of a transcript. The store and
the names of files stay in this process: Prefect gets a name for them, not the database's address and password, and no
file name that a resident may be in.

With an engine that spreads (`flows.engine`) interviews are coded in batches first, as in `flows.evaluate`; the stages
do what a batch left. Where the engine is not there, this process does all: who waits for the page cannot mend it.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from prefect import flow, task

from flows.engine import chosen_engine, spread
from flows.held import held, holding
from flows.server import end_server_with_this_process
from flows.tasks import StepError, without_text
from narratief.domain.errors import InputError
from narratief.pipeline import stages
from narratief.pipeline.batches import Done
from narratief.privacy.file_names import hidden_name
from narratief.store.database import Store, database_url

_OPTIONS: dict[str, Any] = {"retries": 1, "retry_delay_seconds": 1, "persist_result": False, "cache_policy": None}
_without_prefect = Event()
log = logging.getLogger(__name__)


@task(name="coderen", **_OPTIONS)
@without_text
def code(work: str, project_id: int) -> int:
    """Code the interviews; gives how many were done now."""
    store, files = held(work)
    return stages.code_interviews(store, project_id, files)


@task(name="gesprekken", **_OPTIONS)
@without_text
def code_some(project: str, names: list[str]) -> Done:
    """Code some interviews of a project, given by its number, in another process."""
    return Done(analysed=stages.code_batch(int(project), names))


@task(name="synthese", **_OPTIONS)
@without_text
def synthesise(work: str, project_id: int, out_dir: str) -> list[str]:
    """Write the tables; gives the names of the files written."""
    store, files = held(work)
    return [path.name for path in stages.write_tables(store, project_id, files, Path(out_dir))]


@flow(name="evaluate-accepted", persist_result=False)
def evaluate_accepted(work: str, project_id: int, out_dir: str) -> int:
    """Evaluate a project's accepted interviews: code, synthesise; gives how many were coded now.

    Parameters
    ----------
    work
        What the calling process knows its store and file names by.
    """
    new = _spread(work, project_id) + code(work, project_id)
    synthesise(work, project_id, out_dir)
    return new


@without_text
def _spread(work: str, project_id: int) -> int:
    """Code in batches in other processes, where the engine has any and they open the same store; gives how many."""
    store, files = held(work)
    try:
        engine = chosen_engine()
        if not engine.spreads or store.engine.url != database_url():  # which is what another process opens
            return 0
        names = [hidden_name(file) for file in stages.uncoded(store, project_id, files)]
        project = str(project_id)
        return spread(engine, code_some, {project: names}, stages.CODING)[project].analysed
    except InputError as error:
        log.warning("coding in this process: %s", error)
        return 0


def evaluate(store: Store, project_id: int, files: list[str], out_dir: Path) -> int:
    """Run the flow on an open store; gives how many interviews were coded now.

    Where Prefect cannot start or reach its server, the same steps are done without it, and from then on in this process
    it is not tried again: an evaluator must not wait minutes for what they cannot mend.
    """
    if not _without_prefect.is_set():
        end_server_with_this_process()
        try:
            with holding(store, files) as work:
                return evaluate_accepted(work, project_id, str(out_dir))
        except StepError:
            raise
        except (RuntimeError, httpx.TransportError) as error:
            log.warning("evaluating without Prefect: %s", type(error).__name__)
            _without_prefect.set()
    new = stages.code_interviews(store, project_id, files)
    stages.write_tables(store, project_id, files, out_dir)
    return new
