"""Models are loaded before a run only when it has something to do."""

from __future__ import annotations

from pathlib import Path

from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.preload import load_models
from narratief.pipeline.take_in import take_in

TALK = """Interviewer: Hoe ging het?
Bewoner: We kregen nooit meer iets te horen, terwijl dat wel was beloofd op die avond.
"""


def test_models_are_loaded_only_for_what_is_new(tmp_path: Path, own_home: Path) -> None:
    project = tmp_path / "pleintje"
    project.mkdir()
    (project / "een.txt").write_text(TALK, "utf-8")
    assert load_models([project])
    code_interviews(open_folder(project), take_in(open_folder(project)).files)
    assert not load_models([project])


def test_a_project_that_cannot_be_read_does_not_stop_it(tmp_path: Path, own_home: Path) -> None:
    broken = tmp_path / "stuk"
    broken.mkdir()
    (broken / "project.yaml").write_text("title: [", "utf-8")
    assert not load_models([broken])
