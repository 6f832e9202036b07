"""A workspace that is asked to stop (SIGTERM) while a job runs: the job waits for the next start, as if never begun."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from narratief.store.database import Store, make_engine
from narratief.store.jobs.queue import add_job
from narratief.store.migrate import upgrade
from narratief.store.schema import Job

pytestmark = pytest.mark.slow

SERVER = """
import sys, time
from narratief.domain.progress import report_progress
from narratief.pipeline import worker
step = float(sys.argv.pop(1))
def work(store, job):
    for n in range(int(600 / step)):
        report_progress("Lezen", n, 1000)
        time.sleep(step)
    return worker.Outcome()
# what the work is does not matter here: it goes on for ten minutes, in steps of so many seconds
from narratief.web import app
app.job_kinds = lambda *_: {"read": work if step else lambda *_: worker.Outcome()}
from narratief.cli import main
main()
"""


def start(step: float, log: Path) -> subprocess.Popen[bytes]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with log.open("ab") as to:
        process = subprocess.Popen([sys.executable, "-c", SERVER, str(step), "serve", "--port", port], stderr=to)
    for _ in range(3000):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            if httpx.get(f"http://127.0.0.1:{port}/gezond", timeout=30).text == "ok":
                return process
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    process.kill()
    pytest.fail("the workspace was never ready")


def wait_for(store: Store, job: int, state: str) -> Job:
    for _ in range(1200):
        with store.reading() as session:
            row = session.get_one(Job, job)
        if row.state == state:
            return row
        time.sleep(0.1)
    pytest.fail(f"the job is {row.state}, and never was {state}")


@pytest.mark.parametrize("step", [0.05, 600], ids=["short steps", "a step without end"])
def test_the_job_is_put_back_and_done_after_the_next_start(
    step: float, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NARRATIEF_DATABASE_URL", raising=False)
    engine = make_engine(f"sqlite:///{own_home}/narratief.sqlite3")
    upgrade(engine)
    store = Store(engine)
    with store.writing() as session:
        job = add_job(session, "read", "Rita", None, {}).id
    server = start(step, tmp_path / "log")
    try:
        wait_for(store, job, "running")
        os.kill(server.pid, signal.SIGTERM)
        assert server.wait(120) in (0, -signal.SIGTERM)
        left = wait_for(store, job, "queued")
        assert (left.attempt, left.error, left.worker) == (0, "", None)
        server = start(0, tmp_path / "log")
        assert wait_for(store, job, "done").attempt == 1
    finally:
        server.kill()
        server.wait()
        store.close()
