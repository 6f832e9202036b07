"""A database of an earlier version with data in it, and what it holds, read without narratief's own models."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, MetaData, insert, select

from tests.crash.earlier_rows import Rows, rows_at


def fill(engine: Engine, revision: str) -> Rows:
    """Bring an empty database to a revision and give it that version's rows; gives those."""
    from narratief.store.migrate import upgrade

    upgrade(engine, revision)
    rows, tables = rows_at(revision), MetaData()
    tables.reflect(engine)
    with engine.execution_options(narratief_writes=True).begin() as connection:
        for name, values in rows.items():
            connection.execute(insert(tables.tables[name]), values)
    return rows


def held(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, by table."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (
                    {key: _plain(value) for key, value in row.items()}
                    for row in connection.execute(select(table)).mappings()
                ),
                key=repr,
            )
            for table in tables.sorted_tables
            if not table.name.startswith("search_fts")
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value


def plain_rows(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Rows as `held` gives them."""
    return {name: sorted(values, key=repr) for name, values in rows.items()}
