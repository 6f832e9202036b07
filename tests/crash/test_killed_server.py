"""A workspace that is killed during uploads and decisions: what the browser repeats is there once, and work goes on."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from narratief.domain.project import ProjectFacts, load_project
from narratief.pipeline.folders import new_folder
from narratief.pipeline.recovery import recover_work
from narratief.privacy.vault.sealed_file import unsealed
from narratief.store.accounts.access import Role
from narratief.store.accounts.login import start_session
from narratief.store.accounts.people import add_person
from narratief.store.coding.projects import get_project, new_project
from narratief.store.database import Store, make_engine
from narratief.store.jobs.queue import add_job, jobs_of, take_job
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import DecisionRow
from narratief.web.form_tokens import HEADER
from tests.store import talk

pytestmark = pytest.mark.slow

SERVER = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.orm import Session
from narratief.pipeline import worker
at, seen = int(sys.argv.pop(1)), 0
def passed(*_):
    global seen
    seen += 1
    if seen == at:
        os.killpg(0, signal.SIGKILL)
def listen():
    # between a change and its commit, between a commit and its answer, and before an upload gets its name
    event.listen(Session, "before_commit", passed)
    event.listen(Session, "after_commit", passed)
    sys.addaudithook(lambda what, about: passed() if what == "os.rename" and "projecten" in str(about) else None)
if at:
    started = worker.Worker.start
    worker.Worker.start = lambda self: (started(self), listen())
# reading and coding are tested elsewhere and load models for a minute; which jobs are taken up is what counts here
from narratief.web import app
app.job_kinds = lambda *_: {kind: lambda *_: worker.Outcome() for kind in ("read", "evaluate", "clusters", "retention")}
from narratief.cli import main
main()
"""


class Server:
    """`narratief serve` in a process that can be killed, and a browser that is logged in.

    Parameters
    ----------
    program
        Starts the server; its first argument is the commit or new file at which to end, 0 for never.
    """

    def __init__(self, store: Store, log: Path, program: str = SERVER) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        with store.writing() as session:
            person = add_person(session, "r@gemeente.nl", "Rita", Role.RESEARCHER)
            self.token, row = start_session(session, person)
            self.form_token = row.form_token
        self._log, self._program = log, program
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, at: int = 0) -> None:
        """Start; it kills itself at the nth commit or new file, never at 0."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", self._program, str(at), "serve", "--port", str(self._port)],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        for _ in range(1200):
            assert self.process.poll() is None, self._log.read_text("utf-8")
            try:
                httpx.get(self.url("/static/narratief.svg"), timeout=5)
                return
            except httpx.TransportError:
                time.sleep(0.1)
        pytest.fail("the workspace never answered")

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}{path}"

    def post(self, path: str, **what: object) -> bool:
        """Send a request; False when no answer came."""
        headers = {"Accept": "application/json", HEADER: self.form_token}
        cookies = {"narratief": self.token}
        try:
            response = httpx.post(self.url(path), headers=headers, cookies=cookies, timeout=30, **what)
        except httpx.TransportError:
            return False
        assert response.status_code == 200, response.text
        return True


def test_uploads_and_decisions_survive_kills(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NARRATIEF_DATABASE_URL", raising=False)
    engine = make_engine(f"sqlite:///{own_home}/narratief.sqlite3")
    upgrade(engine)
    store, chance = Store(engine), random.Random(20261126)
    plein = tmp_path / "plein"
    plein.mkdir()
    work = ProjectRepository.for_project(store, load_project(plein))
    work.codebook(talk.codebook())
    first = talk.keep(work, talk.interview())[0]
    with store.writing() as session:
        facts = ProjectFacts(title="Park")
        number = new_project(session, facts, new_folder(facts)).id
        row = get_project(session, number)
        folder, key = Path(row.folder), row.key
    files = {f"gesprek-{n}.txt": f"Bewoner: Dit is gesprek {n}. ".encode() * 20_000 for n in range(8)}
    form = {"act": "ja", "interview": 1, "start": first.start, "end": first.end, "theme": "listen"}
    requests = [(f"/projecten/{work.project_id}/nakijken", {"data": form | {"asked": f"a{n}"}}) for n in range(24)]
    requests += [(f"/projecten/{number}/bestanden", {"files": {"files": (name, files[name])}}) for name in files]
    chance.shuffle(requests)
    server, unanswered = Server(store, tmp_path / "log"), list(requests)
    try:
        for at in (*(chance.randrange(4, 20) for _ in range(3)), 0):
            server.start(at)
            with ThreadPoolExecutor(4) as browsers:
                sent = list(browsers.map(lambda one: server.post(one[0], **one[1]), unanswered))
            assert not at or server.process.wait(30) == -signal.SIGKILL, "it was not killed"
            for name, content in files.items():  # whole or not there
                assert not (folder / name).exists() or unsealed(folder / name, key) == content
            answered = [one for one, answer in zip(unanswered, sent, strict=True) if answer]
            with store.reading() as session:  # what was answered is there, also after the kill
                known = set(session.scalars(select(DecisionRow.request)))
            for _, what in answered:
                if "files" in what:
                    assert (folder / what["files"]["files"][0]).exists()
                else:
                    assert f"{what['data']['asked']}.0" in known
            unanswered = [one for one, answer in zip(unanswered, sent, strict=True) if not answer]
            assert bool(at) == bool(unanswered)
        for path, what in requests[:6]:  # a browser that is not sure repeats what was answered as well
            assert server.post(path, **what)
        with store.reading() as session:
            kept = sorted(session.scalars(select(DecisionRow.request).where(DecisionRow.kind == "confirm")))
        assert kept == sorted(f"a{n}.0" for n in range(24))
        assert {path.name: unsealed(path, key) for path in folder.glob("*.txt")} == files
        assert [path.name for path in folder.iterdir() if re.search(r"\.tmp$", path.name)] == []
        for _ in range(300):
            with store.reading() as session:
                states = {job.state for job in jobs_of(session, number)}
            if states == {"done"}:
                break
            time.sleep(0.1)
        assert states == {"done"}, "a queued job was not taken up again"
    finally:
        server.kill()
        store.close()


def test_an_upload_whose_request_was_cut_off_before_the_queue_is_read_after_all(own_home: Path) -> None:
    engine = make_engine(f"sqlite:///{own_home}/narratief.sqlite3")
    upgrade(engine)
    store = Store(engine)
    with store.writing() as session:
        facts = ProjectFacts(title="Park")
        row = new_project(session, facts, new_folder(facts))
    assert recover_work(store) == 0
    (Path(row.folder) / "a.txt").write_text("Bewoner: ja.", "utf-8")
    assert recover_work(store) == 1
    assert recover_work(store) == 0, "it waits already"
    with store.writing() as session:
        assert take_job(session, "w").kind == "read"
        add_job(session, "read", "Rita", row.id, {})
    assert recover_work(store) == 0
    store.close()
