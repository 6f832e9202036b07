"""Two workers of a work pool on PostgreSQL: one is killed in the middle, and everything is done all the same."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from flows.resume import resume
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from sqlalchemy import URL, func, select

from narratief.domain.project import load_project
from narratief.privacy.vault.vault import Vault
from narratief.store.database import Store, make_engine, open_store
from narratief.store.jobs.alive import alive, is_alive
from narratief.store.schema import CurrentRun, InterviewRow, MachineRun
from tests.databases import a_database
from tests.flows.servers import ROOT, environment, prefect, prefect_server, process, service, until

TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben Wubbo Schelvisch. Er kwam een brief in de bus.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Wij hebben onze ideeën ingeleverd en daarna hebben we er nooit meer iets van gehoord. Geen brief, geen mail.
"""
POOL, WATCH = "narratief", "narratief-toezicht"
START = ["-m", "prefect", "worker", "start", "--type", "process", "--pool"]
WORKER = [*START, POOL, "--limit", "1", "--name"]


@pytest.fixture
def database(postgres_server: URL, postgres_template: URL):
    with a_database(postgres_server, postgres_template.database) as url:
        yield url.render_as_string(hide_password=False)


@pytest.mark.postgres
def test_work_shows_that_it_lives_until_its_process_is_gone(database: str) -> None:
    store = Store(make_engine(database))
    assert is_alive(store, "werk") is False
    with alive(store, "werk"), alive(store, "werk"):
        assert is_alive(store, "werk") is True
        assert is_alive(store, "ander werk") is False
    assert is_alive(store, "werk") is False
    code = (
        "import sys, time; from narratief.store.jobs.alive import alive; "
        "from narratief.store.database import Store, make_engine\n"
        "with alive(Store(make_engine(sys.argv[1])), 'werk'): print('leeft', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, database], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"leeft\n"
        assert is_alive(store, "werk") is True
        other.kill()
    until(lambda: is_alive(store, "werk") is False, "the lock outlived its process", seconds=30)
    store.close()


def test_on_sqlite_nobody_can_tell(own_home: Path) -> None:
    store = open_store()
    with alive(store, "werk"):
        assert is_alive(store, "werk") is None


@pytest.mark.slow
@pytest.mark.postgres
def test_a_killed_worker_loses_nothing(
    database: str, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", database)
    projects = [_project(tmp_path / name) for name in ("pleintje", "tuin", "weg")]
    env = _worker_environment(own_home, tmp_path)
    with prefect_server(tmp_path / "server", env) as api, SyncPrefectClient(api) as client:
        env["PREFECT_API_URL"] = api
        for pool in (POOL, WATCH):
            prefect(env, "work-pool", "create", pool, "--type", "process")
        prefect(env, "deploy", "--all")
        deployment = client.read_deployment_by_name("evaluate-project/een-project").id
        runs = [
            client.create_flow_run_from_deployment(
                deployment, parameters={"project_dir": str(folder), "out_dir": str(tmp_path / "uit")}
            ).id
            for folder in projects
        ]
        with (
            process([*WORKER, "een"], env, tmp_path / "een.log") as first,
            service([*WORKER, "twee"], env, tmp_path / "twee.log"),
            service([*START, WATCH, "--name", "toezicht"], env, tmp_path / "toezicht.log"),
        ):
            cut_off = _kill_at_work(first, client)
            end = time.monotonic() + 400
            while {state := client.read_flow_run(run).state.type for run in runs} != {StateType.COMPLETED}:
                assert time.monotonic() < end, state
                resume(client, silence=15)
                time.sleep(1)
            looked = client.read_deployment_by_name("resume-runs/hervatten")
            sweep = client.create_flow_run_from_deployment(looked.id, parameters={"silence": 3}).id
            done = {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED}
            until(lambda: client.read_flow_run(sweep).state.type in done, "the deployment that looks did not run")
            assert client.read_flow_run(sweep).state.type == StateType.COMPLETED
            assert looked.schedules[0].active
        assert client.read_flow_run(cut_off).run_count == 2
    _check(projects, tmp_path / "uit")


@pytest.mark.slow
@pytest.mark.postgres
def test_a_worker_that_is_asked_to_stop_leaves_its_run_to_be_resumed(
    database: str, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As systemd stops a service: SIGTERM for every process of it, and SIGKILL for what does not heed it."""
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", database)
    project = _project(tmp_path / "pleintje")
    env = _worker_environment(own_home, tmp_path)
    with prefect_server(tmp_path / "server", env) as api, SyncPrefectClient(api) as client:
        env["PREFECT_API_URL"] = api
        prefect(env, "work-pool", "create", POOL, "--type", "process")
        prefect(env, "deploy", "--name", "een-project")
        deployment = client.read_deployment_by_name("evaluate-project/een-project").id
        run = client.create_flow_run_from_deployment(deployment, parameters={"project_dir": str(project)}).id
        with process([*WORKER, "een"], env, tmp_path / "een.log") as worker:
            _at_work(worker, client)
            family = [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]
            for member in family:
                member.terminate()
            for member in psutil.wait_procs(family, timeout=60)[1]:
                member.kill()
            assert psutil.wait_procs(family, timeout=60)[1] == []
        assert not client.read_flow_run(run).state.is_completed()
        assert not client.read_flow_run(run).state.is_failed()  # that is for work which is no good
        with service([*WORKER, "twee"], env, tmp_path / "twee.log"):

            def done() -> bool:
                resume(client, silence=3)
                return client.read_flow_run(run).state.is_completed()

            until(done, "the run was not finished", seconds=400)
    _check([project], tmp_path / "uit")


def _worker_environment(home: Path, folder: Path) -> dict[str, str]:
    return environment(
        home,
        folder / "vault",
        NARRATIEF_THREADS="1",
        NARRATIEF_SOURCE=str(ROOT),
        NARRATIEF_PROJECTS=str(folder),
        NARRATIEF_RESULTS=str(folder / "uit"),
        PREFECT_HOME=str(folder / "werkers"),
        PREFECT_WORKER_QUERY_SECONDS="1",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
    )


def _project(folder: Path) -> Path:
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TALK, "utf-8")
    return folder


def _at_work(worker: subprocess.Popen[bytes], client: SyncPrefectClient) -> UUID:
    """Wait until a worker has a run that is at work; gives the run's id."""
    found = []

    def at_work() -> bool:
        family = {str(child.pid) for child in psutil.Process(worker.pid).children(recursive=True)}
        for run in client.read_flow_runs():
            if run.infrastructure_pid in family and is_alive(open_store(), str(run.id)):
                found.append(run.id)
        return bool(found)

    until(at_work, "the worker took no run", worker)
    return found[0]


def _kill_at_work(worker: subprocess.Popen[bytes], client: SyncPrefectClient) -> UUID:
    """Kill a worker and the run that it has, as soon as that run is at work; gives the run's id."""
    run = _at_work(worker, client)
    family = psutil.Process(worker.pid).children(recursive=True)
    for member in [psutil.Process(worker.pid), *family]:
        member.kill()
    worker.wait()
    assert client.read_flow_run(run).state.type == StateType.RUNNING  # nobody could tell Prefect
    return run


def _check(projects: list[Path], out: Path) -> None:
    """Everything is there, once."""
    with open_store().reading() as session:
        for table in (InterviewRow, MachineRun):
            assert session.scalar(select(func.count(table.id))) == 2 * len(projects)
        assert session.scalar(select(func.count()).select_from(CurrentRun)) == 2 * len(projects)
    for folder in projects:
        assert (out / folder.name / "synthese.html").is_file()
        assert (out / folder.name / "codes.csv").is_file()
        vault = Vault(load_project(folder).key)
        assert [vault.originals(file) for file in ("a.txt", "b.txt")] == [{"[PERSOON-1]": ["Wubbo Schelvisch"]}] * 2
