"""Databases of each kind for tests of crashes, backups and migrations; a small project that was coded."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import OpenProject, open_folder
from narratief.pipeline.take_in import take_in
from tests.crash.commands import TALK
from tests.store.conftest import backend, coded, folder, store, url, work  # noqa: F401 - fixtures


@pytest.fixture
def plein(tmp_path: Path, own_home: Path) -> OpenProject:
    """A project of two interviews in a folder of its own, coded."""
    place = tmp_path / "plein"
    place.mkdir()
    for name in ("Wubbo Schelvisch", "Tjitske Hofwegen"):
        (place / f"{name[:5]}.txt").write_text(TALK.format(name), "utf-8")
    opened = open_folder(place)
    code_interviews(opened, take_in(opened).files)
    return open_folder(place)
