"""Batches of interviews in other processes: chosen by a setting, the same outcome, also when a worker is killed."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import distributed
import pytest
from flows.engine import Engine, chosen_engine
from sqlalchemy import func, select

from flows import evaluate, tasks
from narratief.domain.errors import InputError
from narratief.domain.machine_share import batch_size, threads
from narratief.domain.project import load_project
from narratief.pipeline.batches import Done, code_batch, in_batches, take_batch, taken_uncoded, untaken
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.outputs import write_outputs
from narratief.pipeline.take_in import take_in
from narratief.privacy.vault.vault import Vault
from narratief.store.database import open_store
from narratief.store.schema import InterviewRow, MachineRun
from tests.flows.servers import environment, process, until

NAMES = ("Wubbo Schelvisch", "Tjitske Hofwegen", "Rinus Donkersloot", "Aaltje Berkhout")
TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben {name}. Er kwam een brief in de bus, en daar stond in dat wij mochten meedenken over het plein.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Wij hebben onze ideeën ingeleverd en daarna hebben we er nooit meer iets van gehoord. Geen brief, geen mail.
"""
TABLES = ("codes.csv", "synthese.html", "synthese.csv")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "pleintje"
    folder.mkdir()
    for name in NAMES:
        (folder / f"interview {name}.txt").write_text(TALK.format(name=name) * 3, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("given", "engine"),
    [
        (None, Engine()),
        ("lokaal", Engine()),
        ("processen:4", Engine(processes=4)),
        ("dask:tcp://rekenaar:8786", Engine(address="tcp://rekenaar:8786")),
        ("dask:tls://10.0.0.2:8786", Engine(address="tls://10.0.0.2:8786")),
    ],
)
def test_the_engine_is_what_the_setting_names(monkeypatch, given: str | None, engine: Engine) -> None:
    if given is None:
        monkeypatch.delenv("NARRATIEF_ENGINE", raising=False)
    else:
        monkeypatch.setenv("NARRATIEF_ENGINE", given)
    assert chosen_engine() == engine


@pytest.mark.parametrize("given", ["wolk", "processen:0", "processen", "dask:", "dask:http://rekenaar:8786"])
def test_an_engine_that_is_none_is_told_with_its_name(monkeypatch, given: str) -> None:
    monkeypatch.setenv("NARRATIEF_ENGINE", given)
    with pytest.raises(InputError, match="NARRATIEF_ENGINE") as caught:
        chosen_engine()
    assert given in str(caught.value)


@pytest.mark.parametrize("given", ["0", "veel", "-1"])
def test_a_number_that_is_none_is_told(monkeypatch, given: str) -> None:
    monkeypatch.setenv("NARRATIEF_THREADS", given)
    monkeypatch.setenv("NARRATIEF_BATCH", given)
    with pytest.raises(InputError, match="NARRATIEF_THREADS"):
        threads()
    with pytest.raises(InputError, match="NARRATIEF_BATCH"):
        batch_size()


@pytest.mark.parametrize(("count", "largest", "processes"), [(0, 5, 2), (1, 5, 2), (4, 5, 2), (12, 5, 2), (101, 7, 3)])
def test_batches_hold_each_name_once_and_keep_all_processes_busy(count: int, largest: int, processes: int) -> None:
    names = [str(number) for number in range(count)]
    batches = in_batches(names, largest, processes)
    assert Counter(name for batch in batches for name in batch) == Counter(names)
    sizes = [len(batch) for batch in batches]
    assert all(0 < size <= largest for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert len(batches) % processes == 0 or len(batches) == count


def test_what_waits_has_neutral_names_and_a_batch_takes_only_its_own(project: Path, own_home: Path) -> None:
    waiting = untaken(open_folder(project))
    assert len(waiting) == 4
    assert not any(word in name for name in waiting for full in NAMES for word in full.split())
    assert take_batch(open_folder(project), waiting[:1]) == Done(ingested=1)
    assert untaken(open_folder(project)) == waiting[1:]
    assert take_batch(open_folder(project), waiting[:1]) == Done()
    taken = taken_uncoded(open_folder(project))
    assert len(taken) == 1
    assert code_batch(open_folder(project), taken) == Done(analysed=1)
    assert taken_uncoded(open_folder(project)) == []


def test_a_project_is_read_as_one_batch_and_coded_as_several(project: Path, own_home: Path, monkeypatch) -> None:
    monkeypatch.setenv("NARRATIEF_ENGINE", "processen:2")
    seen: list[tuple[object, bool]] = []

    def noted(engine: Engine, step, waiting, title: str, *, whole: bool = False) -> dict[str, Done]:
        seen.append((step, whole))
        return dict.fromkeys(waiting, Done())

    monkeypatch.setattr(evaluate, "spread", noted)
    evaluate._spread([str(project)])
    assert seen == [(tasks.take_batch, True), (tasks.code_batch, False)]


def _tables(out: Path) -> dict[str, bytes]:
    return {name: (out / "pleintje" / name).read_bytes() for name in TABLES if (out / "pleintje" / name).exists()}


def _busy(client: distributed.Client) -> list[str]:
    return [worker for worker, tasks in client.processing().items() if tasks]


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_tables_also_when_a_worker_is_killed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Path(os.environ["NARRATIEF_HOME"]) / "cache"
    for place in ("een", "dask"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "cache").symlink_to(cache, target_is_directory=True)

    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / "een"))
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "kluis-een"))
    taken = take_in(open_folder(project))
    code_interviews(open_folder(project), taken.files)
    write_outputs(open_folder(project), taken.files, taken.problems, tmp_path / "uit-een")
    keys = {name: Vault(load_project(project).key).originals(name) for name in taken.files}

    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / "dask"))
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "kluis-dask"))
    monkeypatch.setenv("NARRATIEF_THREADS", "1")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        engine = {"NARRATIEF_ENGINE": f"dask:{cluster.scheduler_address}", "NARRATIEF_BATCH": "1"}
        env = environment(tmp_path / "dask", tmp_path / "kluis-dask", **engine)
        code = "from narratief.cli import main; main()"
        command = ["-c", code, "run", str(project), "--out", str(tmp_path / "uit-dask")]
        with process(command, env, tmp_path / "run.log") as run:
            until(lambda: _busy(client), "no batch came to the cluster", run)
            pids = client.run(os.getpid)
            os.kill(pids[_busy(client)[0]], signal.SIGKILL)
            run.wait(600)
        told = (tmp_path / "run.log").read_text("utf-8")
        assert run.returncode == 0, told
        assert "4 gesprekken verwerkt (4 nieuw)" in told  # by the batches: none was left to the stages

    assert _tables(tmp_path / "uit-dask") == _tables(tmp_path / "uit-een") != {}
    assert {name: Vault(load_project(project).key).originals(name) for name in taken.files} == keys
    with open_store().reading() as session:
        assert session.scalar(select(func.count(InterviewRow.id))) == 4
        assert session.scalar(select(func.count(MachineRun.id))) == 4
