"""Erasing deletes what is narratief's, whatever the rows of a restored database say."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.data_protection.erasure import erase_project_everywhere
from narratief.data_protection.project_files import derived_folders_of, has_workspace_folder, projects_dir
from narratief.store.schema import ProjectRow
from narratief.store.written import note_written
from tests.data_protection.conftest import Plein


def _changed(plein: Plein, **values: str) -> None:
    with plein.store.writing() as session:
        row = session.get_one(ProjectRow, plein.work.project_id)
        for name, value in values.items():
            setattr(row, name, value)


@pytest.mark.parametrize("folder", ["..", "../uitkomsten", ".", "../../elders"])
def test_a_folder_that_leads_out_of_the_projects_is_not_ours(plein: Plein, own_home: Path, folder: str) -> None:
    kept = own_home / "websleutel"
    kept.write_text("geheim", "utf-8")
    (own_home.parent / "elders").mkdir()
    (own_home.parent / "elders/brief.txt").write_text("van iemand anders", "utf-8")
    _changed(plein, folder=f"{projects_dir()}/{folder}")
    assert not has_workspace_folder(plein.row())
    erase_project_everywhere(plein.store, plein.work.project_id, None, {})
    assert kept.exists()
    assert (own_home.parent / "elders/brief.txt").exists()


@pytest.mark.parametrize("name", ["..", ".", "../..", "{root}/elders"])
def test_outcomes_lie_in_their_own_folders_only(plein: Plein, own_home: Path, name: str) -> None:
    elsewhere = own_home.parent / "elders"
    elsewhere.mkdir()
    (elsewhere / "brief.txt").write_text("van iemand anders", "utf-8")
    whole = name.replace("{root}", str(own_home.parent))
    _changed(plein, name=whole, key=whole)
    assert [path.name for path in derived_folders_of(plein.row())] == ["alle-projecten"]
    erase_project_everywhere(plein.store, plein.work.project_id, None, {})
    assert (elsewhere / "brief.txt").exists()
    assert (plein.folder / "a.txt").exists()


def test_a_written_file_goes_but_never_a_whole_folder(plein: Plein, tmp_path: Path) -> None:
    made, folder = tmp_path / "verslag.docx", tmp_path / "brieven"
    made.write_text("woorden", "utf-8")
    folder.mkdir()
    (folder / "brief.txt").write_text("van iemand anders", "utf-8")
    with plein.store.writing() as session:
        note_written(session, plein.work.project_id, [made, folder])
    erase_project_everywhere(plein.store, plein.work.project_id, None, {})
    assert not made.exists()
    assert (folder / "brief.txt").exists()
