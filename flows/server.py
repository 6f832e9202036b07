"""The small server that Prefect starts beside a run when it is given none: it ends with the run.

Prefect ends it when its process ends by itself. When that process is killed, the server would stay: a process more each
time, with Prefect's database open. Prefect has no setting for this, so the one method that starts the server is
replaced; `tests/crash/test_no_process_left.py` fails when Prefect does it in another way. It also takes seconds to come
up, in which models can be loaded.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import prefect
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    get_current_settings,
    temporary_settings,
)

from narratief.files.parent_watch import watched_command

_OWN = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
_early: dict[int, subprocess.Popen[Any]] = {}
_APP = ("--factory", "prefect.server.api.server:create_app", "--log-level", "error", "--lifespan", "on")


def end_server_with_this_process() -> None:
    """Let a server that Prefect starts from here on end with this process; nothing to do where it has an address."""
    if not _own_server():
        return
    from prefect.server.api.server import SubprocessASGIServer  # takes seconds

    # a method of its class is replaced on purpose: see above
    setattr(SubprocessASGIServer, "_run_uvicorn_command", _start)  # noqa: B010 - an assignment that mypy refuses


@contextmanager
def server_coming_up() -> Iterator[None]:
    """Start the server that Prefect would start for the first flow, and have it ready when the block ends.

    Does nothing when a server is given (``PREFECT_API_URL``). If it cannot be started, the flow tries again and tells.
    """
    if not _own_server():
        yield
        return
    port = _free_port()
    early = _spawn(port)
    try:
        yield
    except BaseException:
        early.terminate()
        raise
    _take_over(port, early)


@contextmanager
def unwatched() -> Iterator[None]:
    """Send no heartbeats of flows to a server that ends with this process.

    Nobody looks there, and each flow would wait up to a second for the thread that sends them.
    """
    if not _own_server():
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def _own_server() -> bool:
    """Tell whether Prefect would start a server of its own."""
    return not PREFECT_API_URL.value() and bool(PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value())


def _take_over(port: int, early: subprocess.Popen[Any]) -> None:
    """Let Prefect wait for the server that was started, as if it had started it itself."""
    end_server_with_this_process()
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.port = port
    _early[port] = early
    try:
        server.start()
    except Exception:  # noqa: BLE001 - the flow starts it again and says what is wrong
        early.terminate()


def _free_port() -> int:
    """A port of this machine that is free now; Prefect takes another one if it no longer is."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _start(server: Any) -> subprocess.Popen[Any]:
    """Take the server that was started early for this port, or start it.

    Parameters
    ----------
    server
        Prefect's SubprocessASGIServer.
    """
    return _early.pop(server.port, None) or _spawn(server.port)


def _spawn(port: int) -> subprocess.Popen[Any]:
    """Start the server as Prefect does, as a process that ends with this one."""
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    where = ("--app-dir", str(prefect.__module_path__.parent), "--host", "127.0.0.1", "--port", str(port))
    return subprocess.Popen(  # noqa: S603 - our own command
        watched_command("uvicorn", *where, *_APP), env={**os.environ, **_OWN, **settings}
    )
