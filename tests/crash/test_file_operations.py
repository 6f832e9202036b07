"""A power cut before any of a writer's file operations: files old or new, those that belong together all of them."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from narratief.data_protection.backup.make import make_backup
from narratief.files import atomic, file_transaction, locks
from narratief.files.atomic import new_draft, write_atomic
from narratief.files.file_transaction import JOURNAL, recover_transaction, write_transaction
from narratief.privacy.vault.vault import Vault
from narratief.store.database import Store, make_engine
from narratief.store.faults import fault_of
from narratief.topics.run_history import RunHistory
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import TopicCache
from narratief.web.security import signing_secret
from tests.crash.killed import at_every_operation, killed_before

OLD = {"a.csv": b"oud a", "b.html": b"oud b", "c.xlsx": b"oud c"}
NEW = {"a.csv": b"nieuw a" * 900, "b.html": b"nieuw b", "c.xlsx": b"nieuw c"}


def seen(folder: Path) -> dict[str, bytes]:
    """What a person sees in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_file_is_old_or_new_before_any_operation(tmp_path: Path) -> None:
    path = tmp_path / "verslag.md"
    found = set()
    write_atomic(path, b"oud")
    for _ in at_every_operation(lambda: write_atomic(path, b"nieuw"), tmp_path):
        found.add(path.read_bytes())
        write_atomic(path, b"oud")
        assert list(tmp_path.iterdir()) == [path], "a draft of the killed writer stayed"
    assert found == {b"oud", b"nieuw"}


