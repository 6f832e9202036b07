"""A run that is killed alone, not its group: nothing that it started stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from narratief.files.parent_watch import watched_command
from tests.conftest import _REAL_HOME
from tests.crash import runs

WAIT = 60
"""Seconds after which what still runs counts as left behind: far more than it takes, since machines are busy."""


def gone(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Wait for processes; gives those that stayed, ended after all so that they trouble no other test."""
    _, stayed = psutil.wait_procs(processes, timeout=WAIT)
    for each in stayed:
        each.kill()
    return stayed


def children(run: subprocess.Popen[str], least: int) -> list[psutil.Process]:
    """Wait until a run has started so many processes, and give all of them."""
    process, until = psutil.Process(run.pid), time.monotonic() + 10 * WAIT
    while len(found := process.children(recursive=True)) < least:
        assert run.poll() is None, "it ended before it started them"
        assert time.monotonic() < until, "it never started them"
        time.sleep(0.05)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["lokaal", "processen:2"])
def test_a_killed_run_leaves_no_process(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, home = tmp_path / "pleintje", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    (home / "cache").symlink_to(_REAL_HOME / "cache", target_is_directory=True)
    for name in ("een", "twee", "drie", "vier"):
        talk = f"Interviewer: Hoe ging het?\nInwoner: {name}: wij hoorden er daarna nooit meer iets van. Geen brief.\n"
        (project / f"{name}.txt").write_text(talk, "utf-8")
    monkeypatch.setenv("NARRATIEF_ENGINE", engine)
    run = runs.start(project, tmp_path / "uit", home, tmp_path / "kluis")
    try:
        runs.until(run, "STAP")
        family = children(run, 1 if engine == "lokaal" else 3)
        servers = [each for each in family if "flows.server_process" in each.cmdline()]
        assert len(servers) == 1
        os.kill(run.pid, signal.SIGKILL)  # it alone: whoever is in its group lives on
        run.wait()
        assert gone(family) == []
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)


def _beside(folder: Path) -> dict[str, str]:
    """An environment in which modules of a folder are found."""
    return os.environ | {"PYTHONPATH": str(folder)}


SLEEPER = "import time; print('begonnen', flush=True); time.sleep(600)"


def test_a_process_ends_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "slaper.py").write_text(SLEEPER, "utf-8")
    starts = "import subprocess, sys; from narratief.files.parent_watch import watched_command; import time\n"
    starts += "print(subprocess.Popen(watched_command('slaper')).pid, flush=True); time.sleep(600)"
    parent = subprocess.Popen(
        [sys.executable, "-c", starts], env=_beside(tmp_path), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    child = psutil.Process(int(parent.stdout.readline()))
    assert parent.stdout.readline() == "begonnen\n"
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert gone([child]) == []


def test_a_parent_that_was_gone_before_is_seen_too(tmp_path: Path) -> None:
    (tmp_path / "slaper.py").write_text(SLEEPER, "utf-8")
    words = watched_command("slaper")
    words[words.index(str(os.getpid()))] = str(os.getppid())  # as if somebody else had started it and was gone
    child = subprocess.Popen(words, env=_beside(tmp_path), stdout=subprocess.DEVNULL)
    assert child.wait(WAIT) == -signal.SIGTERM


def test_a_process_lives_as_long_as_its_parent(tmp_path: Path) -> None:
    (tmp_path / "slaper.py").write_text("import sys, time; time.sleep(3); print(sys.argv[1:])", "utf-8")
    done = subprocess.run(
        watched_command("slaper", "a", "b c"), env=_beside(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout == "['a', 'b c']\n"


def test_a_file_in_the_present_folder_is_not_run_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "slaper.py").write_text("print('van buiten')", "utf-8")
    done = subprocess.run(watched_command("slaper"), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "van buiten" not in done.stdout
