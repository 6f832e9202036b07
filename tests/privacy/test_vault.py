import errno
import json
import logging
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from narratief.domain.errors import InputError
from narratief.domain.locations import vault_key_file
from narratief.privacy.vault import key_mark
from narratief.privacy.vault.key_mark import MARK_FILE, mark_of
from narratief.privacy.vault.vault import Vault, destroy_all, wipe
from narratief.privacy.vault.vault_key import vault_key

KEY = {"[PERSOON-1]": ["Gerrit Wiersma", "Wiersma"], "[ADRES-1]": ["Dorpsweg 14"]}


@pytest.fixture(autouse=True)
def key_file(monkeypatch, tmp_path) -> Path:
    monkeypatch.delenv("NARRATIEF_VAULT_KEY", raising=False)
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(tmp_path / "apart/kluis.sleutel"))
    return vault_key_file()


@pytest.fixture
def vault(tmp_path, key_file) -> Vault:
    vault = Vault("Herinrichting Lindenlaan", tmp_path / "kluis")
    vault.store("een.txt", KEY)
    return vault


def test_the_file_is_for_its_owner_only(vault: Vault):
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.path.parent.stat().st_mode) == 0o700


def test_the_vault_lies_in_the_folder_of_the_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "elders"))

    assert Vault("Een project!").path == tmp_path / "elders" / "een-project.kluis"


def test_another_interview_is_never_overwritten(vault: Vault):
    vault.store("twee.txt", {"[PERSOON-1]": ["Fenna"]})

    assert vault.interviews() == ["een.txt", "twee.txt"]
    assert vault.lookup("een.txt", "[PERSOON-1]") == ["Gerrit Wiersma", "Wiersma"]
    assert vault.lookup("twee.txt", "PERSOON-1") == ["Fenna"]


def test_storing_again_keeps_earlier_originals(vault: Vault):
    vault.store("een.txt", {"[PERSOON-1]": ["Gerrit"], "[PERSOON-2]": ["Ans"]})

    assert vault.lookup("een.txt", "PERSOON-1") == ["Gerrit", "Gerrit Wiersma", "Wiersma"]
    assert vault.lookup("een.txt", "ADRES-1") == ["Dorpsweg 14"]


def test_delete_forgets_one_interview_only(vault: Vault):
    vault.store("twee.txt", KEY)

    assert vault.delete("een.txt")
    assert not vault.delete("een.txt")
    assert vault.interviews() == ["twee.txt"]
    assert vault.originals("een.txt") == {}


def test_destroy_removes_the_file(vault: Vault):
    vault.destroy()

    assert not vault.path.exists()
    assert vault.interviews() == []


def test_a_failed_write_leaves_the_old_file_and_no_other(vault: Vault, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda *_: (_ for _ in ()).throw(OSError("schijf vol")))

    with pytest.raises(OSError, match="schijf vol"):
        vault.store("twee.txt", KEY)
    assert vault.originals("een.txt") == KEY
    assert not list(vault.path.parent.glob(".kluis-*"))


def test_a_damaged_vault_is_told_in_dutch_without_its_content(vault: Vault):
    vault.path.with_suffix(".json").write_text('{"een.txt": {"[PERSOON-1]": ["Gerrit Wiersma"', encoding="utf-8")

    with pytest.raises(InputError) as error:
        vault.originals("een.txt")
    assert "beschadigd" in str(error.value)
    assert "Gerrit" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_neither_repr_nor_logging_shows_originals(vault: Vault, caplog):
    with caplog.at_level(logging.DEBUG):
        vault.store("twee.txt", KEY)
        logging.getLogger("test").info("kluis %r", vault)

    assert "Wiersma" not in caplog.text
    assert "Wiersma" not in repr(vault)


def test_nothing_in_the_vault_can_be_read_without_the_key(vault: Vault):
    data = b"".join(path.read_bytes() for path in vault.path.parent.iterdir())

    assert not any(word in data for word in (b"Wiersma", b"Dorpsweg", b"een.txt", b"PERSOON"))


def test_the_key_file_is_made_once_apart_and_for_its_owner_only(vault: Vault, key_file: Path):
    key = key_file.read_bytes()
    vault.store("twee.txt", KEY)

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_file.parent != vault.path.parent
    assert key_file.read_bytes() == key
    assert list(key_file.parent.iterdir()) == [key_file]


