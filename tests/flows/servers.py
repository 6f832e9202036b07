"""A Prefect server and processes of narratief beside it, for tests."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


def environment(home: Path, vault: Path, **more: str) -> dict[str, str]:
    """Give this process's environment without its Prefect settings, with other folders."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return kept | {"NARRATIEF_HOME": str(home), "NARRATIEF_VAULT": str(vault)} | more


@contextmanager
def process(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Python beside the test, and end it with everything that it started."""
    import psutil

    with log.open("wb") as out:
        started = subprocess.Popen([sys.executable, *command], env=env, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT)
        try:
            yield started
        finally:
            family = psutil.Process(started.pid).children(recursive=True) if started.poll() is None else []
            started.terminate()
            try:
                started.wait(15)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait(15)
            for child in family:
                if child.is_running():
                    child.kill()


@contextmanager
def service(command: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    """Keep a command of Python running as systemd would: it is started again when it fails.

    A worker of Prefect ends with 1 when its server did not answer three times in a row, as happens on a machine
    that is very busy.
    """
    ended = threading.Event()

    def keep() -> None:
        for attempt in itertools.count():
            with process(command, env, log.with_suffix(f".{attempt}.log")) as started:
                while started.poll() is None and not ended.is_set():
                    ended.wait(0.25)
            if ended.is_set():
                return

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


@contextmanager
def prefect_server(folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Start a Prefect server; gives the address of its API."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    own = {"PREFECT_HOME": str(folder), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    command = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    with process(command, env | own, folder.with_suffix(".log")) as server:
        until(lambda: _answers(f"{api}/health"), "the Prefect server never answered", server)
        yield api


def prefect(env: dict[str, str], *command: str) -> None:
    """Run a command of Prefect, which must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *command],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def until(
    holds: Callable[[], object], otherwise: str, running: subprocess.Popen[bytes] | None = None, seconds: float = 300
) -> None:
    """Wait until something holds, while a process runs."""
    end = time.monotonic() + seconds
    while not holds():
        assert running is None or running.poll() is None, f"{otherwise}: its process stopped, with {running.returncode}"
        if time.monotonic() > end:
            pytest.fail(otherwise)
        time.sleep(0.25)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
