"""`narratief serve`: the first start gives a link, later ones do not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner

from narratief.cli.serve import serve
from tests.web.conftest import PASSWORD


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> list[tuple[Any, dict[str, Any]]]:
    """What uvicorn was asked to run, instead of running it."""
    calls: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.delenv("NARRATIEF_DATABASE_URL", raising=False)
    monkeypatch.delenv("NARRATIEF_HOSTS")
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: calls.append((app, options)))
    return calls


def run(*arguments: str) -> str:
    """Run the command; gives what it printed, in one line."""
    app = typer.Typer()
    app.command()(serve)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_first_start_gives_a_link_and_later_ones_do_not(started: list[Any], own_home: Path) -> None:
    first = run("--port", "8123")
    path = re.search(r"http://localhost:8123(/link/\S+)", first)[1]
    app, options = started[0]
    assert (options["host"], options["port"]) == ("127.0.0.1", 8123)
    browser = TestClient(app, base_url="http://localhost:8123", follow_redirects=False)
    form = {"name": "Bea", "email": "bea@gemeente.nl", "password": PASSWORD, "again": PASSWORD}
    assert browser.post(path, data=form).status_code == 303
    assert "/link/" not in run("--port", "8123")
    assert (own_home / "narratief.sqlite3").stat().st_mode & 0o077 == 0


def test_the_link_is_one_that_the_workspace_answers(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_HOSTS", "werkplek.nl")
    told = run("--proxy", "127.0.0.1").replace("\n", "")
    link = re.search(r"https://werkplek\.nl/link/[\w-]+", told)
    assert link
    assert TestClient(started[0][0]).get(link[0]).status_code == 200


def test_listening_on_the_network_is_warned_about(started: list[Any]) -> None:
    assert "https" in run("--host", "0.0.0.0")


def test_starting_the_workspace_loads_no_network_and_draws_nothing() -> None:
    """What takes seconds to load waits for the page that uses it."""
    heavy = {"spacy", "onnxruntime", "tokenizers", "altair", "vl_convert", "prefect", "bertopic", "deduce"}
    heavy |= {"pyarrow", "xlsxwriter", "pandas"}
    told = f"import sys, narratief.web.app; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
