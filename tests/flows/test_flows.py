"""The flows against a temporary Prefect server and against one that runs by itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

TALK = """Interviewer: Hoe bent u erbij gekomen?
Inwoner: Ik ben Wubbo Schelvisch. Er kwam een brief in de bus.
Interviewer: En wat is er daarna gebeurd?
Inwoner: Wij hebben onze ideeën ingeleverd en daarna hebben we er nooit meer iets van gehoord. Geen brief, geen mail.
"""
SECRET = ("Schelvisch", "nooit meer iets van gehoord", "brief in de bus")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "pleintje"
    folder.mkdir()
    (folder / "a.txt").write_text(TALK, "utf-8")
    (folder / "leeg.txt").write_bytes(b"")
    return folder


def _environment(home: Path, vault: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    return kept | {"NARRATIEF_HOME": str(home), "NARRATIEF_VAULT": str(vault)} | more


def _run(project: Path, out: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = "from narratief.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "run", str(project), "--out", str(out)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=900,
    )


def _check(project: Path, out: Path, done: subprocess.CompletedProcess[str], places: list[Path]) -> None:
    assert done.returncode == 1, done.stderr
    assert "leeg.txt" in done.stderr
    assert (out / "pleintje/synthese.html").exists()
    assert (out / "overzicht.xlsx").exists()
    for place in places:
        for path in place.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert not any(secret.encode() in data for secret in SECRET), path
    assert not any(secret in done.stdout + done.stderr for secret in SECRET)


def test_run_with_a_temporary_server_leaves_no_words_with_prefect(
    project: Path, own_home: Path, tmp_path: Path
) -> None:
    environment = _environment(own_home, tmp_path / "vault")
    done = _run(project, tmp_path / "uit", environment)
    kept = list(own_home.glob("prefect-*"))
    assert len(kept) == 1
    _check(project, tmp_path / "uit", done, kept)


def test_run_against_a_server_of_its_own(project: Path, own_home: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    database = tmp_path / "server"
    settings = {"PREFECT_HOME": str(database), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    log = (tmp_path / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
        env=_environment(own_home, tmp_path / "vault", **settings),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"{api}/health", server)
        environment = _environment(own_home, tmp_path / "vault", PREFECT_API_URL=api, PREFECT_HOME=str(database))
        done = _run(project, tmp_path / "uit", environment)
        runs = httpx.post(f"{api}/flow_runs/filter", json={}, timeout=60).json()
        assert {run["state"]["type"] for run in runs} == {"COMPLETED"}
        assert len(runs) == 2
        _check(project, tmp_path / "uit", done, [database, *own_home.glob("prefect-*")])
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert server.poll() is None, "the Prefect server stopped"
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.25)
    pytest.fail("the Prefect server never answered")


def test_an_unforeseen_error_reaches_prefect_without_its_message() -> None:
    from flows.tasks import without_text

    from narratief.domain.errors import StepError

    @without_text
    def broken() -> None:
        raise ValueError("wij hoorden nooit meer iets")

    with pytest.raises(StepError) as caught:
        broken()
    assert "ValueError" in str(caught.value)
    assert "hoorden" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
