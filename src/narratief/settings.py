"""Where narratief keeps what it must remember, and which parts it loads; set by environment variables.

NARRATIEF_HOME
    Folder for the work files (pseudonymised interviews, cache, Prefect's files). Default: ``~/.local/share/narratief``.
NARRATIEF_VAULT
    Folder for the name vaults, apart from everything else. Default: ``~/.local/share/narratief-kluis``.
NARRATIEF_VAULT_KEY_FILE
    File with the key of the name vaults, apart from them and from the work files. Default:
    ``~/.config/narratief/kluis.sleutel``. NARRATIEF_VAULT_KEY, the key itself, goes before it.
NARRATIEF_SPACY
    Name or path of the spaCy pipeline to use. Default: nl_core_news_sm when installed, else the shipped one.
"""

from __future__ import annotations

import os
from pathlib import Path


def home_dir() -> Path:
    """Folder for work files; made when missing, readable by its owner only."""
    return _private_dir(os.environ.get("NARRATIEF_HOME") or Path.home() / ".local/share/narratief")


def vault_dir() -> Path:
    """Folder for the name vaults; made when missing, readable by its owner only."""
    return _private_dir(os.environ.get("NARRATIEF_VAULT") or Path.home() / ".local/share/narratief-kluis")


def vault_key_file() -> Path:
    """File with the key of the name vaults; see `narratief.privacy.vault_key`."""
    given = os.environ.get("NARRATIEF_VAULT_KEY_FILE")
    return Path(given or Path.home() / ".config/narratief/kluis.sleutel").expanduser()


def models_dir() -> Path:
    """Folder with the shipped models: inside the installed package, or models/ of the source tree.

    Raises
    ------
    FileNotFoundError
        When neither exists (a broken installation).
    """
    packaged = Path(__file__).parent / "models"
    if packaged.is_dir():
        return packaged
    source_tree = Path(__file__).parents[2] / "models"
    if source_tree.is_dir():
        return source_tree
    msg = "De map met modellen ontbreekt. Installeer narratief opnieuw."
    raise FileNotFoundError(msg)


def _private_dir(path: str | Path) -> Path:
    folder = Path(path).expanduser()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
