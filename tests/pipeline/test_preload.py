"""Models, and Prefect's server, are loaded for a run only when it has something to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.cli.run import _evaluated
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.preload import load_models
from narratief.pipeline.take_in import take_in

TALK = """Interviewer: Hoe ging het?
Bewoner: We kregen nooit meer iets te horen, terwijl dat wel was beloofd op die avond.
"""


class Asked(Exception):
    """Prefect's server was asked for."""


@pytest.fixture(autouse=True)
def no_server(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No server of Prefect is known, and asking for one is told by `Asked`."""

    def ask() -> None:
        raise Asked

    monkeypatch.chdir(tmp_path)
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("flows.server.server_coming_up", ask)


def test_models_and_a_server_are_loaded_only_for_what_is_new(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "pleintje"
    project.mkdir()
    (project / "een.txt").write_text(TALK, "utf-8")
    assert load_models([project])
    with pytest.raises(Asked):
        _evaluated([project], tmp_path / "uit")
    code_interviews(open_folder(project), take_in(open_folder(project)).files)
    assert not load_models([project])
    (outcome,) = _evaluated([project], tmp_path / "uit")
    assert (outcome.files, outcome.taken_in, outcome.coded) == (["een.txt"], 0, 0)
    assert (tmp_path / "uit" / "pleintje" / "synthese.html").exists()
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(Asked):
        _evaluated([project], tmp_path / "uit")


@pytest.mark.parametrize(
    ("waiting", "every", "engine", "prefect"),
    [
        (1, 13, "lokaal", False),
        (3, 40, "lokaal", False),
        (4, 100, "lokaal", True),
        (2, 13, "lokaal", True),
        (1, 1, "lokaal", True),
        (1, 13, "processen:2", True),
    ],
)
def test_next_to_nothing_new_is_done_without_a_server(
    waiting: int,
    every: int,
    engine: str,
    prefect: bool,
    tmp_path: Path,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NARRATIEF_ENGINE", engine)
    monkeypatch.setattr("narratief.pipeline.batches.unfinished", lambda folders, most: (waiting, every))
    monkeypatch.setattr("narratief.pipeline.preload.start_models", lambda: None)
    monkeypatch.setattr("narratief.pipeline.evaluate.evaluate", lambda projects, out: [])
    if prefect:
        with pytest.raises(Asked):
            _evaluated([tmp_path], tmp_path / "uit")
    else:
        assert _evaluated([tmp_path], tmp_path / "uit") == []


def test_a_project_that_cannot_be_read_does_not_stop_it(tmp_path: Path, own_home: Path) -> None:
    broken = tmp_path / "stuk"
    broken.mkdir()
    (broken / "project.yaml").write_text("title: [", "utf-8")
    assert not load_models([broken])
