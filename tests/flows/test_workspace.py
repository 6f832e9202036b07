"""The flow of the workspace where Prefect is away: the work is done all the same, and nobody waits twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flows.tasks import StepError

from flows import workspace


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
