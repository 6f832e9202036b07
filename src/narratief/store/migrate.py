"""Bring a database's schema up to date, from Python and from an installed wheel."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text

from narratief import __version__
from narratief.domain.errors import InputError
from narratief.store.schema.installation import VERSION, InstallationFact

_LOCK = 0x6E617272  # any number, the same for everyone: only one process upgrades at a time


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrade to a revision, whole or not at all; does nothing when the database is there already.

    Parameters
    ----------
    engine
        Of an empty database or one of an earlier version.
    revision
        Default: the newest.

    Raises
    ------
    InputError
        When a newer version of narratief made the database what it is; nothing is changed then.
    """
    refuse_newer(engine)
    if revision == "head" and current_revision(engine) == newest_revision():
        return
    with engine.execution_options(narratief_writes=True).begin() as connection:
        upgrade_on(connection, revision)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """Upgrade to a revision within a transaction that is going on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = MigrationContext.configure(connection).get_current_revision()
    command.upgrade(_config(connection), revision)
    if revision == "head" and before != newest_revision():
        connection.execute(delete(InstallationFact).where(InstallationFact.name == VERSION))
        connection.execute(insert(InstallationFact).values(name=VERSION, value={"narratief": __version__}))


def is_earlier(engine: Engine) -> bool:
    """Tell whether a database has tables of an earlier version, which `upgrade` would change.

    Raises
    ------
    InputError
        As `upgrade`.
    """
    refuse_newer(engine)
    return current_revision(engine) not in (None, newest_revision())


def refuse_newer(engine: Engine) -> None:
    """Refuse a database that a newer version of narratief changed: this one would misread it.

    Raises
    ------
    InputError
        When that is so.
    """
    revision = current_revision(engine)
    if revision is None or knows(revision):
        return
    version = _version_of(engine)
    raise InputError(
        "database",
        f"Deze database is van een nieuwere versie van narratief{f' ({version})' if version else ''}.",
        "Installeer die versie, of zet de reservekopie terug die narratief voor het bijwerken maakte.",
    )


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


def _version_of(engine: Engine) -> str:
    """Version of narratief that last changed a database's tables; empty when it did not say so."""
    if not inspect(engine).has_table(InstallationFact.__tablename__):
        return ""
    with engine.connect() as connection:
        told = connection.scalar(select(InstallationFact.value).where(InstallationFact.name == VERSION))
    return str(told.get("narratief", "")) if isinstance(told, dict) else ""


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
