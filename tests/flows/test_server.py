"""Prefect's server comes up while the models load, and is ready when the flow begins."""

from __future__ import annotations

import pytest
from flows.server import server_coming_up, unwatched
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    get_current_settings,
    temporary_settings,
)

from flows import server

OWN = {PREFECT_API_URL: None, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: True}
GIVEN = {PREFECT_API_URL: "http://127.0.0.1:1/api"}


class Process:
    """A server's process, which was started for a port and may be ended."""

    def __init__(self, port: int) -> None:
        self.port, self.ended = port, False

    def terminate(self) -> None:
        self.ended = True


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """Processes that were started; Prefect asks for its own as it does, and finds it ready."""
    made: list[Process] = []

    def spawn(port: int) -> Process:
        made.append(Process(port))
        return made[-1]

    def start(asked: SubprocessASGIServer) -> None:
        asked.server_process = asked._run_uvicorn_command()

    for kept in ("server_process", "port"):  # put back afterwards: Prefect has one such object for the whole process
        monkeypatch.setattr(SubprocessASGIServer(), kept, None)
    monkeypatch.setattr(server, "_spawn", spawn)
    monkeypatch.setattr(SubprocessASGIServer, "start", start)
    return made


def test_it_is_started_when_the_block_begins_and_prefect_takes_it_over_at_its_end(spawned: list[Process]) -> None:
    with temporary_settings(OWN), server_coming_up():
        [early] = spawned
    assert spawned == [early]
    assert SubprocessASGIServer().server_process is early
    assert SubprocessASGIServer().port == early.port
    assert not early.ended


def test_a_server_that_prefect_starts_later_is_one_of_its_own(spawned: list[Process]) -> None:
    with temporary_settings(OWN), server_coming_up():
        pass
    SubprocessASGIServer().start()
    assert len(spawned) == 2


def test_it_ends_when_what_it_was_for_fails(spawned: list[Process]) -> None:
    with pytest.raises(OSError, match="full"), temporary_settings(OWN), server_coming_up():
        raise OSError("full")
    assert spawned[0].ended


def test_a_server_that_is_given_is_used(spawned: list[Process]) -> None:
    with temporary_settings(GIVEN), server_coming_up():
        pass
    assert spawned == []


def test_what_goes_wrong_is_left_for_the_flow_to_tell(monkeypatch, spawned: list[Process]) -> None:
    def fail(_: SubprocessASGIServer) -> None:
        raise RuntimeError("no answer")

    monkeypatch.setattr(SubprocessASGIServer, "start", fail)
    with temporary_settings(OWN), server_coming_up():
        pass
    assert spawned[0].ended


def test_heartbeats_go_only_to_a_server_that_stays() -> None:
    with temporary_settings(OWN), unwatched():
        assert get_current_settings().flows.heartbeat_frequency is None
    with temporary_settings(GIVEN), unwatched():
        assert get_current_settings().flows.heartbeat_frequency
