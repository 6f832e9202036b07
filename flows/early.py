"""Prefect's own small server started before a flow needs it, so that it comes up while the models load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE


@contextmanager
def server_coming_up() -> Iterator[None]:
    """Start the server that Prefect would start for the first flow, and have it ready when the block ends.

    Does nothing when a server is given (``PREFECT_API_URL``). If it cannot be started, the flow tries again and tells.
    """
    if PREFECT_API_URL.value() or not PREFECT_SERVER_ALLOW_EPHEMERAL_MODE.value():
        yield
        return
    thread = Thread(target=_start, name="prefect-server")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _start() -> None:
    from prefect.server.api.server import SubprocessASGIServer

    try:
        SubprocessASGIServer().start()
    except Exception:  # noqa: BLE001 - the flow starts it again and says what is wrong
        return
