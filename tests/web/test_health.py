"""`/gezond` and `/metrics`: what a watcher is told, and that nobody is told more."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from narratief.domain.errors import InputError
from narratief.pipeline.worker import Worker
from narratief.store.database import Store
from narratief.store.jobs.queue import add_job
from narratief.web import health
from narratief.web.app import create_app
from narratief.web.logs import configure_logging


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_KEPT", 0)


def test_a_workspace_that_works_says_ok_to_whoever_asks_by_whatever_name(store: Store) -> None:
    with TestClient(create_app(store), base_url="http://10.0.0.7:8000") as browser:
        for path in ("/gezond", "/gezond/leeft"):
            answer = browser.get(path)
            assert (answer.status_code, answer.text) == (200, "ok")
        assert browser.get("/projecten").status_code == 400, "another page asks for a name of the workspace's"


def test_without_a_worker_it_lives_and_is_not_ready(store: Store) -> None:
    browser = TestClient(create_app(store))
    assert (browser.get("/gezond").status_code, browser.get("/gezond").text) == (503, "niet")
    assert browser.get("/gezond/leeft").text == "ok"


def test_without_its_database_or_its_disk_it_is_not_ready(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError("server at secret.example.nl is away")

    with TestClient(create_app(store)) as browser:
        with monkeypatch.context() as patch:
            patch.setattr(store.engine, "connect", away)
            assert (browser.get("/gezond").status_code, browser.get("/gezond").text) == (503, "niet")
        assert browser.get("/gezond").text == "ok"
        with monkeypatch.context() as patch:
            patch.setattr(health, "home_dir", lambda: Path("/proc/nowhere"))
            assert browser.get("/gezond").text == "niet"
        assert browser.get("/gezond").text == "ok"


def test_a_worker_whose_thread_ended_is_not_alive(store: Store) -> None:
    worker = Worker(store, {})
    assert not worker.alive
    worker.start()
    assert worker.alive
    worker.stop()
    assert not worker.alive


def test_there_are_no_numbers_unless_a_setting_says_who_may_read_them(store: Store) -> None:
    assert TestClient(create_app(store)).get("/metrics").status_code == 404


def test_numbers_are_for_who_brings_the_secret(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_METRICS_TOKEN", "geheim")
    with store.writing() as session:
        add_job(session, "unknown", "Anna Ünal", None, {"files": ["Kees Bakker.txt"]})
    browser = TestClient(create_app(store))
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", headers={"Authorization": "Bearer mis"}).status_code == 404
    numbers = browser.get("/metrics", headers={"Authorization": "Bearer geheim"}).text
    assert 'narratief_jobs{state="queued"} 1.0' in numbers
    assert "narratief_ready 0.0" in numbers
    assert 'narratief_requests_total{status="4xx"} 2.0' in numbers
    assert not re.search(r"Anna|Kees|geheim|/metrics", numbers)


@pytest.mark.parametrize(("address", "status"), [("10.1.2.3", 200), ("10.2.0.1", 404), ("", 404)])
def test_numbers_are_for_addresses_that_may_read_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, address: str, status: int
) -> None:
    monkeypatch.setenv("NARRATIEF_METRICS_FROM", "192.0.2.1, 10.1.0.0/16")
    assert TestClient(create_app(store), client=(address, 1)).get("/metrics").status_code == status


def test_an_address_that_is_none_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_METRICS_FROM", "overal")
    with pytest.raises(InputError, match="geen IP-adres"):
        TestClient(create_app(store)).get("/gezond")


@pytest.fixture
def fresh_logging(monkeypatch: pytest.MonkeyPatch) -> None:
    """A root logger as in a program that just started."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    for name in ("", "narratief", "flows"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.getLogger(name).level)
    logging.getLogger().manager._clear_cache()


def test_the_log_is_an_object_a_line_with_a_level_and_no_words_of_errors(
    fresh_logging: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NARRATIEF_LOG", "json")
    monkeypatch.setenv("NARRATIEF_LOG_LEVEL", "info")
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    configure_logging()
    logging.getLogger("narratief.x").info("job %s done\nand a line", 7)
    logging.getLogger("httpx").info("GET https://example.nl/zoeken?q=Kees")
    try:
        raise ValueError("Kees Bakker woont hier")
    except ValueError:
        logging.getLogger("other").exception("it failed")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "narratief.x", "job 7 done\\nand a line")
    assert second["level"] == "ERROR"
    assert second["message"].startswith("it failed (ValueError in ")
    assert {*first} == {*second} == {"time", "level", "logger", "message"}
    logging.getLogger().manager._clear_cache()
