"""A work folder of its own for a measurement, so that nothing that was kept before counts."""

from __future__ import annotations

import os
from pathlib import Path


def lookup_tables() -> Path:
    """Folder with deduce's tables: they are built once for a machine, and no part of what is measured."""
    from narratief.domain.locations import home_dir

    return home_dir() / "cache"


def work_in(home: Path, cache: Path, vault: Path) -> None:
    """Let narratief keep its work, its vault and the vault's key in these folders, with the tables that are there."""
    home.mkdir(exist_ok=True)
    if not (home / "cache").exists() and cache.exists():
        (home / "cache").symlink_to(cache, target_is_directory=True)
    os.environ |= {
        "NARRATIEF_HOME": str(home),
        "NARRATIEF_VAULT": str(vault),
        "NARRATIEF_VAULT_KEY_FILE": str(vault.with_suffix(".sleutel")),
    }
    os.environ.pop("NARRATIEF_DATABASE_URL", None)
