"""A backup has all that narratief keeps; putting it back gives exactly that, and a damaged one changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, text, update
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.data_protection.backup.archive import LIST
from narratief.data_protection.backup.make import Made, make_backup
from narratief.data_protection.backup.restore import restore_backup
from narratief.domain.errors import InputError
from narratief.store.accounts.people import add_person
from narratief.store.database import Store, make_engine
from narratief.store.migrate import current_revision, newest_revision, upgrade
from narratief.store.schema import ProjectRow
from tests.crash.filled import fill, held
from tests.databases import a_database


@pytest.fixture
def place(url: URL, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> URL:
    """The database that narratief uses now, still empty."""
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", url.render_as_string(hide_password=False))
    return url


@pytest.fixture
def kept(place: URL, own_home: Path, tmp_path: Path) -> Iterator[Store]:
    """Data of all kinds: rows in every table, uploads, tables, clusters, vaults, a project in a folder elsewhere."""
    engine = make_engine(place)
    fill(engine, newest_revision())
    elsewhere = tmp_path / "elders" / "plein"
    _write(elsewhere / "gesprek-1.txt", "Bewoner: Ik ben Wubbo.")
    _write(elsewhere / "project.yaml", "title: Het plein\n")
    _write(elsewhere / "boodschappen.xlsx", "van iemand anders")
    _write(own_home / "projecten/park/b.docx", "PK\x03\x04 twee")
    _write(own_home / "uitkomsten/park/synthese.html", "<html>")
    _write(own_home / "werk/park-1/clusters/clusters.json", "{}")
    _write(own_home / "werk/park-1/clusters/.laatste.json.0a.tmp", "half")
    _write(own_home / "uitkomsten/park/.narratief-wissel.lock", "")
    _write(own_home / "websleutel", "geheim van de werkplek")
    _write(own_home / "naamkluis.sleutel", "de sleutel")
    _write(tmp_path / "vault/park-1.json", '{"b.docx": {"[PERSOON-1]": ["Wubbo"]}}')
    _write(tmp_path / "vault/plein-2.kluis", "versleuteld")
    _write(tmp_path / "vault/park-1.lock", "")
    store = Store(engine)
    with store.writing() as session:
        session.execute(update(ProjectRow).values(folder=str(elsewhere), named_only=True))
    yield store
    store.close()


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def _files(tmp_path: Path) -> dict[str, bytes]:
    """All files that a backup is about, by path."""
    roots = [tmp_path / "home" / part for part in ("projecten", "uitkomsten", "werk")]
    roots += [tmp_path / "vault", tmp_path / "elders"]
    found = (path for root in roots for path in root.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if path.suffix not in (".lock", ".tmp")}


def _all(store: Store, tmp_path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    return held(store.engine), _files(tmp_path)


def _now(place: URL, tmp_path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    store = Store(make_engine(place))
    found = _all(store, tmp_path)
    store.close()
    return found


def _lose_everything(place: URL, tmp_path: Path) -> None:
    for folder in ("home/projecten", "home/uitkomsten", "home/werk", "vault", "elders"):
        shutil.rmtree(tmp_path / folder)
    if place.get_backend_name() == "sqlite":
        for path in Path(place.database or "").parent.glob("*.sqlite3*"):
            path.unlink()
        return
    engine = make_engine(place)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _change(store: Store, tmp_path: Path) -> None:
    """Go on working after the backup."""
    _write(tmp_path / "home/projecten/park/later.txt", "later")
    _write(tmp_path / "vault/later.json", "{}")
    with store.writing() as session:
        add_person(session, "cees@gemeente.nl", "Cees", "evaluator")


def test_everything_comes_back_as_it_was(kept: Store, place: URL, tmp_path: Path) -> None:
    before = _all(kept, tmp_path)
    path = tmp_path / "kopie.zip"
    assert make_backup(kept, path) == Made(files=7, vaults=2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept.close()
    _lose_everything(place, tmp_path)
    restore_backup(path, folders=[tmp_path / "elders/plein", Path("/uitkomsten")])
    _write(tmp_path / "elders/plein/boodschappen.xlsx", "van iemand anders")  # is no part of a backup
    assert _now(place, tmp_path) == before
    store = Store(make_engine(place))
    with store.writing() as session:  # numbers go on after the highest one
        assert add_person(session, "cees@gemeente.nl", "Cees", "evaluator").id > 7
    if place.get_backend_name() == "sqlite":
        with store.reading() as session:
            query = text("SELECT count(*) FROM search_fts WHERE search_fts MATCH 'terug'")
            assert session.scalar(query) == 1
    store.close()
    assert not list(tmp_path.rglob(".terugzetten-*")) + list(tmp_path.rglob(".reservekopie-*"))


def test_no_key_and_no_secret_is_in_the_backup(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "kopie.zip"
    make_backup(kept, path)
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        assert not any(secret in name for name in names for secret in ("sleutel", ".tmp", ".lock", "boodschappen"))
        assert not any(b"de sleutel" in file.read(name) for name in names)


def test_present_data_are_replaced_only_when_asked(kept: Store, place: URL, tmp_path: Path) -> None:
    path = tmp_path / "kopie.zip"
    before = _all(kept, tmp_path)
    make_backup(kept, path)
    _change(kept, tmp_path)
    changed = _all(kept, tmp_path)
    kept.close()
    with pytest.raises(InputError, match=r"Er staan al gegevens.*--overwrite"):
        restore_backup(path)
    assert _now(place, tmp_path) == changed
    restore_backup(path, overwrite=True)
    assert _now(place, tmp_path) == before


def test_a_transcript_elsewhere_that_changed_is_not_overwritten_unasked(
    kept: Store, place: URL, tmp_path: Path
) -> None:
    path = tmp_path / "kopie.zip"
    make_backup(kept, path)
    kept.close()
    changed = tmp_path / "elders/plein/gesprek-1.txt"
    _lose_everything(place, tmp_path)
    _write(changed, "verbeterd")
    with pytest.raises(InputError, match="Hier staat al een ander bestand"):
        restore_backup(path)
    assert changed.read_text("utf-8") == "verbeterd"


def test_a_backup_never_takes_the_place_of_another_file(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "kopie.zip"
    path.write_bytes(b"de vorige")
    with pytest.raises(InputError, match="bestaat al"):
        make_backup(kept, path)
    assert path.read_bytes() == b"de vorige"


def _damage(path: Path, kind: str) -> None:
    data = path.read_bytes()
    if kind == "no zip":
        path.write_bytes(b"dit is tekst")
        return
    if kind == "cut":
        path.write_bytes(data[: len(data) // 2])
        return
    if kind == "flipped":
        with zipfile.ZipFile(path) as file:
            part = max(file.infolist(), key=lambda entry: entry.compress_size)
        place = part.header_offset + 30 + len(part.filename) + 20 + part.compress_size // 2  # within its content
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        return
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    told = json.loads(parts[LIST])
    name = next(name for name in parts if name.startswith("kluis/"))
    if kind == "lacking":
        del parts[name]
    elif kind == "changed":  # by somebody who made the zip's own sums right again
        parts[name] = b"iets anders"
    elif kind == "escaping":
        parts["home/../../weg.txt"] = b""
        told["parts"]["home/../../weg.txt"] = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0]
    elif kind == "newer":
        told["revision"] = "9999"
    parts[LIST] = json.dumps(told).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)


@pytest.mark.parametrize("kind", ["cut", "flipped", "lacking", "changed", "escaping", "newer", "no zip"])
def test_a_damaged_backup_changes_nothing(kept: Store, place: URL, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "kopie.zip"
    make_backup(kept, path)
    _damage(path, kind)
    before = _all(kept, tmp_path)
    kept.close()
    with pytest.raises(InputError, match="nieuwere versie" if kind == "newer" else "beschadigd of niet compleet"):
        restore_backup(path, overwrite=True)
    assert _now(place, tmp_path) == before


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(place: URL, tmp_path: Path) -> None:
    engine = make_engine(place)
    fill(engine, "0003")
    make_backup(Store(engine), tmp_path / "kopie.zip")
    upgrade(engine)
    expected = held(engine)
    engine.dispose()
    restore_backup(tmp_path / "kopie.zip", overwrite=True)
    assert current_revision(engine) == newest_revision()
    assert held(engine) == expected
    engine.dispose()


@pytest.mark.parametrize(
    "values",
    [
        {"name": "../.."},
        {"name": "/etc"},
        {"name": "."},
        {"key": "../anders"},
        {"folder": "../anders"},
        {"folder": "/etc"},
    ],
)
def test_a_project_that_leads_out_of_this_installation_is_refused(
    kept: Store, place: URL, tmp_path: Path, values: dict[str, str]
) -> None:
    """Tables, clusters and project.yaml are written, and transcripts deleted, where a project's row says."""
    path = tmp_path / "kopie.zip"
    before = _all(kept, tmp_path)
    with kept.writing() as session:
        was = {name: getattr(session.query(ProjectRow).one(), name) for name in values}
        session.execute(update(ProjectRow).values(**values))
    make_backup(kept, path)
    with kept.writing() as session:
        session.execute(update(ProjectRow).values(**was))
    kept.close()
    with pytest.raises(InputError, match="Er is niets veranderd"):
        restore_backup(path, overwrite=True)
    assert _now(place, tmp_path) == before


