"""Background work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from narratief.domain.errors import Problem, Refusal
from narratief.store.jobs.queue import (
    add_job,
    fail_job,
    finish_job,
    jobs_of,
    put_back,
    recover_jobs,
    retry_job,
    stop_job,
    take_job,
    tell_progress,
)
from narratief.store.schema import Job


def test_a_job_waits_runs_and_is_done(store):
    with store.writing() as session:
        job = add_job(session, "evaluate", "Eva", None, {"folder": "x"})
        assert add_job(session, "evaluate", "Eva", None, {"folder": "x"}) is job
    with store.writing() as session:
        taken = take_job(session, "w1")
        assert (taken.id, taken.state, taken.attempt) == (job.id, "running", 1)
        assert take_job(session, "w2") is None
        tell_progress(session, job.id, "lezen", 1, 3)
    with store.writing() as session:
        finish_job(session, job.id, [Problem("a.txt", "Kan niet.", "Doe iets.")], {"files": 2})
    with store.reading() as session:
        (kept,) = jobs_of(session)
    assert (kept.state, kept.step, kept.done, kept.total) == ("done", "lezen", 1, 3)
    assert kept.problems[0]["remedy"] == "Doe iets."


def test_what_failed_or_was_cut_off_can_be_tried_again(store):
    with store.writing() as session:
        job = add_job(session, "evaluate", "Eva", None, {})
        take_job(session, "w1")
        with pytest.raises(Refusal):
            retry_job(session, job.id)
        fail_job(session, job.id, "Het ging mis.")
    with store.writing() as session:
        retry_job(session, job.id)
        assert take_job(session, "w1").attempt == 2
        assert recover_jobs(session) == 0
        assert recover_jobs(session, silence=timedelta(0)) == 1
    with store.writing() as session:
        kept = session.get(Job, job.id)
        assert (kept.state, kept.error) == ("failed", "De verwerking is onderbroken.")
        retry_job(session, job.id)
        stop_job(session, job.id)
        session.refresh(kept)
        assert kept.state == "stopped"


def test_one_job_per_project_at_a_time(coded):
    with coded.store.writing() as session:
        add_job(session, "a", "Eva", coded.project_id, {})
        add_job(session, "b", "Eva", coded.project_id, {})
        first = take_job(session, "w1")
        session.flush()
        assert first.kind == "a"
        assert take_job(session, "w2") is None
        finish_job(session, first.id)
        session.flush()
        assert take_job(session, "w2", ("c",)) is None
        assert take_job(session, "w2", ("b",)).kind == "b"
        assert [job.kind for job in jobs_of(session, coded.project_id)] == ["b", "a"]


@pytest.mark.slow
def test_two_workers_never_take_the_same_job(store):
    with store.writing() as session:
        for number in range(12):
            add_job(session, "x", "Eva", None, {"n": number})

    def work(number):
        taken = []
        for _ in range(6):
            with store.writing() as session:
                job = take_job(session, f"w{number}")
                if job:
                    taken.append(job.id)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [number for numbers in pool.map(work, range(4)) for number in numbers]
    assert len(taken) == len(set(taken)) == 12


@pytest.mark.slow
def test_two_workers_never_run_one_project_at_once(coded):
    with coded.store.writing() as session:
        for number in range(4):
            add_job(session, "x", "Eva", coded.project_id, {"n": number})

    def work(number):
        with coded.store.writing() as session:
            return take_job(session, f"w{number}")

    with ThreadPoolExecutor(4) as pool:
        assert sum(job is not None for job in pool.map(work, range(4))) == 1


def test_a_worker_that_stops_puts_back_its_own_job_and_no_other(store):
    with store.writing() as session:
        job = add_job(session, "read", "Eva", None, {}).id
        take_job(session, "w1")
        assert not put_back(session, job, "w2")
        assert put_back(session, job, "w1")
        assert not put_back(session, job, "w1"), "it waits already"
    with store.writing() as session:
        assert session.get_one(Job, job).attempt == 0
        assert take_job(session, "w2").attempt == 1
