"""Pages answer while a file that takes all it may is read: the server only waits for the process that reads."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import httpx
import pytest

from narratief.domain.project import ProjectFacts, load_project
from narratief.pipeline.folders import new_folder
from narratief.store.accounts.people import person_by_email, set_password
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import new_project
from narratief.store.database import Store, make_engine
from narratief.store.jobs.queue import jobs_of
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository
from narratief.store.schema import Job
from narratief.web.form_tokens import FIELD
from tests.crash.test_killed_server import Server
from tests.store import talk

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
sys.argv.pop(1)
from narratief.pipeline import apart
apart._CLOCK = 90  # a busy computer must not end what is about processor time, nor the good file
from narratief.cli import main
main()
"""
PASSWORD = "een lange zin als wachtwoord"
TALK = "Interviewer: Hoe ging het?\nBewoner: Wij hebben er nooit meer iets van gehoord. {}\n"
HOSTILE, GOOD = "a-zwaar.txt", "b-gewoon.txt"  # files are read by name: the good one waits for the hostile one
FILES = {HOSTILE: TALK.format("Jan de Boer vroeg het. " * 40) * 1000, GOOD: TALK.format("Geen brief.")}
TOO_LONG = "kost meer dan 5 seconden rekentijd"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are the operating system's")
def test_pages_answer_while_a_file_takes_all_its_time(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NARRATIEF_DATABASE_URL", raising=False)
    monkeypatch.setenv("NARRATIEF_FILES_APART", "ja")
    monkeypatch.setenv("NARRATIEF_FILE_SECONDS", "5")
    engine = make_engine(f"sqlite:///{own_home}/narratief.sqlite3")
    upgrade(engine)
    store = Store(engine)
    conversation, number = _projects(store, tmp_path)
    server = Server(store, tmp_path / "log", PROGRAM)
    with store.writing() as session:
        person = person_by_email(session, "r@gemeente.nl")
        assert person
        set_password(session, person, PASSWORD)
    try:
        server.start()
        with httpx.Client(base_url=server.url(""), timeout=120, follow_redirects=True) as browser:
            _upload(browser, number)
            answers = _ask_until_read(browser, store, number, (f"/projecten/{number}", conversation))
            shown = browser.get(f"/projecten/{number}/bestanden").text
    finally:
        server.kill()

    assert {status for status, _ in answers} == {200}
    assert sum(meanwhile for _, meanwhile in answers) >= 6, "pages waited for the file"
    with store.reading() as session:
        [job] = jobs_of(session, number)
        read = [row.file for row in interviews_of(session, number)]
    store.close()
    assert job.state == "done"
    assert [(problem["file"], problem["fatal"]) for problem in job.problems] == [(HOSTILE, True)]
    assert TOO_LONG in job.problems[0]["message"]
    assert TOO_LONG in shown
    assert read == [GOOD]


def _projects(store: Store, tmp_path: Path) -> tuple[str, int]:
    """Keep a project with a conversation and an empty one: the page of the first, the number of the second."""
    plein = tmp_path / "plein"
    plein.mkdir()
    work = ProjectRepository.for_project(store, load_project(plein))
    work.codebook(talk.codebook())
    talk.keep(work, talk.interview())
    with store.writing() as session:
        [row] = interviews_of(session, work.project_id)
        facts = ProjectFacts(title="Park")
        return f"/projecten/{work.project_id}/gesprekken/{row.id}", new_project(session, facts, new_folder(facts)).id


def _upload(browser: httpx.Client, number: int) -> None:
    """Log in and upload both files, as a person does."""
    form = {"email": "r@gemeente.nl", "password": PASSWORD}
    assert browser.post("/inloggen", data=form).status_code == 200
    page = browser.get(f"/projecten/{number}/bestanden")
    token = re.search(f'name="{FIELD}" value="([^"]+)"', page.text)
    assert token, page.text
    files = [("files", (name, text.encode())) for name, text in FILES.items()]
    sent = browser.post(f"/projecten/{number}/bestanden", data={FIELD: token.group(1)}, files=files)
    assert "2 bestanden zijn binnen" in sent.text


def _ask_until_read(browser: httpx.Client, store: Store, number: int, pages: tuple[str, ...]) -> list[tuple[int, bool]]:
    """Ask pages until the job is over: the status of each answer, and whether the first file was still worked on."""
    answers = []
    for _ in range(3000):
        statuses = [browser.get(page).status_code for page in pages]
        job = _job(store, number)
        answers += [(status, job.state == "running" and job.done == 0) for status in statuses]
        if job.state not in ("queued", "running"):
            return answers
        time.sleep(0.2)
    pytest.fail(f"the job is {job.state} still")


def _job(store: Store, number: int) -> Job:
    with store.reading() as session:
        return jobs_of(session, number)[0]
