"""A project stays itself when its folder is moved or renamed, and a copy of a folder is noticed."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from narratief.domain.errors import InputError, Refusal
from narratief.domain.project import ProjectFacts, load_project
from narratief.domain.project_identity import IDENTITY_FILE, Identity, read_identity
from narratief.privacy.vault.vault import Vault
from narratief.store.coding.projects import find_project, get_project, new_project, project_for
from narratief.store.database import Store
from narratief.store.schema import ProjectRow


@pytest.fixture(autouse=True)
def home(own_home: Path) -> None:
    """Folders of its own."""


def opened(store: Store, folder: Path) -> tuple[int, str, str]:
    """Open a folder as every command does; gives its number, key and name."""
    with store.writing() as session:
        row = project_for(session, load_project(folder))
        assert row.folder == str(folder.resolve())
        return row.id, row.key, row.name


def test_a_moved_and_renamed_folder_is_the_same_project_with_the_same_vault(store: Store, folder: Path) -> None:
    first = opened(store, folder)
    Vault(load_project(folder).key).store("een.txt", {"[PERSOON-1]": ["Wubbo"]})
    moved = folder.rename(folder.parent / "archief 2026")
    assert opened(store, moved) == first
    project = load_project(moved)
    assert (project.key, project.name) == first[1:]
    assert Vault(project.key).originals("een.txt") == {"[PERSOON-1]": ["Wubbo"]}


def test_a_project_of_an_earlier_version_keeps_its_key_and_can_be_moved_from_then_on(
    store: Store, folder: Path
) -> None:
    key = f"plein-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:10]}"  # as it was made before
    with store.writing() as session:
        session.add(ProjectRow(key=key, name="plein", folder=str(folder.resolve()), facts={}))
    first = opened(store, folder)
    assert first[1:] == (key, "plein")
    assert read_identity(folder) == Identity(key, "plein")
    assert opened(store, folder.rename(folder.parent / "elders")) == first


def test_a_copy_is_refused_until_somebody_says_what_it_is(store: Store, folder: Path) -> None:
    first = opened(store, folder)
    copy = folder.parent / "kopie"
    shutil.copytree(folder, copy)
    with pytest.raises(InputError, match="is een kopie van") as told:
        opened(store, copy)
    assert IDENTITY_FILE in told.value.remedy
    with store.reading() as session:
        assert get_project(session, first[0]).folder == str(folder.resolve())
        with pytest.raises(InputError, match="is een kopie van"):
            find_project(session, str(copy))
    (copy / IDENTITY_FILE).unlink()
    second = opened(store, copy)
    assert second[0] != first[0]
    assert second[1] != first[1]
    assert opened(store, folder) == first


def test_the_project_goes_on_in_the_copy_when_the_original_says_so_no_more(store: Store, folder: Path) -> None:
    first = opened(store, folder)
    copy = folder.parent / "kopie"
    shutil.copytree(folder, copy)
    (folder / IDENTITY_FILE).unlink()
    assert opened(store, copy) == first
    again = opened(store, folder)  # a new project at the place of the first one
    assert again[0] != first[0]
    assert again[1] != first[1]


def test_a_link_to_a_folder_is_no_copy(store: Store, folder: Path) -> None:
    first = opened(store, folder)
    (folder.parent / "link").symlink_to(folder)
    with store.writing() as session:
        assert project_for(session, load_project(folder.parent / "link")).id == first[0]


def test_another_database_knows_the_project_by_its_folder(store: Store, folder: Path) -> None:
    (folder / IDENTITY_FILE).write_bytes(Identity("park-0123456789", "park").as_file())
    assert opened(store, folder)[1:] == ("park-0123456789", "park")


@pytest.mark.parametrize(
    "content", ["", "[]", "project: 3", 'project: "../../x-0123456789"\nnaam: x', 'project: "x-0123456789"\nnaam: ../x']
)
def test_a_broken_or_crafted_file_is_refused_and_leads_nowhere(store: Store, folder: Path, content: str) -> None:
    (folder / IDENTITY_FILE).write_text(content, "utf-8")
    assert load_project(folder).name == "plein"
    with pytest.raises(InputError, match="welk project deze map is"):
        opened(store, folder)


def test_a_broken_file_is_mended_where_the_folder_is_known(store: Store, folder: Path) -> None:
    first = opened(store, folder)
    (folder / IDENTITY_FILE).write_bytes(b"\x00")
    assert opened(store, folder) == first
    assert read_identity(folder) == Identity(*first[1:])


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_known_by_its_path(store: Store, folder: Path) -> None:
    folder.chmod(0o500)
    first = opened(store, folder)
    assert opened(store, folder) == first
    folder.chmod(0o700)


def test_where_no_file_can_be_made_the_path_tells(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("narratief.store.coding.project_folders.write_once", refuse)
    first = opened(store, folder)
    assert not (folder / IDENTITY_FILE).exists()
    assert opened(store, folder) == first


def test_a_project_of_the_workspace_is_found_again_when_its_home_was_moved(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narratief.data_protection.project_files import has_workspace_folder
    from narratief.pipeline.folders import folder_of, new_folder
    from narratief.pipeline.recovery import find_moved

    facts = ProjectFacts(title="Park")
    with store.writing() as session:
        row = new_project(session, facts, new_folder(facts))
        number, key = row.id, row.key
    (tmp_path / "home").rename(tmp_path / "elders")
    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / "elders"))
    with store.reading() as session, pytest.raises(Refusal):
        folder_of(get_project(session, number))
    assert find_moved(store) == 1
    with store.reading() as session:
        row = get_project(session, number)
        assert folder_of(row) == tmp_path / "elders/projecten/park"
        assert (row.key, has_workspace_folder(row)) == (key, True)
    assert find_moved(store) == 0
