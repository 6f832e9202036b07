"""Where narratief keeps what it has: the work files, the name vaults, their key, and the models that it came with."""

from __future__ import annotations

from pathlib import Path

from narratief.domain.settings import get_settings


def home_dir() -> Path:
    """Folder for work files; made when missing, readable by its owner only."""
    return _private_dir(get_settings("home").home)


def vault_dir() -> Path:
    """Folder for the name vaults; made when missing, readable by its owner only."""
    return _private_dir(get_settings("vault").vault)


def vault_key_file() -> Path:
    """File with the key of the name vaults; see `narratief.privacy.vault.vault_key`."""
    return get_settings("vault_key_file").vault_key_file.expanduser()


def models_dir() -> Path:
    """Folder with the shipped models: inside the installed package, or models/ of the source tree.

    Raises
    ------
    FileNotFoundError
        When neither exists (a broken installation).
    """
    packaged = Path(__file__).parents[1] / "models"
    if packaged.is_dir():
        return packaged
    source_tree = Path(__file__).parents[3] / "models"
    if source_tree.is_dir():
        return source_tree
    msg = "De map met modellen ontbreekt. Installeer narratief opnieuw."
    raise FileNotFoundError(msg)


def _private_dir(path: Path) -> Path:
    folder = path.expanduser()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
