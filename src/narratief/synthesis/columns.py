"""Records as columns: CSV and Parquet with the same names, order and values.

In CSV a text that a spreadsheet program would take for a formula has an apostrophe before it (`formulas`), which
`read_csv_table` takes off again. Parquet, which no spreadsheet program calculates, holds every text exactly as stored.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from narratief.files.csv_table import csv_table
from narratief.synthesis.records import CodeRecord

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TYPES = {"int": "int64", "float": "float64", "float | None": "float64", "int | None": "int64", "bool": "bool"}
"""Names of Arrow's column types by the annotation of a field; everything else is text."""


def csv_bytes(records: Iterable[DataclassInstance], kind: type[DataclassInstance] = CodeRecord) -> bytes:
    """Write records as CSV.

    Parameters
    ----------
    records
        Records of one dataclass.
    kind
        That dataclass; its fields are the columns, also when there are no records.
    """
    return csv_table([field.name for field in fields(kind)], (tuple(asdict(record).values()) for record in records))


def parquet_bytes(records: Sequence[DataclassInstance], kind: type[DataclassInstance] = CodeRecord) -> bytes:
    """Write records of one dataclass as Parquet: whole numbers and scores as numbers, everything else as text."""
    import pyarrow as pa  # late: a page or command that writes no Parquet should not wait for it
    import pyarrow.parquet as pq

    types = {field.name: pa.type_for_alias(_TYPES.get(str(field.type), "string")) for field in fields(kind)}
    schema = pa.schema(list(types.items()))
    table = pa.Table.from_pylist([asdict(record) for record in records], schema=schema)
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
