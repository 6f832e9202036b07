"""The small Prefect server beside a run that is given none (``PREFECT_API_URL``): our own process, and our own client.

Prefect would start one itself, but one that anybody on the computer can use, and that stays when the run is killed. So
it is started here, by what Prefect has for everybody (`create_app` and its settings): it listens on this computer
only, asks for a password that is made for the occasion, and ends with this process (`narratief.files.parent_watch`).
It takes seconds to come up, in which models can be loaded.
"""

from __future__ import annotations

import atexit
import os
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

import httpx
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    get_current_settings,
    temporary_settings,
)

from narratief.domain.errors import InputError
from narratief.files.parent_watch import watched_command

_MODULE = "flows.server_process"
_LOOK_AGAIN = 0.1
"""Seconds between two looks whether it answers. Chosen: it takes some five to come up."""
_ENDING = 10
"""Seconds that it gets to end. Chosen: it closes a small database."""


_NOT_STARTED = (
    "Prefect",
    "De kleine server van Prefect is niet gestart.",
    "Probeer het opnieuw. Lukt het weer niet? Kijk of de schijf vol is, en of NARRATIEF_HOME te schrijven is.",
)


class NoServer(InputError):
    """Prefect's small server did not start."""


class OwnServer:
    """A server of Prefect as a process beside this one; started when it is asked for, and again when it fell."""

    def __init__(self) -> None:
        self._password = f"narratief:{secrets.token_urlsafe(32)}"
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self._answers = False

    def start(self) -> None:
        """Let its process begin, if it does not run; `settings` waits until it answers."""
        if self._process is not None and self._process.poll() is None:
            return
        self._answers = False
        environment = {
            **os.environ,
            **get_current_settings().to_environment_variables(exclude_unset=True),
            "PREFECT_SERVER_API_AUTH_STRING": self._password,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        command = watched_command(_MODULE, str(self._port))  # the same port again: others may know it
        atexit.register(self.end)  # Prefect, which registers later, hands in its logs before this
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the run, which tells the server how it ended
        )

    def settings(self) -> dict[Any, Any]:
        """Wait until it answers; gives Prefect's settings with which its flows are run here.

        No heartbeats of flows are sent: nobody looks there, and each flow would wait up to a second for the thread that
        sends them.

        Raises
        ------
        NoServer
            When it ended or does not answer in time.
        """
        if not self._answers:
            self._wait()
            self._answers = True
        return {
            PREFECT_API_URL: self._url,
            PREFECT_API_AUTH_STRING: self._password,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        }

    def end(self) -> None:
        """End it, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    @property
    def _url(self) -> str:
        """Address of its API."""
        return f"http://127.0.0.1:{self._port}/api"

    def _wait(self) -> None:
        """Wait until it has told its port and answers.

        Raises
        ------
        NoServer
            When it ended or does not answer in time.
        """
        process = self._process
        if process is None or process.stdout is None or not (told := process.stdout.readline().strip()).isdecimal():
            raise NoServer(*_NOT_STARTED)
        self._port = int(told)
        until = time.monotonic() + PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.value()
        with httpx.Client(trust_env=False) as client:
            while not _is_well(client, f"{self._url}/health"):
                if process.poll() is not None or time.monotonic() > until:
                    raise NoServer(*_NOT_STARTED)
                time.sleep(_LOOK_AGAIN)


@contextmanager
def server_coming_up() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Start a server when none is given; it ends with this process.

    Yields
    ------
    callable
        Gives a context in which flows are run with that server; entering it waits until the server answers.
    """
    if not needs_own_server():
        yield _given
        return
    server = OwnServer()
    server.start()
    yield lambda: _with(server)


@contextmanager
def lasting_server() -> Iterator[None]:
    """Run flows with one server that stays as long as this process, when none is given.

    Raises
    ------
    NoServer
        When it does not start.
    """
    if not needs_own_server():
        yield
        return
    with _starting:
        _lasting.start()
        settings = _lasting.settings()
    with temporary_settings(settings):
        yield


def needs_own_server() -> bool:
    """Tell whether no server is given, and Prefect may start one."""
    return not PREFECT_API_URL.value() and bool(PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value())


_lasting = OwnServer()
_starting = Lock()


@contextmanager
def _given() -> Iterator[None]:
    """Run flows with the server that the settings name."""
    yield


@contextmanager
def _with(server: OwnServer) -> Iterator[None]:
    """Run flows with a server."""
    with temporary_settings(server.settings()):
        yield


def _is_well(client: httpx.Client, address: str) -> bool:
    """Tell whether a server answers that it works."""
    try:
        return client.get(address).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
