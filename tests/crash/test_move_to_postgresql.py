"""From SQLite to PostgreSQL by a backup and a restore: every row, of every version, and nothing when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from narratief.data_protection.backup.make import make_backup
from narratief.data_protection.backup.restore import restore_backup
from narratief.store.accounts.access import Role
from narratief.store.accounts.people import add_person
from narratief.store.coding.interviews import interviews_of, load_interview
from narratief.store.coding.projects import projects_of
from narratief.store.database import Store, make_engine
from narratief.store.migrate import current_revision, newest_revision, upgrade
from narratief.store.review.result import result_of
from narratief.store.review.search import search
from tests.crash.earlier_rows import INTERVIEW, ONE, THREE
from tests.crash.filled import fill, held
from tests.databases import a_database

pytestmark = pytest.mark.postgres


@pytest.fixture
def postgres(request: pytest.FixtureRequest) -> Iterator[URL]:
    """An empty PostgreSQL database; skipped with a reason where there is no server."""
    with a_database(request.getfixturevalue("postgres_server")) as url:
        yield url


def use(monkeypatch: pytest.MonkeyPatch, url: URL) -> Store:
    """Let narratief use a database from here on."""
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", url.render_as_string(hide_password=False))
    return Store(make_engine(url))


def backed_up(
    revision: str, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, dict[str, Any]]:
    """A backup of a SQLite database with rows of a version; and what that has once it is up to date."""
    store = use(monkeypatch, URL.create("sqlite", database=str(tmp_path / "oud.sqlite3")))
    fill(store.engine, revision)
    (home / "projecten/park").mkdir(parents=True)
    (home / "projecten/park/een.txt").write_text("Bewoner: een verhaal", "utf-8")
    make_backup(store, tmp_path / "kopie.zip")
    upgrade(store.engine)
    rows = held(store.engine)
    store.close()
    return tmp_path / "kopie.zip", rows


@pytest.mark.parametrize("revision", ["0004", newest_revision()])
def test_every_row_comes_over_and_the_application_goes_on(
    revision: str, postgres: URL, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = backed_up(revision, tmp_path, own_home, monkeypatch)
    (own_home / "projecten/park/een.txt").unlink()
    store = use(monkeypatch, postgres)
    restore_backup(path, overwrite=True, folders=[Path("/uitkomsten")])  # where a table was written
    after = held(store.engine)
    assert current_revision(store.engine) == newest_revision()
    assert {table for table, rows in before.items() if rows} == {table for table, rows in after.items() if rows}
    for table, rows in before.items():
        assert after[table] == rows, table
    assert (own_home / "projecten/park/een.txt").exists()
    with store.writing() as session:
        (project,) = projects_of(session)
        assert load_interview(session, interviews_of(session, project.id)[0]).text == INTERVIEW.text
        assert search(session, "belde").hits[0].text == THREE.text
        confirmed = result_of(session, project.id, confirmed_only=True).codes
        assert [code.fragment for code in confirmed] == [ONE.id]
        assert add_person(session, "nieuw@x.nl", "Nieuw", Role.RESEARCHER).id > max(p["id"] for p in before["people"])
    store.close()


def test_what_fails_halfway_leaves_the_present_database(
    postgres: URL, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = backed_up(newest_revision(), tmp_path, own_home, monkeypatch)
    store = use(monkeypatch, postgres)
    fill(store.engine, newest_revision())
    with store.writing() as session:
        add_person(session, "blijft@x.nl", "Blijft", Role.RESEARCHER)
    before = held(store.engine)

    def fails(*_: object) -> None:
        raise OSError("kapot")

    monkeypatch.setattr("narratief.data_protection.backup.tables.count_on", fails)
    with pytest.raises(OSError, match="kapot"):
        restore_backup(path, overwrite=True)
    assert held(store.engine) == before
    assert (own_home / "projecten/park/een.txt").exists()
    store.close()
