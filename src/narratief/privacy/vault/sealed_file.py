"""A transcript that waits on the disk, encrypted as the vault is: with a key that is derived from the vault's.

It keeps its name, so that it is listed, counted and deleted as any transcript; only its content is sealed. Who copies
the folder, or has a backup of it, reads nothing without the key.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.fernet import InvalidToken

from narratief.domain.errors import InputError
from narratief.domain.locations import vault_dir
from narratief.files.limits import MAX_BYTES
from narratief.privacy.vault.derived_key import derived_key
from narratief.privacy.vault.key_mark import needs_key, wanted_by
from narratief.privacy.vault.vault_key import vault_key

_MARK = b"narratief-versleuteld-1\n"
_MOST = MAX_BYTES * 4 // 3 + 1024
"""Bytes of the largest sealed file: Fernet writes Base64, four bytes for three, and some 100 of its own."""


def sealed(data: bytes, project: str) -> bytes:
    """Encrypt a transcript.

    Parameters
    ----------
    project
        Key of its project: what was sealed for one opens for no other.

    Raises
    ------
    InputError
        When there is no key, or another one than names are encrypted with.
    """
    return _MARK + derived_key(_purpose(project)).encrypt(data)


def is_sealed(path: Path) -> bool:
    """Tell whether a file was sealed; False too for one that cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def unsealed(path: Path, project: str) -> bytes:
    """Content of a sealed file.

    Raises
    ------
    InputError
        When it cannot be read, or the key that it was sealed with is not here; no key is made.
    OSError
        When the disk fails.
    """
    with path.open("rb") as file:
        token = file.read(_MOST)[len(_MARK) :]
    if vault_key(make=False) is None:
        raise needs_key(path.name, None, wanted_by(vault_dir()))
    try:
        return derived_key(_purpose(project)).decrypt(token)
    except InvalidToken:
        raise InputError(
            path.name,
            "Dit bestand is versleuteld met een andere sleutel, of het is beschadigd.",
            "Zet de sleutel van de naamkluis terug waarmee het is bewaard, of upload het bestand opnieuw.",
        ) from None


def _purpose(project: str) -> str:
    """What the key is derived for."""
    return f"narratief waiting transcript of {project}"
