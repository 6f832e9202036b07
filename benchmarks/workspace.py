"""The real workspace as a process of its own, on loopback, for benchmarks and tests that speak HTTP with it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from narratief.web.form_tokens import FIELD, HEADER

_PATIENCE = 180.0
_TOKEN = re.compile(rf'<meta name="{FIELD}" content="([^"]+)">')


def keep_token(client: httpx.Client | httpx.AsyncClient, page: str) -> None:
    """Let a client send the token of its session's forms from now on, as the scripts of the page would."""
    if token := _TOKEN.search(page):
        client.headers[HEADER] = token[1]


@contextmanager
def running(log: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start ``narratief serve`` on a free port of loopback and stop it at the end.

    Parameters
    ----------
    log
        File that gets all that the server prints.
    environment
        Variables beside those of this process (the store's place, for example).

    Yields
    ------
    str
        Address without a slash at its end.

    Raises
    ------
    RuntimeError
        When the server ends or does not answer within three minutes.
    """
    port = _free_port()
    command = [sys.executable, "-c", "from narratief.cli import main; main()", "serve", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(  # our own command
            command, stdout=out, stderr=subprocess.STDOUT, env=os.environ | dict(environment or {}), process_group=0
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, log)
            yield address
        finally:
            _stop(server)


def _free_port() -> int:
    """Give a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the login page is there."""
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/inloggen", timeout=10, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the workspace did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server and whatever it started (Prefect's own server), politely first."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
