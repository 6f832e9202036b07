"""A database of another version: a newer one is left alone, an earlier one is backed up before it is changed."""

from __future__ import annotations

import errno
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.data_protection.backup.before_upgrade import (
    KEPT,
    backups_dir,
    clear_old_backups,
    upgrade_with_backup,
)
from narratief.data_protection.backup.restore import restore_backup
from narratief.domain.errors import InputError
from narratief.store import upgrades
from narratief.store.database import Store, make_engine, open_store
from narratief.store.migrate import current_revision, newest_revision, upgrade
from tests.crash.filled import fill, held

EARLIER = "0008"


@pytest.fixture(autouse=True)
def nobody_upgrades(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    monkeypatch.setattr(upgrades, "_upgrades", [])


@pytest.fixture
def earlier(url: URL, monkeypatch: pytest.MonkeyPatch) -> URL:
    """A database of an earlier version with rows in it, in use as the installation's own."""
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", url.render_as_string(hide_password=False))
    engine = make_engine(url)
    fill(engine, EARLIER)
    engine.dispose()
    return url


def test_a_newer_database_is_refused_in_a_sentence_and_left_alone(url: URL) -> None:
    engine = make_engine(url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("""UPDATE installation SET value = '{"narratief": "99.1.0"}'"""))
    before = held(engine)
    with pytest.raises(InputError, match=r"nieuwere versie van narratief \(99\.1\.0\)"):
        open_store(url)
    assert held(engine) == before
    engine.dispose()


def test_a_newer_database_is_told_by_a_command_without_a_traceback(
    earlier: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(earlier)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    result = CliRunner().invoke(app, ["retention", "--yes"])
    assert isinstance(result.exception, InputError)
    assert "nieuwere versie" in str(result.exception)


def test_an_earlier_database_is_not_changed_without_a_backup(earlier: URL) -> None:
    with pytest.raises(InputError, match="oudere versie"):
        open_store(earlier)
    engine = make_engine(earlier)
    assert current_revision(engine) == EARLIER
    engine.dispose()


def test_a_command_backs_an_earlier_database_up_and_the_backup_gives_it_back(earlier: URL, own_home: Path) -> None:
    (own_home / "projecten/plein").mkdir(parents=True)
    (own_home / "projecten/plein/een.txt").write_text("Bewoner: een verhaal", "utf-8")
    engine = make_engine(earlier)
    before = held(engine)
    result = CliRunner().invoke(app, ["retention", "--yes"])
    assert result.exit_code == 0, result.output
    assert "bijgewerkt" in result.stderr
    assert current_revision(engine) == newest_revision()
    (backup,) = backups_dir().iterdir()
    assert backup.stat().st_mode & 0o77 == 0
    assert "home/projecten/plein/een.txt" in zipfile.ZipFile(backup).namelist()
    contents = restore_backup(backup, overwrite=True).contents
    assert contents.revision == EARLIER
    after = held(engine)
    for table, rows in before.items():
        if table != "alembic_version":
            kept = [{key: row[key] for key in (rows or [row])[0]} for row in after[table]]  # later versions add columns
            assert sorted(kept, key=repr) == rows
    engine.dispose()


def test_where_the_backup_cannot_be_made_the_database_stays(earlier: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("narratief.files.atomic.fsync_file", full)
    upgrades.upgrade_by(upgrade_with_backup)
    with pytest.raises(OSError, match="space"):
        open_store(earlier)
    engine = make_engine(earlier)
    assert current_revision(engine) == EARLIER
    assert list(backups_dir().glob("*.zip")) == []
    engine.dispose()


def test_of_two_at_once_one_makes_the_backup(earlier: URL) -> None:
    stores = [Store(make_engine(earlier)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        made = [path for path in pool.map(upgrade_with_backup, [store.engine for store in stores]) if path]
    assert made == list(backups_dir().iterdir())
    for store in stores:
        assert current_revision(store.engine) == newest_revision()
        store.close()


def test_such_a_backup_stays_for_a_while_only(earlier: URL) -> None:
    store = Store(make_engine(earlier))
    path = upgrade_with_backup(store.engine)
    made = path.stat().st_mtime
    assert clear_old_backups(made + KEPT.total_seconds() - 1) == 0
    assert clear_old_backups(made + KEPT.total_seconds() + 1) == 1
    assert not path.exists()
    store.close()
