"""`narratief run` killed at random steps, on a full disk, and twice at once: in the end as one undisturbed run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narratief.domain.project import load_project
from narratief.privacy.vault.vault import Vault
from narratief.store.database import make_engine
from tests.conftest import _REAL_HOME
from tests.crash import runs
from tests.crash.filled import held

pytestmark = pytest.mark.slow

TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben {name}. Er kwam een brief in de bus, en toen ben ik gegaan.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Wij hebben onze ideeën ingeleverd en daarna hebben we er nooit meer iets van gehoord. Geen brief, geen mail.
"""
STEPS = 10
"""What a run of two interviews tells: three times of reading, three of coding, twice of tables and of the overview."""
VARIES = {"id", "made_at", "read_at", "created_at", "at", "run_id", "interview_id", "fragment_id", "project_id"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("projecten") / "pleintje"
    folder.mkdir()
    (folder / "een.txt").write_text(TALK.format(name="Wubbo Schelvisch"), "utf-8")
    (folder / "twee.txt").write_text(TALK.format(name="Gerda Hazelhoff"), "utf-8")
    return folder


def a_home(folder: Path) -> tuple[Path, Path]:
    """A work folder with the shared look-up tables, and a folder for vaults."""
    home = folder / "home"
    home.mkdir()
    (home / "cache").symlink_to(_REAL_HOME / "cache", target_is_directory=True)
    return home, folder / "kluis"


def kept(project: Path, home: Path, vault: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the database and the vault hold, without numbers and moments that differ from run to run."""
    engine = make_engine(f"sqlite:///{home}/narratief.sqlite3")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    tables = {
        name: sorted(repr({key: _in_out(key, row[key]) for key in row if key not in VARIES}) for row in rows)
        for name, rows in held(engine).items()
    }
    engine.dispose()
    names = Vault(load_project(project).key, vault)
    return tables, {file: names.originals(file) for file in names.interviews()}


def _in_out(key: str, value: object) -> object:
    """A value as the database has it; of a written file its place in the folder of outputs, which differs by run."""
    return str(value).rpartition("/uit/")[2] if key == "path" else value


@pytest.fixture(scope="module")
def two_at_once(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two runs on one project and one folder, started together; with what they left."""
    folder = tmp_path_factory.mktemp("tegelijk")
    (home, vault), out = a_home(folder), folder / "uit"
    first = runs.start(project, out, home, vault)
    said = [runs.until(first, "lezen 0 2")]
    os.kill(first.pid, signal.SIGSTOP)  # in the middle of its work, until the other one meets it
    second = runs.start(project, out, home, vault)
    said.append(runs.until(second, "Wacht tot een andere verwerking klaar is"))
    os.kill(first.pid, signal.SIGCONT)
    rest = [runs.end(run) for run in (first, second)]
    ended = [(status, begin + more, err) for begin, (status, more, err) in zip(said, rest, strict=True)]
    return {"ended": ended, "outputs": runs.outputs(out), "kept": kept(project, home, vault)}


def test_two_runs_at_once_are_as_one(two_at_once: dict[str, Any]) -> None:
    assert [status for status, _, _ in two_at_once["ended"]] == [0, 0], two_at_once["ended"]
    assert ["(2 nieuw)" in said for _, said, _ in two_at_once["ended"]] == [True, False]
    assert ["Wacht tot een andere verwerking klaar is" in said for _, said, _ in two_at_once["ended"]] == [False, True]
    tables, names = two_at_once["kept"]
    assert len(tables["interviews"]) == len(tables["machine_runs"]) == len(names) == 2
    assert {Path(name).name for name in two_at_once["outputs"]} == {
        "synthese.xlsx", "synthese.html", "codes.csv", "codes.parquet", "verslag.md",
        "overzicht.xlsx", "overzicht.html", "overzicht.csv", "overzicht.parquet",
    }  # fmt: skip


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, which can be filled."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "narratief-test", str(folder)]
    if os.getuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_killed_at_random_steps_and_on_a_full_disk_it_ends_as_an_undisturbed_run(
    project: Path, two_at_once: dict[str, Any], small_disk: Path, tmp_path: Path
) -> None:
    home, vault = a_home(tmp_path)
    out = small_disk / "uit"
    steps = sorted(random.Random(20261126).sample(range(STEPS), 3))
    for number, at in enumerate(steps):
        status, said, _ = runs.end(runs.start(project, out, home, vault, at))
        assert status == -9, said
        assert said.count("STAP") == at
        runs.check_whole(out)
        kept(project, home, vault)
        if number == 1:
            shutil.rmtree(out, ignore_errors=True)
            (out / "pleintje").mkdir(parents=True)  # the old outputs of this folder, which nothing may harm
            (out / "pleintje/codes.csv").write_text("oud\n", "utf-8")
            filler = small_disk / "vol"
            filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 16 * 1024))
            status, said, told = runs.end(runs.start(project, out, home, vault))
            assert status in (1, 2)
            assert "De schijf is vol" in told
            assert "Traceback" not in told
            assert (out / "pleintje/codes.csv").read_text("utf-8") == "oud\n"
            assert list(runs.outputs(out)) == ["pleintje/codes.csv"]
            filler.unlink()
    status, said, told = runs.end(runs.start(project, out, home, vault))
    assert status == 0, told
    assert said.count("STAP") == STEPS
    assert runs.outputs(out) == two_at_once["outputs"]
    assert kept(project, home, vault) == two_at_once["kept"]
