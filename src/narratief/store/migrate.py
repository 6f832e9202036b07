"""Bring a database's schema up to date, from Python and from an installed wheel."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_LOCK = 0x6E617272  # any number, the same for everyone: only one process upgrades at a time


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrade to a revision, whole or not at all; does nothing when the database is there already.

    Parameters
    ----------
    engine
        Of an empty database or one of an earlier version.
    revision
        Default: the newest.
    """
    if revision == "head" and current_revision(engine) == newest_revision():
        return
    with engine.execution_options(narratief_writes=True).begin() as connection:
        upgrade_on(connection, revision)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """Upgrade to a revision within a transaction that is going on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    command.upgrade(_config(connection), revision)


def empty_on(connection: Connection) -> None:
    """Take all of narratief's tables away, with all that is in them, within a transaction that is going on."""
    if MigrationContext.configure(connection).get_current_revision() is not None:
        command.downgrade(_config(connection), "base")


def knows(revision: str) -> bool:
    """Tell whether this version of narratief can bring a database with this revision up to date."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def current_revision(engine: Engine) -> str | None:
    """Revision that a database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Revision that this version of narratief works with."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Tell Alembic's comparison to pass over the search index, which is made by SQL of its own per database."""
    return not (kind in {"table", "index"} and name is not None and name.startswith("search_fts"))


def _config(connection: Connection | None) -> Config:
    """Configure Alembic without a file: the migrations lie beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
