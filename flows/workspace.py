"""What the workspace does in the background as a Prefect flow: order and retries around `narratief.web.stages`.

Only the project's number and file names go to Prefect; errors say what kind and where, without words of a transcript.
The store stays in this process: Prefect gets a name for it, not the database's address and password.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from prefect import flow, task

from flows.tasks import StepError, without_text
from narratief.store.database import Store
from narratief.web import stages

_OPTIONS: dict[str, Any] = {"retries": 1, "retry_delay_seconds": 1, "persist_result": False, "cache_policy": None}
_stores: dict[str, Store] = {}
_without_prefect = Event()
log = logging.getLogger(__name__)


@task(name="coderen", **_OPTIONS)
@without_text
def code(store: str, project_id: int, files: list[str]) -> int:
    """Code the interviews; gives how many were done now."""
    return stages.code_interviews(_stores[store], project_id, files)


@task(name="synthese", **_OPTIONS)
@without_text
def synthesise(store: str, project_id: int, files: list[str], out_dir: str) -> list[str]:
    """Write the tables; gives the names of the files written."""
    return [path.name for path in stages.write_tables(_stores[store], project_id, files, Path(out_dir))]


@flow(name="evaluate-accepted", persist_result=False)
def evaluate_accepted(store: str, project_id: int, files: list[str], out_dir: str) -> int:
    """Evaluate a project's accepted interviews: code, synthesise; gives how many were coded now."""
    new = code(store, project_id, files)
    synthesise(store, project_id, files, out_dir)
    return new


def evaluate(store: Store, project_id: int, files: list[str], out_dir: Path) -> int:
    """Run the flow on an open store; gives how many interviews were coded now.

    Where Prefect cannot start or reach its server, the same steps are done without it, and from then on in this process
    it is not tried again: an evaluator must not wait minutes for what they cannot mend.
    """
    name = f"store-{id(store)}"
    _stores[name] = store
    if not _without_prefect.is_set():
        try:
            return evaluate_accepted(name, project_id, files, str(out_dir))
        except StepError:
            raise
        except (RuntimeError, httpx.TransportError) as error:
            log.warning("evaluating without Prefect: %s", type(error).__name__)
            _without_prefect.set()
    new = stages.code_interviews(store, project_id, files)
    stages.write_tables(store, project_id, files, out_dir)
    return new