@pytest.fixture(params=["unix", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to work: with folders that can be locked and open files that can be renamed, and without."""
    if request.param == "windows":
        monkeypatch.setattr(locks, "_FOLDERS_CAN_BE_LOCKED", False)
        monkeypatch.setattr(atomic, "OPEN_FILES_CAN_MOVE", False)
        monkeypatch.setattr(atomic, "_CLOSED_DRAFT", -1)
        monkeypatch.setattr(file_transaction, "OPEN_FILES_CAN_MOVE", False)


@pytest.mark.usefixtures("system")
def test_files_that_belong_together_are_all_old_or_all_new(tmp_path: Path) -> None:
    write_transaction(tmp_path, OLD)
    found, cut = [], 0
    for _ in at_every_operation(lambda: write_transaction(tmp_path, NEW), tmp_path):
        now = seen(tmp_path)
        assert all(now[name] in (OLD[name], NEW[name]) for name in OLD), "half a file"
        assert (tmp_path / JOURNAL).exists() or now in (OLD, NEW), "half a set, and nothing that tells so"
        cut += now not in (OLD, NEW)
        recover_transaction(tmp_path)
        assert seen(tmp_path) in (OLD, NEW)
        found.append(seen(tmp_path) == NEW)
        write_transaction(tmp_path, OLD)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(OLD), "something of the killed writer stayed"
    assert found == sorted(found), "once the new ones count they go on counting"
    assert {True, False} == set(found)
    assert cut >= 2, "no kill between two names was tried"


def test_finishing_may_be_cut_off_as_well(tmp_path: Path) -> None:
    for first in range(40):
        write_transaction(tmp_path, OLD)
        if not killed_before(first, lambda: write_transaction(tmp_path, NEW), tmp_path):
            return
        counts = (tmp_path / JOURNAL).exists()
        for _ in at_every_operation(lambda: recover_transaction(tmp_path), tmp_path):
            pass
        assert seen(tmp_path) == NEW or not counts
    pytest.fail("the writer never ended")


def test_a_draft_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    draft, file = new_draft(path)
    write_atomic(path, b"van een ander")
    assert draft.exists()
    file.close()
    write_atomic(path, b"van een ander")
    assert not draft.exists()


def test_the_vault_keeps_what_it_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "vault"))
    vault = Vault("plein")
    vault.store("a.txt", {"[PERSOON-1]": ["Wubbo"]})
    for _ in at_every_operation(lambda: vault.store("b.txt", {"[PERSOON-1]": ["Anna"]}), tmp_path):
        assert vault.originals("a.txt") == {"[PERSOON-1]": ["Wubbo"]}
        assert vault.originals("b.txt") in ({}, {"[PERSOON-1]": ["Anna"]})
        vault.delete("b.txt")
    assert vault.originals("b.txt") == {"[PERSOON-1]": ["Anna"]}


def test_the_secret_that_signs_cookies_is_never_empty(own_home: Path) -> None:
    for _ in at_every_operation(signing_secret, own_home):
        made = signing_secret()
        assert len(made) > 20
        assert signing_secret() == made
        (own_home / "websleutel").unlink()
    (own_home / "websleutel").write_bytes(b"")  # of a start that an earlier version lost
    assert len(signing_secret()) > 20


def test_kept_clusters_and_their_past_stay_together(tmp_path: Path) -> None:
    folder = TopicCache("plein", tmp_path)
    old = (Topics({}, (), ("oud",), (), {}, ()), RunHistory(seen=frozenset({"oud"})))
    new = (Topics({}, (), ("nieuw",), (), {}, ()), RunHistory(seen=frozenset({"nieuw"})))
    folder.keep(*old)
    for _ in at_every_operation(lambda: folder.keep(*new), tmp_path):
        assert (folder.last().left_out, folder.history().seen) in (
            (("oud",), frozenset({"oud"})),
            (("nieuw",), frozenset({"nieuw"})),
        )
        folder.keep(*old)


def test_a_backup_is_whole_or_not_there(own_home: Path, tmp_path: Path) -> None:
    from narratief.data_protection.backup.archive import Reader
    from narratief.store.migrate import upgrade

    engine = make_engine(f"sqlite:///{own_home}/narratief.sqlite3")
    upgrade(engine)
    engine.dispose()
    path = tmp_path / "weg" / "kopie.zip"

    def make() -> None:
        make_backup(Store(make_engine(f"sqlite:///{own_home}/narratief.sqlite3")), path)

    for _ in at_every_operation(make, tmp_path):
        if path.exists():
            Reader(path).close()
            path.unlink()
    Reader(path).close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB; where none can be made, a limit on the size of files."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    mounted = (
        os.getuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "narratief-test", folder], capture_output=True, check=False
        ).returncode
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        if mounted:
            subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_leaves_the_old_files_and_says_so(small_disk: Path) -> None:
    write_transaction(small_disk, OLD)
    big = NEW | {"c.xlsx": os.urandom(400_000)}
    with pytest.raises(OSError) as caught:
        write_transaction(small_disk, big)
    assert caught.value.errno in (errno.ENOSPC, errno.EFBIG)
    assert "De schijf is vol" in str(fault_of(caught.value))
    assert sorted(path.name for path in small_disk.iterdir()) == sorted(OLD)
    assert seen(small_disk) == OLD
    write_transaction(small_disk, NEW)
    assert seen(small_disk) == NEW


def test_a_full_disk_under_the_database_is_told_and_loses_nothing(small_disk: Path) -> None:
    from sqlalchemy.exc import DBAPIError

    from narratief.store.schema import LoginAttempt

    url = f"sqlite:///{small_disk}/x.sqlite3"
    engine = make_engine(url)
    with engine.begin() as connection:
        LoginAttempt.__table__.create(connection)
    store = Store(engine)
    with store.writing() as session:
        session.add(LoginAttempt(email_hash="eerst", address="x"))
    with pytest.raises(DBAPIError) as caught, store.writing() as session:
        session.add_all(LoginAttempt(email_hash="y" * 100_000, address="x") for _ in range(10))
    assert fault_of(caught.value) is not None
    with store.writing() as session:
        session.add(LoginAttempt(email_hash="later", address="x"))
    with store.reading() as session:
        assert [row.email_hash for row in session.query(LoginAttempt)] == ["eerst", "later"]
    store.close()
