"""The background evaluation as a Prefect flow: order and retries around `narratief.web.stages`.

Only the project's number and file names go to Prefect; errors say what kind and where, without words of a transcript.
The store stays in this process: Prefect gets a name for it, not the database's address and password.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.tasks import without_text
from prefect import flow, task

from narratief.store.database import Store
from narratief.web import stages

_OPTIONS: dict[str, Any] = {"retries": 1, "retry_delay_seconds": 1, "persist_result": False, "cache_policy": None}
_stores: dict[str, Store] = {}


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
    """Run the flow on an open store; gives how many interviews were coded now."""
    name = f"store-{id(store)}"
    _stores[name] = store
    return evaluate_accepted(name, project_id, files, str(out_dir))
