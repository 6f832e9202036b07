"""Locks between real processes: each waits for the other, and a killed one holds nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from narratief.files import atomic, file_transaction, locks
from narratief.files.atomic import new_draft, write_atomic
from narratief.files.file_transaction import write_transaction
from narratief.files.locks import FOLDER_LOCK, file_lock, folder_lock

WAIT = 60
"""Seconds after which a lock counts as never given: far more than it takes, since machines are busy."""

COUNTS = """
import sys
from pathlib import Path
from narratief.files.locks import file_lock, folder_lock
kind, folder = sys.argv[1], Path(sys.argv[2])
print("klaar", flush=True)
sys.stdin.readline()
for _ in range(60):
    with folder_lock(folder) if kind == "folder" else file_lock(folder / "teller.lock", remove=kind == "removed"):
        number = int((folder / "teller").read_text())
        (folder / "teller").write_text(str(number + 1))
"""
HOLDS = """
import sys, time
from pathlib import Path
from narratief.files.locks import file_lock
with file_lock(Path(sys.argv[1])):
    print("heeft het", flush=True)
    time.sleep(600)
"""
DRAFTS = """
import sys, time
from pathlib import Path
from narratief.files.atomic import new_draft
draft, file = new_draft(Path(sys.argv[1]))
print("schrijft", flush=True)
time.sleep(600)
"""


@contextmanager
def running(program: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has said its first word."""
    words = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline(), "it ended at once"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("kind", ["file", "removed", "folder"])
def test_processes_take_turns(tmp_path: Path, kind: str) -> None:
    (tmp_path / "teller").write_text("0")
    with running(COUNTS, kind, tmp_path) as one, running(COUNTS, kind, tmp_path) as two:
        for process in (one, two):
            process.stdin.write("begin\n")
            process.stdin.flush()
        assert [process.wait(WAIT) for process in (one, two)] == [0, 0]
    assert (tmp_path / "teller").read_text() == "120"
    assert (tmp_path / "teller.lock").exists() == (kind == "file" and os.name != "nt")


def test_a_killed_process_holds_no_lock(tmp_path: Path) -> None:
    path, told = tmp_path / "x.lock", []
    with running(HOLDS, path) as holder:

        def waiting() -> None:
            told.append("wacht")
            if len(told) == 2:
                kill(holder)
            assert len(told) < WAIT

        with file_lock(path, waiting):
            assert len(told) >= 2


def test_who_waits_may_give_up(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"

    def enough() -> None:
        raise InterruptedError

    with running(HOLDS, path), pytest.raises(InterruptedError), file_lock(path, enough):
        pytest.fail("two at once")


def test_threads_wait_for_each_other_too(tmp_path: Path) -> None:
    within, most = [], []

    def work() -> None:
        for _ in range(10):
            with file_lock(tmp_path / "x.lock"):
                within.append(1)
                most.append(len(within))
                time.sleep(0.001)
                within.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 40
    assert max(most) == 1


def test_a_lock_that_this_thread_holds_already_is_told_instead_of_waited_for(tmp_path: Path) -> None:
    with file_lock(tmp_path / "x.lock"), pytest.raises(RuntimeError), file_lock(tmp_path / "x.lock"):
        pytest.fail("waits for itself for ever")


def test_a_process_that_was_forked_off_holds_nothing(tmp_path: Path) -> None:
    with file_lock(tmp_path / "x.lock"):
        child = os.fork()
        if child == 0:
            time.sleep(WAIT)
            os._exit(0)
    try:
        with file_lock(tmp_path / "x.lock", lambda: pytest.fail("the child has it")):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.fixture(params=["unix", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to work: with folders that can be locked and open files that can be renamed, and without."""
    if request.param == "windows":
        monkeypatch.setattr(locks, "_FOLDERS_CAN_BE_LOCKED", False)
        monkeypatch.setattr(atomic, "OPEN_FILES_CAN_MOVE", False)
        monkeypatch.setattr(file_transaction, "OPEN_FILES_CAN_MOVE", False)
    return request.param


def test_nothing_but_the_files_is_left_in_a_folder(system: str, tmp_path: Path) -> None:
    write_transaction(tmp_path, {"a.csv": b"a", "b.html": b"b"})
    write_transaction(tmp_path, {"a.csv": b"c", "b.html": b"d"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.html"]
    assert (tmp_path / "a.csv").read_bytes() == b"c"


def test_a_lock_of_a_folder_that_a_killed_process_left_is_used_and_cleared(system: str, tmp_path: Path) -> None:
    (tmp_path / FOLDER_LOCK).touch()
    with folder_lock(tmp_path):
        pass
    assert (tmp_path / FOLDER_LOCK).exists() == (system == "unix")


def test_a_draft_is_known_by_its_lock(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "codes.csv"
    with running(DRAFTS, path) as writer:
        (draft,) = tmp_path.iterdir()
        os.utime(draft, (0, 0))
        write_atomic(path, b"van een ander")
        assert draft.exists()
        kill(writer)
        write_atomic(path, b"van een ander")
        assert list(tmp_path.iterdir()) == [path]


def test_where_drafts_are_closed_first_a_young_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "OPEN_FILES_CAN_MOVE", False)
    path = tmp_path / "codes.csv"
    draft, file = new_draft(path)
    file.close()
    write_atomic(path, b"van een ander")
    assert draft.exists()
    os.utime(draft, (0, 0))
    write_atomic(path, b"van een ander")
    assert not draft.exists()


def test_files_are_written_on_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locks, "lock_descriptor", refuse)
    write_transaction(tmp_path, {"a.csv": b"a"})
    write_atomic(tmp_path / "b.csv", b"b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]
