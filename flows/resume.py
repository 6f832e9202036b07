"""Start again what was cut off: runs whose worker or machine fell away, found and put back in their pool.

A run that is done twice gives what it would have given once (see `narratief.pipeline.batches`), so a run that was
taken for lost wrongly costs time and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Scheduled

from flows.outcome import failing_as_state
from flows.task_options import CHECKS
from flows.tasks import without_text
from narratief.store.database import open_store
from narratief.store.jobs.alive import is_alive

FLOWS = ("evaluate-project", "evaluate-all")
"""Flows that give a sign of life and may be run again."""
TRIES = 4
"""How often a run is started at most; one that falls every time has a cause that a new start does not mend."""
STARTING = timedelta(minutes=5)
"""How long a worker may take to start a run's process."""
OLDEST = timedelta(days=7)
"""Runs that should have started longer ago are left as they are."""
_CUT_OFF = [StateType.PENDING, StateType.RUNNING, StateType.CRASHED]


@flow(name="resume-runs", flow_run_name="hervatten", **CHECKS)
@failing_as_state
@without_text
def resume_runs(silence: int = 60) -> int:
    """Start runs again that were cut off, and count them.

    Parameters
    ----------
    silence
        Seconds that a run may go on before it shows that it lives.
    """
    with get_client(sync_client=True) as client:
        return resume(client, silence)


def resume(client: SyncPrefectClient, silence: float) -> int:
    """Start runs again that were cut off, through an open client, and count them."""
    lost = [run for run in _candidates(client) if _is_lost(run, silence)]
    for run in lost:
        client.set_flow_run_state(run.id, Scheduled(message="De werker viel weg."), force=True)
    return len(lost)


def _candidates(client: SyncPrefectClient) -> list[FlowRun]:
    """List runs of deployments that may have been cut off."""
    found = client.read_flow_runs(
        flow_filter=FlowFilter.model_validate({"name": {"any_": list(FLOWS)}}),
        flow_run_filter=FlowRunFilter.model_validate(
            {
                "state": {"type": {"any_": _CUT_OFF}},
                "expected_start_time": {"after_": datetime.now(UTC) - OLDEST},
                "deployment_id": {"is_null_": False},
            }
        ),
    )
    return [run for run in found if run.run_count < TRIES]


def _is_lost(run: FlowRun, silence: float) -> bool:
    """Tell whether a run was cut off: Prefect saw it fall, or it should show that it lives by now and does not."""
    if run.state is None or run.state.type == StateType.CRASHED:
        return run.state is not None
    patience = timedelta(seconds=silence) if run.state.type == StateType.RUNNING else STARTING
    if datetime.now(UTC) - run.state.timestamp < patience:
        return False
    return is_alive(open_store(), str(run.id)) is False
