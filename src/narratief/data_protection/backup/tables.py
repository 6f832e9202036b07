"""All tables as lines of JSON and back, for databases that have no copy of their own (PostgreSQL), or row by row.

Plain SQL through SQLAlchemy needs no other program, and the lines can be read without narratief. The tables are taken
as the database has them, so that a copy of an earlier version can be put back and brought up to date.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, Table, delete, func, insert, select, text

from narratief.store.schema import Base, InstallationFact

_AT_ONCE = 500
"""Rows in memory at a time. Chosen, not measured: the largest rows (an interview's text) are some 50 kB."""

_Row = dict[str, object]


def tables_of(connection: Connection) -> list[Table]:
    """Find the tables of a database, those that others refer to first; without the one of the migrations."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Read a table's rows as lines of JSON, in the order of their keys."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(query).mappings():
        yield json.dumps({key: _to_json(value) for key, value in row.items()}, ensure_ascii=False).encode() + b"\n"


def put_lines(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Put rows back into an empty table.

    Raises
    ------
    ValueError, TypeError, LookupError, AttributeError
        When a line is no row of this table.
    """
    rows: list[_Row] = []
    for line in lines:
        rows.append({key: _from_json(table, key, value) for key, value in json.loads(line).items()})
        if len(rows) == _AT_ONCE:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)


def copy_tables(source: Connection, target: Connection) -> None:
    """Copy all rows from a database to an empty one of another kind; both have the present tables.

    They are read and written by their declared types, which mean the same on both (`narratief.store.schema.base`).
    """
    target.execute(delete(InstallationFact))  # what making the tables said; the source says it too
    for table in Base.metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
        for rows in source.execute(query).mappings().partitions(_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in rows])
        count_on(target, table)


def count_on(connection: Connection, table: Table) -> None:
    """Let the numbers that PostgreSQL gives out go on after the highest one in a table."""
    for column in table.primary_key.columns:
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        )
        if sequence:
            highest = connection.scalar(select(func.max(column)))
            connection.execute(
                text("SELECT setval(:sequence, :number, :used)"),
                {"sequence": sequence, "number": highest or 1, "used": highest is not None},
            )


def _to_json(value: object) -> object:
    """Turn a value of a row into one of JSON."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value.isoformat() if isinstance(value, datetime | date) else value


def _from_json(table: Table, key: str, value: Any) -> object:
    """Turn a value of JSON into one of the column that it is for."""
    kind = table.c[key].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else value
