"""How Prefect and the store are set up here; must be called before Prefect is imported.

Prefect reads its settings from the environment once. What a person has set already is left as it is, except that
analytics stay off.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from narratief.domain.locations import home_dir
from narratief.store.upgrades import upgrade_by

if TYPE_CHECKING:
    from sqlalchemy import Engine


def prepare_prefect() -> None:
    """Keep Prefect's files with narratief's own and its analytics off; give a slow machine time to start its server.

    Each version of Prefect has a folder of its own: an older one cannot use the database that a newer one has changed,
    and who goes back to an earlier narratief would have no server.
    """
    home = home_dir() / f"prefect-{version('prefect')}"  # right below: Prefect makes no folder above it
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ.setdefault("PREFECT_HOME", str(home))
    os.environ.setdefault("PREFECT_RESULTS_LOCAL_STORAGE_PATH", str(home / "results"))
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")
    # what failed is told in Dutch by who called the flow; Prefect's account with a traceback is for its own pages
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_CLI_WRAP_LINES", "false")


def server_may_be_given() -> bool:
    """Whether something may name a Prefect server; told without loading Prefect, which takes a second.

    Its address stands in the environment, or in one of the files in which Prefect looks for settings.
    """
    profiles = Path(os.environ["PREFECT_HOME"]) / "profiles.toml"
    files = (profiles, Path("prefect.toml"), Path(".env"))
    named = any(name in os.environ for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"))
    return named or any(file.exists() for file in files)


def keep_backup_before_upgrade() -> None:
    """Have a worker make a backup before it brings a database of an earlier version up to date, as a command does."""
    upgrade_by(_upgrade)


def _upgrade(engine: Engine) -> None:
    from narratief.data_protection.backup.before_upgrade import upgrade_with_backup  # takes a while to load

    upgrade_with_backup(engine)
