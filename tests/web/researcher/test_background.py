"""Work in the background: wherever one is one sees that it goes on, and is told once that it ended."""

from __future__ import annotations

from datetime import timedelta

from narratief.pipeline.request_work import EVALUATE
from narratief.store.accounts.access import Role
from narratief.store.jobs.queue import add_job, fail_job, finish_job, take_job, tell_progress
from narratief.store.jobs.told import seconds_left
from narratief.store.schema import Job
from narratief.store.schema.base import now


def started(plein, who: str) -> int:
    with plein.store.writing() as session:
        add_job(session, EVALUATE, who, plein.project_id, {"files": []})
        return take_job(session, "worker").id


def test_its_end_is_told_once_on_the_next_page_wherever_that_is(plein, log_in):
    client = log_in(Role.RESEARCHER, name="Anna")
    client.get("/projecten")
    job = started(plein, "Anna")
    assert "Thema&#39;s zoeken en tabellen maken (Het plein): bezig." in client.get("/account").text
    with plein.store.writing() as session:
        finish_job(session, job)
    told = "Klaar: Thema&#39;s zoeken en tabellen maken (Het plein)."
    assert told in client.get(f"{plein.path}/codeboek").text
    assert told not in client.get(f"{plein.path}/codeboek").text


def test_a_script_is_told_what_a_page_would_be(plein, log_in):
    client = log_in(Role.RESEARCHER, name="Anna")
    assert client.get("/werk").json() == {"busy": [], "ended": []}
    job = started(plein, "Anna")
    with plein.store.writing() as session:
        fail_job(session, job, "De schijf is vol.")
    (ended,) = client.get("/werk").json()["ended"]
    assert ended["text"].endswith("(Het plein). De schijf is vol.")
    assert (ended["path"], ended["good"]) == (f"{plein.path}/verwerking", False)
    assert client.get("/werk").json()["ended"] == []


def test_nobody_is_told_of_the_work_of_others_nor_of_what_they_may_not_see(plein, log_in):
    anna, team = log_in(Role.RESEARCHER, name="Anna"), log_in(Role.PARTICIPATION, name="Piet")
    for client in (anna, team):
        client.get("/werk")
    for who in ("Bea", "Piet"):
        job = started(plein, who)
        assert [client.get("/werk").json()["busy"] for client in (anna, team)] == [[], []]
        with plein.store.writing() as session:
            finish_job(session, job)
    assert [client.get("/werk").json()["ended"] for client in (anna, team)] == [[], []]


def test_what_is_left_follows_from_how_long_its_parts_took(plein, log_in):
    client = log_in(Role.RESEARCHER, name="Anna")
    number = started(plein, "Anna")
    with plein.store.writing() as session:
        tell_progress(session, number, "Coderen", 10, 40)
        job = session.get_one(Job, number)
        job.started_at, job.beat_at = now() - timedelta(seconds=100), now()
        assert round(seconds_left(job)) == 300
    assert "nog 30 van 40, ongeveer 5 minuten" in client.get(f"{plein.path}/verwerking").text
    assert "nog 30 van 40, ongeveer 5 minuten" in client.get("/account").text


def test_a_step_without_parts_says_no_time(plein):
    assert seconds_left(Job(state="running", started_at=now(), beat_at=now(), done=0, total=1)) is None
