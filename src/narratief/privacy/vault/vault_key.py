"""The key that the name vaults are encrypted with: from the environment, or from a file for its owner only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet

from narratief.domain import locations, settings
from narratief.domain.errors import InputError
from narratief.files.atomic import write_once

KEY_VARIABLE = settings.variable_of("vault_key")
_DOCS = "Zie 'De naamkluis' in docs/beheerder.md."
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def vault_key(*, make: bool) -> bytes | None:
    """Read the key: that of NARRATIEF_VAULT_KEY, else the one in the key file.

    Parameters
    ----------
    make
        Whether a key file is made when there is no key yet.

    Returns
    -------
    bytes or None
        A Fernet key; None when there is none and none was to be made.

    Raises
    ------
    InputError
        When the key is none, or others can read the file, or it cannot be read or made.
    """
    if given := settings.get_settings("vault_key").vault_key:
        return _checked(given.get_secret_value().encode(), KEY_VARIABLE)
    path = locations.vault_key_file()
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return _made(path) if make else None
    except OSError as error:
        raise _unreadable(path) from error
    if os.name == "posix" and stat.S_IMODE(mode) & _OTHERS:
        raise InputError(
            str(path),
            "Anderen op deze computer kunnen de sleutel van de naamkluis lezen.",
            f"Maak hem privé met: chmod 600 {path}",
        )
    try:
        return _checked(path.read_bytes().strip(), str(path))
    except OSError as error:
        raise _unreadable(path) from error


def _checked(key: bytes, where: str) -> bytes:
    """Check that a key is one, without ever showing it."""
    try:
        Fernet(key)
    except ValueError:
        raise InputError(
            where,
            "Dit is geen sleutel voor de naamkluis.",
            f"Zet de goede sleutel terug uit uw reservekopie. Een sleutel heeft 44 tekens. {_DOCS}",
        ) from None
    return key


def _made(path: Path) -> bytes:
    """Make a key file, for its owner only from the first byte; when another process was first, its key holds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = write_once(path, Fernet.generate_key() + b"\n")
    except OSError as error:
        raise InputError(
            str(path),
            "De sleutel van de naamkluis kan hier niet worden bewaard.",
            f"Kies met NARRATIEF_VAULT_KEY_FILE een andere plek, of geef de sleutel in {KEY_VARIABLE}.",
        ) from error
    return _checked(kept.strip(), str(path))


def _unreadable(path: Path) -> InputError:
    """Make the error that the key file is there but cannot be read."""
    return InputError(
        str(path),
        "De sleutel van de naamkluis is niet te lezen.",
        "Controleer van wie dit bestand is en wie het mag lezen.",
    )
