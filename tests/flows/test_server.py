"""Prefect's server comes up while the models load, and is ready when the flow begins."""

from __future__ import annotations

import pytest
from flows.server import server_coming_up
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE, temporary_settings


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(SubprocessASGIServer, "start", lambda _: done.append("started"))
    return done


def test_it_is_ready_when_the_block_ends(started: list[str]) -> None:
    with temporary_settings({PREFECT_API_URL: None, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: True}), server_coming_up():
        pass
    assert started == ["started"]


def test_a_server_that_is_given_is_used(started: list[str]) -> None:
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:1/api"}), server_coming_up():
        pass
    assert started == []


def test_what_goes_wrong_is_left_for_the_flow_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: SubprocessASGIServer) -> None:
        raise RuntimeError("no port")

    monkeypatch.setattr(SubprocessASGIServer, "start", fail)
    with temporary_settings({PREFECT_API_URL: None, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: True}), server_coming_up():
        reached = True
    assert reached
