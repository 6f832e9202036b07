"""From the buttons to the pages: a server on this computer is asked by the model's own worker, and proposals come."""

from __future__ import annotations

import sys

import pytest

from narratief.pipeline.job_kinds import model_job_kinds
from narratief.pipeline.worker import Worker
from narratief.store.jobs.queue import jobs_of
from tests.language_model.servers import Model, apart, said_in, serving
from tests.web.researcher.test_model_titles import TITLE, first_words
from tests.web.researcher.test_summary import DOUBT, drafted, printable  # noqa: F401 - a fixture


def both(body: dict) -> str:
    said = said_in(body)
    return drafted(said) if "doel" in said else first_words(said)


def work(plein) -> list[tuple[str, str, int]]:
    """Let the worker do what waits; gives state and outcome of all jobs, and how many notes there are."""
    apart(lambda: Worker(plein.store, model_job_kinds(), beside=True).run_waiting())
    with plein.store.reading() as session:
        return [(job.state, job.outcome, len(job.problems)) for job in jobs_of(session, plein.project_id)]


def test_from_the_buttons_to_the_proposals(clustered, printable, log_in, monkeypatch):  # noqa: F811
    client, path = log_in(), clustered.path
    monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_NAME", "proef")
    with serving(Model(both)) as model:
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL", model.address)
        client.post(f"{path}/clusters/titels")
        client.post(f"{path}/exporteren/samenvatting/vragen")
        done = work(clustered)
        assert [(state, notes) for state, _, notes in done] == [("done", 0), ("done", 0)]
        outcomes = [own for _, own, _ in done]
        assert {"answered": 2, "titles": 2, "dropped": {}} in outcomes
        assert {"answered": 1, "sentences": 1, "dropped": {"number": 1, "no_quote": 1}} in outcomes
        assert TITLE in client.get(f"{path}/clusters/c-aaaa").text
        assert DOUBT in client.get(f"{path}/exporteren/samenvatting").text
        assert "gesprek-1" not in model.sent  # no names of files
        assert "Het plein" not in model.sent


def test_a_server_that_is_away_fails_no_job(clustered, printable, log_in, monkeypatch):  # noqa: F811
    monkeypatch.setattr("narratief.language_model.client._PAUSE", 0.0)
    monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_NAME", "proef")
    client = log_in()
    client.post(f"{clustered.path}/clusters/titels")
    client.post(f"{clustered.path}/exporteren/samenvatting/vragen")
    assert [(state, notes) for state, _, notes in work(clustered)] == [("done", 2), ("done", 2)]
    assert "Voorstel van" not in client.get(f"{clustered.path}/clusters/c-aaaa").text


def test_without_a_server_nothing_of_the_model_is_loaded(clustered, log_in, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("narratief.language_model")]:
        monkeypatch.setitem(sys.modules, name, None)  # loading it fails
    for name in ("cluster_titles", "summary_draft", "model_proposals"):
        monkeypatch.setitem(sys.modules, f"narratief.pipeline.{name}", None)
    client = log_in()
    for page in ("/clusters", "/clusters/c-aaaa", "/exporteren/samenvatting"):
        assert client.get(f"{clustered.path}{page}").status_code == 200
    with pytest.raises(ImportError):
        import narratief.pipeline.summary_draft  # noqa: F401 - so the above does show something
