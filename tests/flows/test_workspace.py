"""The flow of the workspace where Prefect is away: the work is done all the same, and nobody waits twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flows.held import holding
from flows.tasks import StepError

from flows import workspace
from narratief.pipeline.batches import Done
from narratief.store.database import open_store

FILES = ["Jan Smit.txt", "Els Bos.txt"]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order; Prefect is not known to be away."""
    done: list[str] = []
    monkeypatch.setattr(workspace, "_without_prefect", workspace.Event())
    monkeypatch.setattr(workspace.stages, "code_interviews", lambda *_: done.append("code") or 2)
    monkeypatch.setattr(workspace.stages, "write_tables", lambda *_: done.append("write") or [])
    return done


def flow_that(monkeypatch: pytest.MonkeyPatch, calls: list[str], error: Exception) -> None:
    def failing(*_: object) -> int:
        calls.append("flow")
        raise error

    monkeypatch.setattr(workspace, "evaluate_accepted", failing)


def test_without_a_server_the_steps_are_done_and_it_is_not_tried_again(monkeypatch, calls, tmp_path: Path) -> None:
    flow_that(monkeypatch, calls, RuntimeError("Timed out while attempting to connect."))
    assert workspace.evaluate(object(), 1, ["a.txt"], tmp_path) == 2
    assert workspace.evaluate(object(), 1, ["a.txt"], tmp_path) == 2
    assert calls == ["flow", "code", "write", "code", "write"]


def test_a_step_that_failed_is_not_done_again(monkeypatch, calls, tmp_path: Path) -> None:
    flow_that(monkeypatch, calls, StepError("ValueError in x.py:3"))
    with pytest.raises(StepError):
        workspace.evaluate(object(), 1, ["a.txt"], tmp_path)
    assert calls == ["flow"]


@pytest.fixture
def spreading(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> list[dict[str, list[str]]]:
    """What would go to other processes: two interviews wait, and the engine has processes."""
    given: list[dict[str, list[str]]] = []

    def spread(_engine: object, _step: object, waiting: dict[str, list[str]], _title: str) -> dict[str, Done]:
        given.append(waiting)
        return {project: Done(analysed=len(names)) for project, names in waiting.items()}

    monkeypatch.setenv("NARRATIEF_ENGINE", "processen:2")
    monkeypatch.setattr(workspace.stages, "uncoded", lambda *_: FILES)
    monkeypatch.setattr(workspace, "spread", spread)
    return given


def test_other_processes_are_told_a_number_and_neutral_names(spreading) -> None:
    with holding(open_store(), FILES) as work:
        assert workspace._spread(work, 7) == 2
    [(project, names)] = spreading[0].items()
    assert project == "7"
    assert len(names) == 2
    assert not any(word in name for name in names for word in ("Jan", "Smit", "Els", "Bos"))


def test_a_store_that_other_processes_would_not_find_is_coded_here(spreading, tmp_path: Path) -> None:
    elsewhere = open_store(f"sqlite:///{tmp_path / 'elders.sqlite3'}")
    with holding(elsewhere, FILES) as work:
        assert workspace._spread(work, 7) == 0
    assert spreading == []


def test_an_engine_that_is_not_there_holds_nobody_up(monkeypatch, spreading, caplog) -> None:
    monkeypatch.setenv("NARRATIEF_ENGINE", "wolk")
    with holding(open_store(), FILES) as work:
        assert workspace._spread(work, 7) == 0
    assert "NARRATIEF_ENGINE" in caplog.text
