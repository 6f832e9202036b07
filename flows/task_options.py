"""How often a step is tried, how long a run may take, and by what Prefect can bound how many are done at once."""

from __future__ import annotations

from typing import Any

from prefect.client.schemas.objects import State, TaskRun

from narratief.domain.errors import InputError, PassingError
from narratief.domain.settings import get_settings

TAG = "narratief"
"""On every task of narratief."""
HEAVY = "narratief-rekenen"
"""On tasks that keep a core busy for long; give it a limit in Prefect to bound how many run at once."""

_HOUR = 3600
CHECKS: dict[str, Any] = {"persist_result": False, "timeout_seconds": _HOUR}
"""Of flows that look after others, and take seconds. Chosen: an hour is far too long for any of them."""
ONCE: dict[str, Any] = {"persist_result": False, "cache_policy": None, "tags": [TAG]}
"""Nothing is kept by Prefect, and its caching would put what a task gives in its storage."""


def can_pass(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a failed task may succeed when it is tried again: what was kept is not done again."""
    return isinstance(state.data, PassingError)


AGAIN: dict[str, Any] = {**ONCE, "retries": 3, "retry_delay_seconds": [2, 15, 60], "retry_condition_fn": can_pass}
"""Tried again when the database was busy or away. Chosen: PostgreSQL starts anew in less than these seconds."""


def heavy(options: dict[str, Any]) -> dict[str, Any]:
    """Options of a task that keeps a core busy for long."""
    return {**options, "tags": [*options["tags"], HEAVY]}


def run_seconds() -> float:
    """How long a run of projects may take, in seconds (NARRATIEF_RUN_HOURS); the default where that is no number.

    Flows ask for it when they are loaded, which must not fail: a command tells of the setting in its own time.
    """
    try:
        hours = get_settings("run_hours").run_hours
    except InputError:
        hours = 24
    return float(hours * _HOUR)


PROJECTS: dict[str, Any] = {"persist_result": False, "timeout_seconds": run_seconds()}
"""Of flows that evaluate projects."""
