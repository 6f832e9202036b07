"""A backup that names files elsewhere as written: erasing after a restore deletes none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.data_protection.backup.make import make_backup
from narratief.data_protection.backup.restore import Restored, restore_backup
from narratief.data_protection.erasure import erase_project_everywhere
from narratief.domain.project import load_project
from narratief.store.coding.projects import project_for
from narratief.store.database import Store
from narratief.store.schema import ProjectRow, WrittenFile
from narratief.store.written import note_written
from tests.databases import a_store


def _write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("van iemand", "utf-8")
    return path


def _project(store: Store, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with store.writing() as session:
        return project_for(session, load_project(folder)).id


def _noted(session: Session) -> set[str]:
    return set(session.scalars(select(WrittenFile.path)))


def _restored(store: Store, root: Path, folders: list[Path]) -> Restored:
    """Restore over an installation that has the project, and wrote one table outside its folders."""
    with store.writing() as session:
        for row in session.scalars(select(WrittenFile)):
            session.delete(row)
        note_written(session, None, [root / "bureaublad/overzicht.html"])
    return restore_backup(root / "kopie.zip", overwrite=True, folders=folders)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_erasing_deletes_what_this_installation_wrote_and_nothing_that_only_a_backup_names(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    for name in ("home", "vault"):
        monkeypatch.setenv(f"NARRATIEF_{name.upper()}", str(tmp_path / name))
        (tmp_path / name).mkdir()
    (tmp_path / "home/los").symlink_to(tmp_path / "anders")
    own = [
        _write(tmp_path / "home/los-bestand.csv"),
        _write(tmp_path / "elders/plein/synthese.html"),
        _write(tmp_path / "uitvoer/quotes.csv"),
        _write(tmp_path / "bureaublad/overzicht.html"),
    ]
    foreign = [_write(tmp_path / "anders" / name) for name in ("dagboek.txt", "via-link.txt", "omhoog.txt")]
    told = [foreign[0], tmp_path / "home/los/via-link.txt", tmp_path / "home/../anders/omhoog.txt"]
    with a_store(engine, request, tmp_path / "narratief.sqlite3") as store:
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
        number = _project(store, tmp_path / "elders/plein")
        with store.writing() as session:
            session.add_all(WrittenFile(project_id=number, path=str(path)) for path in (*own, *told))
        make_backup(store, tmp_path / "kopie.zip")

        restored = _restored(store, tmp_path, [tmp_path / "uitvoer"])

        assert set(restored.forgotten) == {str(path) for path in told}
        with store.reading() as session:
            assert _noted(session) == {str(path) for path in own}
            number = session.scalars(select(ProjectRow.id)).one()
        erase_project_everywhere(store, number, None, {})
    assert [path for path in foreign if not path.exists()] == []
    assert [path for path in own if path.exists()] == []


def test_a_path_that_no_disk_can_have_is_no_reason_to_stop(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("home", "vault"):
        monkeypatch.setenv(f"NARRATIEF_{name.upper()}", str(tmp_path / name))
        (tmp_path / name).mkdir()
    odd = ["a" * 5000, "relatief/pad.txt", "/tmp/met\x00nul"]
    with a_store("sqlite", request, tmp_path / "narratief.sqlite3") as store:
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", store.engine.url.render_as_string(hide_password=False))
        number = _project(store, tmp_path / "home/projecten/plein")
        with store.writing() as session:
            session.add_all(WrittenFile(project_id=number, path=path) for path in odd)
        make_backup(store, tmp_path / "kopie.zip")
        assert set(_restored(store, tmp_path, []).forgotten) == set(odd)
