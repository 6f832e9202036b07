"""Prefect's server beside a run: it comes up while the models load, is shut to others, and nobody else's is used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from flows.server import NoServer, OwnServer, lasting_server, needs_own_server, server_coming_up
from prefect.client.orchestration import get_client
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_HOME,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    get_current_settings,
    temporary_settings,
)

from flows import server

GIVEN = {PREFECT_API_URL: "http://127.0.0.1:1/api"}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[None]:
    """No server is given; its database is this test's."""
    with temporary_settings({PREFECT_API_URL: None, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: True, PREFECT_HOME: tmp_path}):
        yield


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[OwnServer]]:
    """Servers that are made, which end with the test."""
    made: list[OwnServer] = []
    begin = OwnServer.start

    def start(asked: OwnServer) -> None:
        made.append(asked)
        begin(asked)

    monkeypatch.setattr(OwnServer, "start", start)
    yield made
    for each in made:
        each.end()


@pytest.mark.slow
def test_it_comes_up_beside_other_work_and_asks_for_its_password(own: None, started: list[OwnServer]) -> None:
    with server_coming_up() as ready:
        [one] = started
        assert PREFECT_API_URL.value() is None  # flows run with it only where they say so
        with ready():
            with get_client(sync_client=True) as client:
                assert client.read_flow_runs() == []
            address, (user, password) = PREFECT_API_URL.value(), PREFECT_API_AUTH_STRING.value().split(":", 1)
            assert get_current_settings().flows.heartbeat_frequency is None
        assert PREFECT_API_URL.value() is None
    asked = f"{address}/flow_runs/filter"
    assert httpx.post(asked, json={}, timeout=60).status_code == 401
    assert httpx.post(asked, json={}, auth=(user, "narratief"), timeout=60).status_code == 401
    assert httpx.post(asked, json={}, auth=(user, password), timeout=60).status_code == 200
    assert len(password) > 30
    one.end()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address}/health")


@pytest.mark.slow
def test_one_that_fell_is_started_again_at_the_same_address(own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_lasting", one := OwnServer())
    before = set(psutil.Process().children())
    try:
        with lasting_server():
            first = PREFECT_API_URL.value()
        with lasting_server():
            assert first == PREFECT_API_URL.value()
        [process] = set(psutil.Process().children()) - before
        os.kill(process.pid, signal.SIGKILL)
        psutil.wait_procs([process])
        with lasting_server(), get_client(sync_client=True) as client:
            assert first == PREFECT_API_URL.value()
            assert client.read_flow_runs() == []
    finally:
        one.end()


def test_one_that_does_not_start_is_told(own: None, started: list[OwnServer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "watched_command", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"])
    with server_coming_up() as ready, pytest.raises(NoServer, match="niet gestart"), ready():
        pytest.fail("there is no server")


def test_a_server_that_is_given_is_used(started: list[OwnServer]) -> None:
    with temporary_settings(GIVEN):
        assert not needs_own_server()
        with server_coming_up() as ready, ready(), lasting_server():
            assert PREFECT_API_URL.value() == "http://127.0.0.1:1/api"
            assert get_current_settings().flows.heartbeat_frequency
    assert started == []


def test_no_private_part_of_prefect_is_used() -> None:
    """A name that begins with an underscore may change in any version."""
    root = Path(server.__file__).parent
    found = subprocess.run(
        ["grep", "-rnE", r"prefect[a-z.]*\._|import _|SubprocessASGIServer|setattr\(", *root.glob("*.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
