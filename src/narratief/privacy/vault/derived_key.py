"""Keys for other secrets than names, each derived from the key of the name vaults (HKDF), so that one key is kept safe.

That key lies apart from the database and is in no backup: who has either cannot read what is sealed in it.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from narratief.domain.locations import vault_dir
from narratief.privacy.vault.key_mark import key_for


def derived_key(purpose: str) -> Fernet:
    """Derive the key for a purpose; the vaults' key is made when there is none and no vault was ever encrypted with it.

    Parameters
    ----------
    purpose
        What is sealed and for whom: what was sealed for one purpose does not open for another.

    Raises
    ------
    InputError
        When the vaults' key is lost, unreadable, none, or another one than vaults were encrypted with.
    """
    return Fernet(base64.urlsafe_b64encode(derived_bytes(purpose)))


def derived_bytes(purpose: str) -> bytes:
    """Derive the 32 bytes of a key; for the rest as `derived_key`."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key_for(vault_dir()))