@pytest.mark.parametrize("step", ["database.upgrade", "restore.atomic_file"])
def test_a_failure_halfway_leaves_the_old_data(
    kept: Store, place: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "kopie.zip"
    make_backup(kept, path)
    _change(kept, tmp_path)
    before = _all(kept, tmp_path)
    kept.close()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    if step == "database.upgrade" and place.get_backend_name() == "postgresql":
        step = "database.count_on"  # in the middle of the tables
    monkeypatch.setattr(f"narratief.data_protection.backup.{step}", full)
    with pytest.raises(OSError):
        restore_backup(path, overwrite=True)
    assert _now(place, tmp_path) == before
    assert not list(tmp_path.rglob(".terugzetten-*"))


def test_a_database_that_stays_busy_is_told_and_nothing_changes(
    kept: Store, place: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place.get_backend_name() != "sqlite":
        pytest.skip("PostgreSQL lets others wait")
    path = tmp_path / "kopie.zip"
    make_backup(kept, path)
    _change(kept, tmp_path)
    before = _all(kept, tmp_path)
    kept.close()
    monkeypatch.setattr("narratief.data_protection.backup.database._BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(place.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="te lang bezet"):
            restore_backup(path, overwrite=True)
    assert _now(place, tmp_path) == before


def test_a_backup_goes_to_the_other_kind_of_database_from_sqlite_only(
    kept: Store, place: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    make_backup(kept, tmp_path / "kopie.zip")
    before = _all(kept, tmp_path)
    if place.get_backend_name() == "postgresql":
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", f"sqlite:///{tmp_path}/ander.sqlite3")
        with pytest.raises(InputError, match="van PostgreSQL"):
            restore_backup(tmp_path / "kopie.zip", overwrite=True)
        return
    with a_database(request.getfixturevalue("postgres_server")) as url:
        monkeypatch.setenv("NARRATIEF_DATABASE_URL", url.render_as_string(hide_password=False))
        with pytest.raises(InputError, match="map die deze installatie niet kent"):
            restore_backup(tmp_path / "kopie.zip", overwrite=True)
        mine = [tmp_path / "elders", Path("/uitkomsten")]
        restore_backup(tmp_path / "kopie.zip", overwrite=True, folders=mine)
        moved = Store(make_engine(url))
        assert _files(tmp_path) == before[1]
        assert held(moved.engine) == before[0]
        moved.close()


def test_projects_of_the_workspace_go_back_to_their_own_folder_only(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(kept, tmp_path / "kopie.zip")
    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / "anders"))
    with pytest.raises(InputError, match="Zet NARRATIEF_HOME op die map"):
        restore_backup(tmp_path / "kopie.zip", overwrite=True)


def test_the_commands_say_that_the_key_is_not_in_the_backup(kept: Store, place: URL, tmp_path: Path) -> None:
    before = _all(kept, tmp_path)
    kept.close()
    runner, path = CliRunner(), str(tmp_path / "kopie.zip")
    made = runner.invoke(app, ["backup", path])
    assert made.exit_code == 0, made.output
    assert "sleutel van de naamkluis zit er niet in" in " ".join(made.output.split())
    refused = runner.invoke(app, ["restore", path])
    assert isinstance(refused.exception, InputError)
    _lose_everything(place, tmp_path)
    unknown = runner.invoke(app, ["restore", path])
    assert f'--folder "{tmp_path}/elders/plein"' in str(unknown.exception)
    lost = runner.invoke(app, ["restore", path, "--folder", str(tmp_path / "elders")])
    assert "/uitkomsten/plein/synthese.html" in "".join(lost.output.split())
    _lose_everything(place, tmp_path)
    back = runner.invoke(app, ["restore", path, "--folder", str(tmp_path / "elders"), "--folder", "/uitkomsten"])
    assert back.exit_code == 0, back.output
    assert "Zet de sleutel van toen zelf terug" in " ".join(back.output.split())
    _write(tmp_path / "elders/plein/boodschappen.xlsx", "van iemand anders")  # is no part of a backup
    assert _now(place, tmp_path) == before
    again = runner.invoke(app, ["restore", path, "--overwrite"])
    assert again.exit_code == 0, again.output
