"""One key for all computers with one database, also where each has a folder of vaults of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from narratief.domain.errors import InputError
from narratief.domain.locations import vault_dir, vault_key_file
from narratief.privacy.vault.vault import Vault
from narratief.store.database import Store
from narratief.store.vault_key_agreement import agree_on_vault_key, forget_vault_key


@pytest.fixture(autouse=True)
def first(own_home: Path, store: Store) -> None:
    """The first computer used its key."""
    agree_on_vault_key(store)
    agree_on_vault_key(store)
    Vault("plein").store("een.txt", {"[PERSOON-1]": ["Wubbo"]})


@pytest.fixture
def second(first: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a second computer now, with folders of its own."""
    monkeypatch.setenv("NARRATIEF_VAULT", str(tmp_path / "tweede/kluis"))
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(tmp_path / "tweede/kluis.sleutel"))


def test_a_second_computer_makes_no_key_of_its_own(store: Store, second: None) -> None:
    with pytest.raises(InputError, match="Nodig is de sleutel met kenmerk"):
        agree_on_vault_key(store)
    assert not vault_key_file().exists()


def test_a_second_computer_with_another_key_is_refused(
    store: Store, second: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())
    with pytest.raises(InputError, match="past niet bij deze sleutel"):
        agree_on_vault_key(store)


def test_a_second_computer_with_the_key_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    key = vault_key_file().read_text()
    request.getfixturevalue("second")
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", key.strip())
    agree_on_vault_key(store)


def test_another_key_may_come_when_the_last_vault_was_destroyed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATIEF_VAULT_KEY", Fernet.generate_key().decode())
    with store.writing() as session:
        forget_vault_key(session)  # there still is one
    with pytest.raises(InputError):
        agree_on_vault_key(store)
    Vault("plein").destroy()
    with store.writing() as session:
        forget_vault_key(session)
    agree_on_vault_key(store)
    assert vault_dir().is_dir()
