"""Which folders `narratief run` takes together: tables are named after projects, wherever their folders are now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from narratief.cli.run import _refuse_doubles
from narratief.domain.errors import InputError
from narratief.domain.project_identity import IDENTITY_FILE, Identity


def a_folder(path: Path, identity: Identity | None = None) -> Path:
    """A project folder, known or new."""
    path.mkdir(parents=True)
    if identity:
        (path / IDENTITY_FILE).write_bytes(identity.as_file())
    return path


def test_a_renamed_project_and_a_new_one_with_its_old_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    renamed = a_folder(tmp_path / "archief", Identity("plein-0123456789", "plein"))
    with pytest.raises(InputError, match="dezelfde naam"):
        _refuse_doubles([renamed, a_folder(tmp_path / "plein")])


def test_one_folder_twice_and_two_of_one_name_are_refused(tmp_path: Path) -> None:
    plein = a_folder(tmp_path / "plein")
    for second in (plein, a_folder(tmp_path / "elders/plein")):
        with pytest.raises(InputError, match="dezelfde naam"):
            _refuse_doubles([plein, second])


def test_a_copy_is_left_to_the_store_which_says_more(tmp_path: Path) -> None:
    plein = a_folder(tmp_path / "plein", Identity("plein-0123456789", "plein"))
    shutil.copytree(plein, tmp_path / "kopie")
    _refuse_doubles([plein, tmp_path / "kopie", a_folder(tmp_path / "park")])
