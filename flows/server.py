"""The small server that Prefect starts beside a run when it is given none: it ends with the run.

Prefect ends it when its process ends by itself. When that process is killed, the server would stay: a process more each
time, with Prefect's database open. Prefect has no setting for this, so the one method that starts the server is
replaced; `tests/crash/test_no_process_left.py` fails when Prefect does it in another way. It also takes seconds to come
up, in which models can be loaded.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import prefect
from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE, get_current_settings

from narratief.with_parent import command

_OWN = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
_APP = ("--factory", "prefect.server.api.server:create_app", "--log-level", "error", "--lifespan", "on")


def end_server_with_this_process() -> None:
    """Let a server that Prefect starts from here on end with this process; nothing to do where it has an address."""
    if PREFECT_API_URL.value():
        return
    from prefect.server.api.server import SubprocessASGIServer  # takes seconds

    SubprocessASGIServer._run_uvicorn_command = _start  # type: ignore[method-assign]


@contextmanager
def server_coming_up() -> Iterator[None]:
    """Start the server that Prefect would start for the first flow, and have it ready when the block ends.

    Does nothing when a server is given (``PREFECT_API_URL``). If it cannot be started, the flow tries again and tells.
    """
    if PREFECT_API_URL.value() or not PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value():
        yield
        return
    thread = Thread(target=_come_up, name="prefect-server")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _come_up() -> None:
    """Start the server and wait until it answers."""
    end_server_with_this_process()
    from prefect.server.api.server import SubprocessASGIServer

    try:
        SubprocessASGIServer().start()
    except Exception:  # noqa: BLE001 - the flow starts it again and says what is wrong
        return


def _start(server: Any) -> subprocess.Popen[Any]:
    """Start the server as Prefect does, as a process that ends with this one.

    Parameters
    ----------
    server
        Prefect's SubprocessASGIServer.
    """
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    where = ("--app-dir", str(prefect.__module_path__.parent), "--host", "127.0.0.1", "--port", str(server.port))
    return subprocess.Popen(  # noqa: S603 - our own command
        command("uvicorn", *where, *_APP), env={**os.environ, **_OWN, **settings}
    )