def test_the_key_of_the_environment_goes_first_and_makes_no_file(monkeypatch, tmp_path, key_file: Path):
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())
    vault = Vault("elders", tmp_path / "kluis")
    vault.store("een.txt", KEY)

    assert vault.originals("een.txt") == KEY
    assert not key_file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(vault: Vault, key_file: Path, mode: int):
    key_file.chmod(mode)

    with pytest.raises(InputError, match="chmod 600"):
        vault.originals("een.txt")


def test_with_another_key_nothing_is_shown_and_nothing_overwritten(vault: Vault, monkeypatch):
    before = vault.path.read_bytes()
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())

    for act in (lambda: vault.originals("een.txt"), lambda: vault.store("b.txt", KEY), lambda: vault.delete("een.txt")):
        with pytest.raises(InputError, match="past niet bij deze sleutel"):
            act()
    assert vault.path.read_bytes() == before


def test_a_lost_key_is_told_and_no_new_one_hides_it(vault: Vault, key_file: Path):
    key_file.unlink()

    with pytest.raises(InputError, match="sleutel van de naamkluis ontbreekt"):
        vault.originals("een.txt")
    with pytest.raises(InputError, match="sleutel van de naamkluis ontbreekt"):
        Vault("ander project", vault.path.parent).store("een.txt", KEY)
    assert not key_file.exists()
    assert vault.destroy()  # needs no key, and then there can be a new one
    vault.store("nieuw.txt", KEY)
    assert vault.originals("nieuw.txt") == KEY


def test_something_that_is_no_key_is_told_without_showing_it(vault: Vault, monkeypatch):
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", "geheim")

    with pytest.raises(InputError, match="geen sleutel") as error:
        vault.originals("een.txt")
    assert "geheim" not in str(error.value)


def test_a_plain_vault_of_before_is_read_once_and_then_encrypted(vault: Vault):
    vault.store("twee.txt", KEY)
    plain = vault.path.with_suffix(".json")
    plain.write_text(json.dumps({"oud.txt": KEY}), "utf-8")

    assert vault.originals("oud.txt") == KEY
    assert vault.interviews() == ["een.txt", "oud.txt", "twee.txt"]
    assert not plain.exists()
    assert b"Wiersma" not in vault.path.read_bytes()


def test_a_plain_vault_stays_when_there_is_no_good_key(vault: Vault, key_file: Path):
    key_file.chmod(0o644)
    plain = vault.path.with_suffix(".json")
    plain.write_text(json.dumps({"oud.txt": KEY}), "utf-8")

    with pytest.raises(InputError):
        vault.originals("oud.txt")
    assert json.loads(plain.read_text("utf-8")) == {"oud.txt": KEY}


def test_a_changed_vault_is_told_as_damaged(vault: Vault):
    sealed = json.loads(vault.path.read_bytes())
    vault.path.write_text(json.dumps(sealed | {"inhoud": sealed["inhoud"][:-8] + "AAAAAAA="}), "utf-8")

    with pytest.raises(InputError, match="beschadigd"):
        vault.originals("een.txt")


STORES = """
import sys
from pathlib import Path
from narratief.privacy.vault.vault import Vault, destroy_all
from narratief.privacy.vault.vault_key import vault_key
who, folder = sys.argv[1], Path(sys.argv[2])
vault = Vault("plein", folder)
print("klaar", flush=True)
sys.stdin.readline()
for number in range(20):
    vault.store(f"{who}-{number}.txt", {"[PERSOON-1]": [f"{who} {number}"]})
"""


