"""The flow of the workspace where Prefect is away: the work is done all the same, and nobody waits twice."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from flows import workspace
from narratief.domain.errors import StepError
from narratief.pipeline.batches import Done
from narratief.pipeline.coding import Coded
from narratief.store.database import open_store

FILES = ["Jan Smit.txt", "Els Bos.txt"]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> list[str]:
    """What was done, in order; Prefect is not known to be away."""
    done: list[str] = []
    monkeypatch.setattr(workspace, "_without_prefect", workspace.Event())
    monkeypatch.setattr(workspace, "lasting_server", nullcontext)
    monkeypatch.setattr(workspace, "evaluate_here", lambda *_: done.append("here") or Coded([], 2, []))
    return done


def flow_that(monkeypatch: pytest.MonkeyPatch, calls: list[str], error: Exception) -> None:
    def failing(*_: object) -> int:
        calls.append("flow")
        raise error

    monkeypatch.setattr(workspace, "evaluate_accepted", failing)


def test_without_a_server_the_steps_are_done_and_it_is_not_tried_again(monkeypatch, calls, tmp_path: Path) -> None:
    flow_that(monkeypatch, calls, RuntimeError("Timed out while attempting to connect."))
    store = open_store()
    assert workspace.evaluate(store, 1, ["a.txt"], tmp_path).new == 2
    assert workspace.evaluate(store, 1, ["a.txt"], tmp_path).new == 2
    assert calls == ["flow", "here", "here"]


def test_a_step_that_failed_is_not_done_again(monkeypatch, calls, tmp_path: Path) -> None:
    flow_that(monkeypatch, calls, StepError("ValueError in x.py:3"))
    with pytest.raises(StepError):
        workspace.evaluate(open_store(), 1, ["a.txt"], tmp_path)
    assert calls == ["flow"]


def test_a_store_that_other_processes_would_not_find_is_worked_on_here(monkeypatch, calls, tmp_path: Path) -> None:
    flow_that(monkeypatch, calls, AssertionError("Prefect's tasks open another store"))
    elsewhere = open_store(f"sqlite:///{tmp_path / 'elders.sqlite3'}")
    assert workspace.evaluate(elsewhere, 1, ["a.txt"], tmp_path).new == 2
    assert calls == ["here"]


def test_prefect_is_told_a_number_and_neutral_names(monkeypatch, calls, tmp_path: Path) -> None:
    told: list[object] = []

    def flow(*parameters: object) -> None:
        told.extend(parameters)
        raise RuntimeError("no server")

    monkeypatch.setattr(workspace, "evaluate_accepted", flow)
    workspace.evaluate(open_store(), 7, FILES, tmp_path)
    assert told[0] == "project:7"
    assert len(told[1]) == 2
    assert not any(word in str(told) for word in ("Jan", "Smit", "Els", "Bos"))


@pytest.fixture
def spreading(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> list[dict[str, list[str]]]:
    """What would go to other processes: two interviews wait, and the engine has processes."""
    given: list[dict[str, list[str]]] = []

    def spread(_engine: object, _step: object, waiting: dict[str, list[str]], _title: str) -> dict[str, Done]:
        given.append(waiting)
        return {project: Done(analysed=len(names)) for project, names in waiting.items()}

    class Opened:
        project = type("Project", (), {"title": "Plein"})

    monkeypatch.setenv("NARRATIEF_ENGINE", "processen:2")
    monkeypatch.setattr(workspace, "open_referenced", lambda _: Opened)
    monkeypatch.setattr(workspace, "uncoded_names", lambda _, names: names)
    monkeypatch.setattr(workspace, "spread", spread)
    return given


def test_waiting_interviews_go_to_other_processes(spreading) -> None:
    assert workspace._spread("project:7", ["gesprek-1a2b3c.txt", "gesprek-4d5e6f.txt"]) == 2
    assert spreading == [{"project:7": ["gesprek-1a2b3c.txt", "gesprek-4d5e6f.txt"]}]


def test_an_engine_that_is_not_there_holds_nobody_up(monkeypatch, spreading, caplog) -> None:
    monkeypatch.setenv("NARRATIEF_ENGINE", "wolk")
    assert workspace._spread("project:7", ["gesprek-1a2b3c.txt"]) == 0
    assert "NARRATIEF_ENGINE" in caplog.text
