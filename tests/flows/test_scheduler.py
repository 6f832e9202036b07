"""Schedules fire: a real server makes runs of a deployment by itself, and a worker carries them out.

The deployment is the one that starts lost runs again, whose worker is another than the one that it looks after: here
that one has fallen away altogether, and work waits for it.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.schedules import IntervalSchedule

from tests.flows.servers import ROOT, environment, prefect, prefect_server, service, until

POOL, WATCH = "narratief", "narratief-toezicht"
WORKER = ["-m", "prefect", "worker", "start", "--pool", WATCH, "--type", "process", "--name", "een"]


def test_nothing_can_keep_what_looks_after_runs_from_running() -> None:
    """A slot of a limit stays taken when the server and the run that has it are killed together."""
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    watching = [each for each in deployments if each["work_pool"]["name"] == WATCH]
    assert {each["name"] for each in watching} == {"bewaartermijn", "hervatten"}
    assert not any("concurrency_limit" in each for each in watching)
    unit = (ROOT / "deploy" / "systemd" / "narratief-werker@.service").read_text("utf-8")
    assert "--limit ${NARRATIEF_RUNS}" in unit
    assert "Environment=NARRATIEF_RUNS=1\n" in unit


@pytest.mark.slow
def test_a_scheduled_deployment_runs_by_itself(own_home: Path, tmp_path: Path) -> None:
    env = environment(
        own_home,
        tmp_path / "vault",
        NARRATIEF_SOURCE=str(ROOT),
        NARRATIEF_PROJECTS=str(tmp_path / "projecten"),
        NARRATIEF_RESULTS=str(tmp_path / "uit"),
        PREFECT_HOME=str(tmp_path / "werkers"),
        PREFECT_WORKER_QUERY_SECONDS="1",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
    )
    with prefect_server(tmp_path / "server", env) as api, SyncPrefectClient(api) as client:
        env["PREFECT_API_URL"] = api
        for pool in (POOL, WATCH):
            prefect(env, "work-pool", "create", pool, "--type", "process")
        prefect(env, "deploy", "--all")
        guarded = client.read_deployment_by_name("evaluate-all/alle-projecten")
        assert guarded.parameters == {
            "projects_dir": str(tmp_path / "projecten"),
            "out_dir": str(tmp_path / "uit"),
        }
        waiting = client.create_flow_run_from_deployment(guarded.id).id
        deployment = client.read_deployment_by_name("resume-runs/hervatten")
        assert [schedule.active for schedule in deployment.schedules] == [True]
        often = IntervalSchedule(interval=timedelta(seconds=5))
        client.create_deployment_schedules(deployment.id, [(often, True)])

        until(lambda: _scheduled(client), "the scheduler made no run", seconds=120)
        with service(WORKER, env, tmp_path / "een.log"):
            until(
                lambda: any(run.state_type == StateType.COMPLETED for run in _scheduled(client)),
                "no run that the scheduler made was carried out",
            )
        assert client.read_flow_run(waiting).state_type == StateType.SCHEDULED


def _scheduled(client: SyncPrefectClient) -> list[FlowRun]:
    """Runs that the server made by itself."""
    return [run for run in client.read_flow_runs() if run.auto_scheduled]