def test_two_processes_that_write_one_vault_lose_nothing(tmp_path):
    Vault("plein", tmp_path).store("eerst.txt", KEY)
    words = [sys.executable, "-c", STORES]
    writers = [
        subprocess.Popen([*words, who, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who in ("een", "twee")
    ]
    for writer in writers:
        assert writer.stdout.readline() == "klaar\n"
    for writer in writers:
        writer.stdin.write("begin\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0

    vault = Vault("plein", tmp_path)
    assert len(vault.interviews()) == 41
    for who in ("een", "twee"):
        for number in range(20):
            assert vault.lookup(f"{who}-{number}.txt", "PERSOON-1") == [f"{who} {number}"]


def test_threads_that_write_one_vault_lose_nothing(tmp_path):
    def work(who: str) -> None:
        vault = Vault("plein", tmp_path)
        for number in range(5):
            vault.store(f"{who}-{number}.txt", KEY)

    threads = [threading.Thread(target=work, args=(who,)) for who in ("een", "twee", "drie")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(Vault("plein", tmp_path).interviews()) == 15


def test_a_destroyed_vault_leaves_no_lock(vault: Vault):
    vault.destroy()

    assert list(vault.path.parent.iterdir()) == []


def test_all_vaults_are_destroyed_with_their_locks(vault: Vault):
    (vault.path.parent / "Kopie van vroeger.json").write_text("{}", "utf-8")
    (vault.path.parent / "lang geleden.lock").touch()
    (vault.path.parent / "leesmij.txt").write_text("van de beheerder", "utf-8")

    assert destroy_all(vault.path.parent) == 2
    assert [path.name for path in vault.path.parent.iterdir()] == ["leesmij.txt"]


def test_a_disk_without_locks_is_told_before_a_name_is_lost(vault: Vault, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(InputError, match="Kies met NARRATIEF_VAULT een map op een andere schijf"):
        vault.store("twee.txt", KEY)
    assert vault.interviews() == ["een.txt"]


def test_a_key_is_made_although_a_killed_process_left_its_draft(tmp_path, key_file: Path):
    key_file.parent.mkdir(parents=True)
    for left in (f".{key_file.name}-{os.getpid()}", f".{key_file.name}.{'0' * 32}.{'1' * 32}.tmp"):
        (key_file.parent / left).write_bytes(b"half")
    Vault("plein", tmp_path / "kluis").store("een.txt", KEY)

    assert Vault("plein", tmp_path / "kluis").originals("een.txt") == KEY


def test_threads_that_need_the_first_key_get_the_same_one(key_file: Path):
    keys, begin = [], threading.Barrier(8)

    def work() -> None:
        begin.wait()
        keys.append(vault_key(make=True))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert list(key_file.parent.iterdir()) == [key_file]


def test_wiping_a_link_leaves_what_it_leads_to(tmp_path):
    kept, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    kept.write_text("van iemand anders", "utf-8")
    link.symlink_to(kept)
    wipe(link)
    assert not link.is_symlink()
    assert kept.read_text("utf-8") == "van iemand anders"


def test_a_second_computer_without_the_key_is_told_which_one_and_where_from(vault: Vault, key_file: Path, monkeypatch):
    mark, before = mark_of(vault_key(make=False)), vault.path.read_bytes()
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(key_file.with_name("tweede.sleutel")))
    new = Vault("ander project", vault.path.parent)

    for act in (lambda: vault.originals("een.txt"), lambda: vault.store("b.txt", KEY), lambda: new.store("c.txt", KEY)):
        with pytest.raises(InputError) as told:
            act()
        assert f"kenmerk {mark}" in told.value.message
        assert f"'{socket.gethostname()}'" in told.value.remedy
        assert "tweede.sleutel" in told.value.remedy
        assert "destroy" not in str(told.value)
    assert not vault_key_file().exists()
    assert vault.path.read_bytes() == before
    assert not new.path.exists()


def test_of_two_computers_that_make_a_key_at_once_one_has_none_left(vault: Vault, key_file: Path, monkeypatch):
    folder = vault.path.parent
    vault.path.unlink()  # the first has claimed the folder and not written a vault yet
    (folder / MARK_FILE).rename(folder / "later")
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(key_file.with_name("tweede.sleutel")))
    real = key_mark.write_once

    def overtaken(path: Path, data: bytes) -> bytes:
        if path.name == MARK_FILE:
            (folder / "later").rename(path)
        return real(path, data)

    monkeypatch.setattr(key_mark, "write_once", overtaken)
    with pytest.raises(InputError, match="Nodig is de sleutel met kenmerk"):
        Vault("ander project", folder).store("een.txt", KEY)
    assert not vault_key_file().exists()


def test_another_key_never_encrypts_a_new_vault_beside_the_others(vault: Vault, monkeypatch):
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())

    with pytest.raises(InputError, match="past niet bij deze sleutel"):
        Vault("ander project", vault.path.parent).store("een.txt", KEY)


def test_vaults_of_before_say_themselves_which_key_they_need(vault: Vault, key_file: Path):
    mark = mark_of(vault_key(make=False))
    (vault.path.parent / MARK_FILE).unlink()
    Vault("ander project", vault.path.parent).store("een.txt", KEY)
    key_file.unlink()

    with pytest.raises(InputError, match=f"kenmerk {mark}"):
        Vault("derde project", vault.path.parent).store("een.txt", KEY)


def test_a_damaged_vault_is_never_said_to_be_destroyed(vault: Vault):
    vault.path.write_bytes(b"niets")

    with pytest.raises(InputError) as told:
        vault.originals("een.txt")
    assert "vault destroy" not in str(told.value)
