import json
import logging
import stat

import pytest

from narratief.errors import InputError
from narratief.privacy.vault import Vault

KEY = {"[PERSOON-1]": ["Gerrit Wiersma", "Wiersma"], "[ADRES-1]": ["Dorpsweg 14"]}


@pytest.fixture
def vault(tmp_path) -> Vault:
    vault = Vault("Herinrichting Lindenlaan", tmp_path / "kluis")
    vault.store("een.txt", KEY)
    return vault


def test_the_file_is_for_its_owner_only(vault: Vault):
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.path.parent.stat().st_mode) == 0o700


def test_the_vault_lies_in_the_folder_of_the_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "elders"))

    assert Vault("Een project!").path == tmp_path / "elders" / "een-project.json"


def test_another_interview_is_never_overwritten(vault: Vault):
    vault.store("twee.txt", {"[PERSOON-1]": ["Fenna"]})

    assert vault.interviews() == ["een.txt", "twee.txt"]
    assert vault.lookup("een.txt", "[PERSOON-1]") == ["Gerrit Wiersma", "Wiersma"]
    assert vault.lookup("twee.txt", "PERSOON-1") == ["Fenna"]


def test_storing_again_keeps_earlier_originals(vault: Vault):
    vault.store("een.txt", {"[PERSOON-1]": ["Gerrit"], "[PERSOON-2]": ["Ans"]})

    assert vault.lookup("een.txt", "PERSOON-1") == ["Gerrit", "Gerrit Wiersma", "Wiersma"]
    assert vault.lookup("een.txt", "ADRES-1") == ["Dorpsweg 14"]


def test_reidentify_puts_originals_back_and_leaves_what_is_unknown(vault: Vault):
    assert vault.reidentify("een.txt", "Zei [PERSOON-1] tegen [PERSOON-9].") == "Zei Gerrit Wiersma tegen [PERSOON-9]."


def test_delete_forgets_one_interview_only(vault: Vault):
    vault.store("twee.txt", KEY)

    assert vault.delete("een.txt")
    assert not vault.delete("een.txt")
    assert vault.interviews() == ["twee.txt"]
    assert vault.originals("een.txt") == {}


def test_delete_all_removes_the_file(vault: Vault):
    vault.delete_all()

    assert not vault.path.exists()
    assert vault.interviews() == []


def test_a_failed_write_leaves_the_old_file_and_no_other(vault: Vault, monkeypatch):
    monkeypatch.setattr(json, "dump", lambda *_, **__: (_ for _ in ()).throw(OSError("schijf vol")))

    with pytest.raises(OSError, match="schijf vol"):
        vault.store("twee.txt", KEY)
    assert vault.originals("een.txt") == KEY
    assert not list(vault.path.parent.glob(".kluis-*"))


def test_a_damaged_vault_is_told_in_dutch_without_its_content(vault: Vault):
    vault.path.write_text('{"een.txt": {"[PERSOON-1]": ["Gerrit Wiersma"', encoding="utf-8")

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
