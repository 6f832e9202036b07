"""A backup that somebody changed with bad intent: nothing outside the folders of this installation changes."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, update

from narratief.data_protection.backup.archive import LIST
from narratief.data_protection.backup.make import make_backup
from narratief.data_protection.backup.parts import part_named
from narratief.data_protection.backup.restore import restore_backup
from narratief.domain.errors import InputError
from narratief.files.safe_paths import is_plain
from narratief.store.database import Store, make_engine
from narratief.store.migrate import newest_revision
from narratief.store.schema import ProjectRow
from tests.crash.filled import fill

Parts = dict[str, bytes]
Told = dict[str, Any]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a real backup of it, and somebody's folder beside it."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", _url(tmp_path).render_as_string())
    store = _filled(tmp_path)
    make_backup(store, tmp_path / "kopie.zip")
    store.close()
    _write(tmp_path / "anders/dagboek.txt", "van iemand anders")
    return tmp_path


def _url(root: Path) -> URL:
    return URL.create("sqlite", database=str(root / "narratief.sqlite3"))


def _filled(root: Path) -> Store:
    engine = make_engine(_url(root))
    fill(engine, newest_revision())
    _write(root / "elders/plein/gesprek-1.txt", "Bewoner: Ik ben Wubbo.")
    _write(root / "elders/plein/project.yaml", "title: Het plein\n")
    _write(root / "home/projecten/park/b.docx", "PK twee")
    _write(root / "home/websleutel", "geheim van de werkplek")
    _write(root / "vault/plein-2.kluis", "versleuteld")
    store = Store(engine)
    with store.writing() as session:
        session.execute(update(ProjectRow).values(folder=str(root / "elders/plein")))
    return store


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def _rewrite(path: Path, change: Callable[[Parts, Told], object]) -> None:
    """Change a backup as somebody could who made its list and its checksums right again."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    told = json.loads(parts.pop(LIST))
    change(parts, told)
    told["parts"] = {name: [hashlib.sha256(data).hexdigest(), len(data)] for name, data in parts.items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
        file.writestr(LIST, json.dumps(told))


def _seen(root: Path) -> dict[str, bytes | str]:
    """All files, links and folders of the installation and around it, but the database and the backup."""
    found = (path for path in root.rglob("*") if not path.name.startswith(("narratief.sqlite3", "kopie.zip")))
    return {
        str(path.relative_to(root)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in found
        if not path.is_dir() or path.is_symlink()
    }


def _refused(root: Path, words: str = "beschadigd of niet compleet") -> None:
    """Restoring is refused in Dutch, and nothing changed."""
    before, around = _seen(root), sorted(root.parent.iterdir())
    with pytest.raises(InputError, match=words) as error:
        restore_backup(root / "kopie.zip", overwrite=True)
    assert "Er is niets veranderd" in error.value.problem.message
    assert error.value.problem.remedy
    assert _seen(root) == before
    assert sorted(root.parent.iterdir()) == around


def test_the_same_backup_unchanged_is_restored(root: Path) -> None:
    _write(root / "elders/plein/gesprek-1.txt", "veranderd")
    (root / "vault/plein-2.kluis").unlink()
    restore_backup(root / "kopie.zip", overwrite=True)
    assert (root / "elders/plein/gesprek-1.txt").read_text("utf-8") == "Bewoner: Ik ben Wubbo."
    assert (root / "vault/plein-2.kluis").read_text("utf-8") == "versleuteld"
    assert (root / "anders/dagboek.txt").read_text("utf-8") == "van iemand anders"


NAMES = [
    "home/{root}/anders/dagboek.txt",  # an absolute path: "home//tmp/..."
    "home/projecten/{root}/anders/dagboek.txt",
    "kluis/{root}/anders/dagboek.kluis",
    "mappen/5/{root}/anders/dagboek.txt",
    "{root}/anders/dagboek.txt",
    "../anders/dagboek.txt",
    "home/../anders/dagboek.txt",
    "home/projecten/../../../anders/dagboek.txt",
    "home/projecten/./park/b.docx",
    "home/projecten//b.docx",
    "kluis/../anders/dagboek.kluis",
    "kluis/..",
    "mappen/5/../../anders/dagboek.txt",
    "mappen/5/onder/dagboek.txt",
    "mappen/../home/dagboek.txt",
    "mappen/٥/dagboek.txt",  # a digit, but no number that narratief writes
    "home/projecten/..\\..\\..\\anders\\dagboek.txt",
    "home\\projecten\\dagboek.txt",
    "kluis/..\\..\\anders\\dagboek.kluis",
    "kluis/C:dagboek.kluis",
    "kluis/C:\\dagboek.kluis",
    "home/projecten/C:\\dagboek.txt",
    "home/projecten/C:",
    "home/projecten/\\\\server\\deel\\dagboek.txt",
    "mappen/5/C:dagboek.txt",
    "mappen/5/..\\dagboek.txt",
    "C:/dagboek.txt",
    "home/websleutel",  # inside the installation, but never in a backup
    "home/narratief.sqlite3",
    "home/cache/deduce/tabel.pickle",
    "home/projecten",
    "home/werk/plein-1/clusters/.narratief-wissel.json",  # would rename files when clusters are read
    "home/werk/plein-1/clusters/.laatste.json.0a.tmp",
    "home/uitkomsten/.narratief-wissel.lock",
    "kluis/.verborgen.kluis",
    "kluis/dagboek.txt",
    "kluis/onder/dagboek.kluis",
    "mappen/5/.bashrc",
    "mappen/5/authorized_keys",
    "mappen/5/.project.yaml",
    "iets/anders.txt",
    "tabellen/../../anders.jsonl",
    "/",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_part_with_a_crafted_name_is_refused(root: Path, name: str) -> None:
    whole = name.replace("{root}", str(root))
    _rewrite(root / "kopie.zip", lambda parts, _: parts.update({whole: b"overgenomen"}))
    _refused(root)


@pytest.mark.parametrize("name", ["kluis/weg.kluis", "home/projecten/park/weg.txt", "mappen/5/weg.txt"])
def test_a_link_in_a_backup_is_refused(root: Path, name: str) -> None:
    _rewrite(root / "kopie.zip", lambda parts, _: parts.update({name: str(root / "anders").encode()}))
    path = root / "kopie.zip"
    with zipfile.ZipFile(path) as file:
        parts = {entry: file.read(entry) for entry in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for entry, data in parts.items():
            info = zipfile.ZipInfo(entry)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if entry == name else 0
            file.writestr(info, data)
    _refused(root)


def test_a_link_that_is_there_already_is_replaced_and_not_followed(root: Path) -> None:
    """An earlier write of somebody else may have left links where files of the backup go."""
    for place in ("elders/plein/gesprek-1.txt", "vault/plein-2.kluis", "home/projecten/park/b.docx"):
        (root / place).unlink()
        (root / place).symlink_to(root / "anders/dagboek.txt")
    restore_backup(root / "kopie.zip", overwrite=True)
    assert (root / "anders/dagboek.txt").read_text("utf-8") == "van iemand anders"
    assert (root / "vault/plein-2.kluis").read_text("utf-8") == "versleuteld"
    assert (root / "elders/plein/gesprek-1.txt").read_text("utf-8") == "Bewoner: Ik ben Wubbo."


@pytest.mark.parametrize("into", ["anders", "home", "vault", "nieuw", "elders", "elders/plein/.."])
def test_a_folder_that_only_the_backup_names_is_not_written_in(root: Path, into: str) -> None:
    _rewrite(root / "kopie.zip", lambda _, told: told.update(folders={"5": str(root / into)}))
    _refused(root, "een map die deze installatie niet kent")


@pytest.mark.parametrize("inside", ["projecten/park", "projecten", "cache", "prefect"])
def test_a_folder_elsewhere_lies_not_within_the_work_folder(root: Path, inside: str) -> None:
    _rewrite(root / "kopie.zip", lambda _, told: told.update(folders={"5": str(root / "home" / inside)}))
    _refused(root)


@pytest.mark.parametrize("folder", ["", "elders/plein", "../elders", "~/elders", "C:\\elders", "a\0b", None, 5, ["x"]])
def test_a_folder_that_is_none_is_refused(root: Path, folder: object) -> None:
    _rewrite(root / "kopie.zip", lambda _, told: told.update(folders={"5": folder}))
    _refused(root)


def test_a_part_without_its_folder_is_refused(root: Path) -> None:
    _rewrite(root / "kopie.zip", lambda _, told: told.update(folders={}))
    _refused(root)


def test_a_folder_behind_a_link_is_the_one_that_it_leads_to(root: Path) -> None:
    (root / "snel").symlink_to(root / "anders")
    _rewrite(root / "kopie.zip", lambda _, told: told.update(folders={"5": str(root / "snel")}))
    _refused(root, "een map die deze installatie niet kent")


@pytest.mark.parametrize("allowed", ["elders/plein", "elders"])
def test_the_user_can_say_that_a_folder_belongs_to_the_installation(root: Path, allowed: str) -> None:
    """Where the database is lost, nothing but a person can say which folders those are."""
    for path in (root / "narratief.sqlite3", root / "elders/plein/gesprek-1.txt", root / "elders/plein/project.yaml"):
        path.unlink()
    _refused(root, "een map die deze installatie niet kent.*--folder")
    with pytest.raises(InputError, match="niet kent"):
        restore_backup(root / "kopie.zip", overwrite=True, folders=[root / "elders/plein/onder", root / "anders"])
    restore_backup(root / "kopie.zip", overwrite=True, folders=[root / allowed])
    assert (root / "elders/plein/gesprek-1.txt").read_text("utf-8") == "Bewoner: Ik ben Wubbo."


@pytest.mark.parametrize(
    "told",
    [
        {"parts": []},
        {"made_at": "gisteren"},
        {"folders": []},
        {"revision": 8},
        {"form": "een"},
        {"home": None},
        {"x": 1},
    ],
)
def test_a_list_of_another_shape_is_refused(root: Path, told: Told) -> None:
    path = root / "kopie.zip"
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[LIST] = json.dumps(json.loads(parts[LIST]) | told).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    _refused(root)


@pytest.mark.parametrize("database", [b"", b"dit is tekst", b"SQLite format 3\x00" + bytes(5000), None])
def test_a_database_that_is_none_is_refused(root: Path, database: bytes | None) -> None:
    def change(parts: Parts, _: Told) -> None:
        del parts["database.sqlite3"]
        if database is not None:
            parts["database.sqlite3"] = database

    _rewrite(root / "kopie.zip", change)
    _refused(root)


def test_a_damaged_database_can_be_replaced(root: Path) -> None:
    """What a backup is for; the folders of its projects cannot be read then."""
    for journal in root.glob("narratief.sqlite3-*"):
        journal.unlink()
    (root / "narratief.sqlite3").write_bytes(b"kapot" * 4000)
    with pytest.raises(InputError, match="--overwrite"):
        restore_backup(root / "kopie.zip")
    restore_backup(root / "kopie.zip", overwrite=True, folders=[root / "elders/plein"])
    store = Store(make_engine(_url(root)))
    with store.reading() as session:
        assert session.query(ProjectRow).count() == 1
    store.close()


def test_a_name_that_cannot_be_restored_is_refused_when_the_backup_is_made(root: Path) -> None:
    _write(root / "elders/plein/a\\b.txt", "Bewoner: ja.")
    store = Store(make_engine(_url(root)))
    with pytest.raises(InputError, match="Geef het bestand een gewone naam"):
        make_backup(store, root / "nieuw.zip")
    store.close()
    assert not (root / "nieuw.zip").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_with_a_time_in_it_comes_back(root: Path) -> None:
    _write(root / "elders/plein/gesprek 10:30.txt", "Bewoner: ja.")
    store = Store(make_engine(_url(root)))
    make_backup(store, root / "nieuw.zip")
    store.close()
    (root / "elders/plein/gesprek 10:30.txt").unlink()
    restore_backup(root / "nieuw.zip", overwrite=True)
    assert (root / "elders/plein/gesprek 10:30.txt").read_text("utf-8") == "Bewoner: ja."


_FOLDERS = ("home", "kluis", "mappen", "tabellen", "projecten", "werk", "5", "..", ".", "", "/", "~", "…", "C:")
_FILES = (
    "a.txt",
    "x.kluis",
    "CON",
    "nul.txt",
    "a:b.txt",
    "b.txt ",
    "b.txt.",
    "a\0b",
    "\\",
    "..\\..",
    "C:\\x",
    "\\\\a\\b",
)
_STEPS = st.sampled_from((*_FOLDERS, *_FILES))
_HOSTILE = st.one_of(st.lists(_STEPS, min_size=1, max_size=6).map("/".join), st.text(max_size=30))


@settings(max_examples=2000)
@given(name=_HOSTILE)
@example(name="home/projecten//etc/passwd")
@example(name="kluis/C:x.kluis")
def test_no_name_leads_out_of_its_folder_on_any_system(name: str) -> None:
    part = part_named(name)
    if part is None:
        return
    for kind, root in ((PurePosixPath, "/a/b"), (PureWindowsPath, "C:\\a\\b")):
        path = kind(root).joinpath(*part.path.parts)
        assert path.parts[: len(kind(root).parts)] == kind(root).parts
        assert ".." not in path.parts
        assert len(path.parts) == len(kind(root).parts) + len(part.path.parts)


@pytest.mark.parametrize("step", ["CON", "nul.txt", "com1.docx", "a:b.txt", "b.txt ", "b.txt.", "C:", "a\\b", ".."])
def test_names_with_a_meaning_of_their_own_on_windows_are_refused_there(step: str) -> None:
    assert not is_plain(step, windows=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(_HOSTILE.filter(lambda name: name and "\0" not in name), min_size=1, max_size=3, unique=True))
def test_whatever_the_parts_are_called_nothing_outside_changes(root: Path, names: list[str]) -> None:
    before = {path: data for path, data in _seen(root).items() if not path.startswith(("home/", "vault/", "elders/"))}
    copy = root / "kopie.zip"
    kept = copy.read_bytes()
    _rewrite(copy, lambda parts, _: parts.update({name: b"overgenomen" for name in names if name not in parts}))
    with suppress(InputError):
        restore_backup(copy, overwrite=True)
    copy.write_bytes(kept)
    after = {path: data for path, data in _seen(root).items() if not path.startswith(("home/", "vault/", "elders/"))}
    assert after == before
    assert (root / "home/websleutel").read_text("utf-8") == "geheim van de werkplek"
