"""Background work: what a job does to the store, stopping, closing, and the real flow."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flows.workspace import evaluate
from starlette.testclient import TestClient

from narratief.data_protection.project_files import results_dir
from narratief.domain.errors import InputError
from narratief.domain.progress import report_progress
from narratief.pipeline import coding
from narratief.pipeline.job_kinds import job_kinds
from narratief.pipeline.transcript_status import Step, transcripts_of
from narratief.pipeline.worker import Outcome, Worker
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import CUT_OFF, SILENCE, add_job, jobs_of, stop_job, take_job
from narratief.store.review.current_topics import found_topics
from narratief.store.schema import Job
from narratief.store.schema.base import now
from narratief.web.app import create_app
from tests.web.conftest import LogIn
from tests.web.test_projects import made


@pytest.fixture
def job(store: Store) -> int:
    """A job of kind "read" that waits."""
    with store.writing() as session:
        return add_job(session, "read", "Anna", None, {}).id


def state(store: Store, job: int) -> Job:
    with store.reading() as session:
        return session.get_one(Job, job)


def test_progress_reaches_the_store(store: Store, job: int) -> None:
    seen = []

    def work(store: Store, job: Job) -> Outcome:
        report_progress("Lezen", 1, 3)
        with store.reading() as session:
            now = session.get_one(Job, job.id)
        seen.append((now.state, now.step, now.done, now.total))
        return Outcome(figures={"used": 3})

    assert Worker(store, {"read": work}).run_waiting() == 1
    assert seen == [("running", "Lezen", 1, 3)]
    assert (state(store, job).state, state(store, job).outcome) == ("done", {"used": 3})


def test_what_the_user_can_mend_is_told_in_its_own_words(store: Store, job: int) -> None:
    def work(*_: object) -> Outcome:
        raise InputError("codebook.yaml", "Dit is geen codeboek.", "Herstel het bestand.")

    Worker(store, {"read": work}).run_waiting()
    assert (state(store, job).error, state(store, job).remedy) == ("Dit is geen codeboek.", "Herstel het bestand.")


def test_a_stopped_job_ends_at_its_next_step_even_when_the_step_hides_it(store: Store, job: int) -> None:
    def work(store: Store, job: Job) -> Outcome:
        with store.writing() as session:
            stop_job(session, job.id)
        try:
            report_progress("Volgende stap", 0, 1)
        except Exception as error:
            raise RuntimeError("a step of Prefect") from error
        raise AssertionError("went on")

    Worker(store, {"read": work}).run_waiting()
    assert state(store, job).state == "stopped"


def killed(store: Store, attempt: int) -> None:
    """Let a worker take the job and fall silent."""
    with store.writing() as session:
        taken = take_job(session, "killed")
        assert taken is not None
        taken.attempt = attempt
        taken.beat_at = now() - SILENCE  # on a shared database another server may be alive: silence must tell


def test_work_that_a_killed_server_left_is_taken_up_again_by_itself(store: Store, job: int) -> None:
    killed(store, attempt=1)
    done = threading.Event()
    worker = Worker(store, {"read": lambda *_: Outcome(figures={"done": done.set()})})
    worker.start()
    assert done.wait(20)
    worker.stop()
    assert (state(store, job).state, state(store, job).attempt) == ("done", 2)


def test_work_that_ends_the_server_each_time_waits_for_a_person(store: Store, job: int) -> None:
    killed(store, attempt=2)
    worker = Worker(store, {"read": lambda *_: Outcome()})
    worker.start()
    worker.stop()
    assert (state(store, job).state, state(store, job).error) == ("failed", CUT_OFF)


def test_the_threads_take_jobs_while_the_app_runs_and_stop_with_it(store: Store, job: int) -> None:
    app, done = create_app(store), threading.Event()
    app.state.worker = Worker(store, {"read": lambda *_: done.set() or Outcome()})
    with TestClient(app):
        app.state.worker.wake()
        assert done.wait(20)
    assert not [t for t in threading.enumerate() if t.name.startswith("narratief-")]


@pytest.mark.slow
def test_uploads_are_read_accepted_and_evaluated_by_the_prefect_flow(
    log_in: LogIn, store: Store, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = log_in(Role.EVALUATOR)
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
    number = made(client)
    path = samples / "herinrichting-lindenlaan" / "interview-09.txt"
    client.post(f"/projecten/{number}/bestanden", files=[("files", (path.name, path.read_bytes()))])
    assert Worker(store, job_kinds()).run_waiting() == 1
    with store.reading() as session:
        row = interviews_of(session, number)[0]
    assert "[PERSOON-1]" in row.text
    assert "Vroomans" not in row.text
    client.post(f"/projecten/{number}/gesprekken/{row.id}/inlezen/goedkeuren")
    assert Worker(store, job_kinds(evaluate)).run_waiting() == 2  # coding, and clusters by themselves
    with store.reading() as session:
        states = [(job.kind, job.state) for job in jobs_of(session, number)]
        assert states == [(kind, "done") for kind in ("clusters", "evaluate", "read")]
        found = found_topics(session, number)
        project = get_project(session, number)
        assert [t.step for t in transcripts_of(session, project)] == [Step.CODED]
    assert (results_dir() / project.name / "synthese.xlsx").stat().st_size > 1000
    assert found.topics[0].quotes
    assert "Clusters maken" in client.get(f"/projecten/{number}/verwerking").text


@pytest.mark.slow
def test_interviews_are_coded_in_other_processes_where_the_engine_says_so(
    log_in: LogIn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = log_in(Role.EVALUATOR)
    number = made(client)
    talk = "Interviewer: Hoe ging het?\nInwoner: Wij hebben ideeën gegeven en er daarna nooit meer iets van gehoord.\n"
    for name in ("Wubbo Schelvisch", "Tjitske Hofwegen", "Rinus Donkersloot"):
        told = f"{talk}Inwoner: Mijn naam is {name}.\n"
        client.post(f"/projecten/{number}/bestanden", files=[("files", (f"{name}.txt", told.encode()))])
    Worker(store, job_kinds()).run_waiting()
    with store.reading() as session:
        rows = interviews_of(session, number)
    for row in rows:
        client.post(f"/projecten/{number}/gesprekken/{row.id}/inlezen/goedkeuren")
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("NARRATIEF_ENGINE", "processen:2")
    monkeypatch.setattr(coding, "analyse", _not_here)
    Worker(store, job_kinds(evaluate)).run_waiting()
    with store.reading() as session:
        assert [t.step for t in transcripts_of(session, get_project(session, number))] == [Step.CODED] * 3
        [done] = [job for job in jobs_of(session, number) if job.kind == "evaluate" and job.outcome["coded"]]
    assert (done.state, done.outcome) == ("done", {"coded": 3, "used": 3})


def _not_here(*_: object) -> None:
    raise AssertionError("an interview was coded in the server's process")
