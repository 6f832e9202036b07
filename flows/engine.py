"""Where batches of interviews are done: in this process, in several on this machine, or on a Dask cluster.

NARRATIEF_ENGINE
    ``lokaal`` (default): everything in the process of the flow, one task per stage. ``processen:4``: batches are spread
    over four processes on this machine. ``dask:tcp://host:8786`` or ``dask:tls://host:8786``: over the workers of a
    Dask cluster.

Spreading comes before the stages: batches fill the store, then the stages go over the project as they always do. They
find what was done and do what is missing, so a worker that was killed or a cluster that is gone loses nothing, and the
outcome does not depend on the engine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from prefect import Task
from prefect.client.orchestration import get_client
from prefect.futures import PrefectFuture
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from narratief.domain.errors import InputError
from narratief.domain.machine_share import batch_size
from narratief.domain.progress import report_progress
from narratief.domain.settings import get_settings, variable_of
from narratief.files.parent_watch import watch_parent
from narratief.pipeline.batches import Done, in_batches

VARIABLE = variable_of("engine")
_FORM = re.compile(r"lokaal|processen:(?P<processes>[1-9]\d*)|dask:(?P<address>(?:tcp|tls)://\S+)")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where batches are done.

    Attributes
    ----------
    processes
        How many processes there are; 0 for the flow's own, or when a Dask cluster knows.
    address
        Of a Dask cluster's scheduler.
    """

    processes: int = 0
    address: str = ""

    @property
    def spreads(self) -> bool:
        """Whether batches go to other processes."""
        return bool(self.processes or self.address)


def chosen_engine() -> Engine:
    """Engine that NARRATIEF_ENGINE names.

    Raises
    ------
    InputError
        When it names none.
    """
    given = get_settings("engine").engine
    match = _FORM.fullmatch(given)
    if match is None:
        raise InputError(
            VARIABLE,
            f"'{given}' is geen bekende waarde.",
            "Kies 'lokaal', 'processen:2' of 'dask:tcp://computer:8786'.",
        )
    return Engine(int(match["processes"] or 0), match["address"] or "")


def spread(
    engine: Engine,
    step: Task[..., Done],
    waiting: Mapping[str, Sequence[str]],
    title: str,
    *,
    whole: bool = False,
) -> dict[str, Done]:
    """Do the waiting interviews of projects as a task per batch, and count what was done per project.

    A batch that failed, or whose worker was lost, counts for nothing here: the stages do it after all, and tell why if
    they cannot. A single interview is left to them at once.

    Parameters
    ----------
    step
        Takes ``project`` and ``names`` of its files.
    waiting
        Per project those names.
    title
        For the progress bar.
    whole
        Whether a project is one batch, because the order of its files counts.

    Raises
    ------
    InputError
        When the engine is not there.
    """
    outcome = dict.fromkeys(waiting, Done())
    total, done = sum(map(len, waiting.values())), 0
    if not engine.spreads or total < 2:
        return outcome
    share, largest = (1, total) if whole else (max(engine.processes, 1), batch_size())
    batches = [(project, part) for project, names in waiting.items() for part in in_batches(names, largest, share)]
    report_progress(title, 0, total)
    with runner_for(engine) as runner:
        futures = [runner.submit(step, parameters={"project": project, "names": part}) for project, part in batches]
        for future, (project, part) in zip(futures, batches, strict=True):
            outcome[project] += _outcome(future)
            done += len(part)
            report_progress(title, done, total)
    return outcome


@contextmanager
def runner_for(engine: Engine) -> Iterator[TaskRunner]:
    """Start Prefect's runner for an engine; its processes talk to the server that this one talks to."""
    runner = (
        _dask_runner(engine.address)
        if engine.address
        else ProcessPoolTaskRunner(engine.processes, initializer=partial(begin_worker, os.getpid()))
    )
    with get_client(sync_client=True) as client, temporary_settings({PREFECT_API_URL: str(client.api_url)}), runner:
        yield runner


def _dask_runner(address: str) -> TaskRunner:
    """Runner of tasks on a Dask cluster.

    Raises
    ------
    InputError
        When the extra is not installed, or nothing answers at the address.
    """
    try:
        from distributed import Client
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise InputError(
            VARIABLE, "Hiervoor is een uitbreiding van narratief nodig.", "Installeer narratief[dask]."
        ) from None
    try:
        client: Any = Client
        client(address, timeout="10s", set_as_default=False).close()  # distributed has no types
    except (OSError, ValueError):
        raise InputError(
            VARIABLE, f"Het Dask-cluster op {address} antwoordt niet.", "Controleer het adres en of het cluster draait."
        ) from None
    return DaskTaskRunner(address=address)


def _outcome(future: PrefectFuture[Done]) -> Done:
    """Wait for a batch; nothing when it failed or was lost."""
    try:
        return future.result()
    except Exception:  # noqa: BLE001 - whatever it was, the stages do the batch again and tell
        return Done()


def begin_worker(parent: int) -> None:
    """Let a process end with the one that started it, also when that is killed, and keep to one core."""
    watch_parent(parent)
    use_one_core()


def use_one_core() -> None:
    """Let a process keep to one core: it has others of its kind beside it."""
    import numpy as np  # noqa: F401 - the limit holds for libraries that are loaded
    from threadpoolctl import threadpool_limits

    os.environ.setdefault("NARRATIEF_THREADS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    threadpool_limits(1)
