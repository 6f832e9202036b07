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
NARRATIEF_THREADS
    How many texts a process encodes at once. Default: the cores that it may use.
NARRATIEF_BATCH
    How many interviews a task takes at most, where tasks are spread over processes. Default: 5.
NARRATIEF_SECOND_FACTOR
    ``verplicht`` when everybody who logs in with a password must use a second factor. Default: who wants to.

`flows.engine` has NARRATIEF_ENGINE, `narratief.store.database` the database's address.
"""

from __future__ import annotations

import os
from pathlib import Path

from narratief.domain.errors import InputError

_BATCH = 5


def home_dir() -> Path:
    """Folder for work files; made when missing, readable by its owner only."""
    return _private_dir(os.environ.get("NARRATIEF_HOME") or Path.home() / ".local/share/narratief")


def vault_dir() -> Path:
    """Folder for the name vaults; made when missing, readable by its owner only."""
    return _private_dir(os.environ.get("NARRATIEF_VAULT") or Path.home() / ".local/share/narratief-kluis")


def vault_key_file() -> Path:
    """File with the key of the name vaults; see `narratief.privacy.vault.vault_key`."""
    given = os.environ.get("NARRATIEF_VAULT_KEY_FILE")
    return Path(given or Path.home() / ".config/narratief/kluis.sleutel").expanduser()


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


def threads() -> int:
    """How many texts this process encodes at once.

    Raises
    ------
    InputError
        When NARRATIEF_THREADS is no whole number of 1 or more.
    """
    return _number("NARRATIEF_THREADS") or usable_cores()


def batch_size() -> int:
    """How many interviews a task takes at most, where tasks are spread over processes.

    Raises
    ------
    InputError
        When NARRATIEF_BATCH is no whole number of 1 or more.
    """
    return _number("NARRATIEF_BATCH") or _BATCH


def second_factor_required() -> bool:
    """Tell whether everybody who logs in with a password must use a second factor.

    Raises
    ------
    InputError
        When NARRATIEF_SECOND_FACTOR is something else than "verplicht" or "vrij".
    """
    given = os.environ.get("NARRATIEF_SECOND_FACTOR", "").strip().lower()
    if given not in ("", "vrij", "verplicht"):
        # a typing error may not quietly leave out what was asked for
        raise InputError("NARRATIEF_SECOND_FACTOR", f"'{given}' is geen keuze.", "Kies: verplicht of vrij.")
    return given == "verplicht"


def usable_cores() -> int:
    """How many cores this process may use: fewer than the machine has when it was given some of them only."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _number(variable: str) -> int | None:
    """Give the number in an environment variable; None when it is not set."""
    given = os.environ.get(variable, "").strip()
    if not given:
        return None
    if not given.isdecimal() or int(given) < 1:
        raise InputError(variable, f"'{given}' is geen aantal.", "Vul een heel getal van 1 of meer in.")
    return int(given)


def _private_dir(path: str | Path) -> Path:
    folder = Path(path).expanduser()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
