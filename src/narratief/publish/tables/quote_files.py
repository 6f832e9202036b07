"""The list of quotes as a CSV and as a Parquet file, with the same columns and values."""

from __future__ import annotations

from pathlib import Path

from narratief.files.atomic import write_atomic
from narratief.publish.results import Results
from narratief.publish.tables.quote_list import QuoteRecord, quote_records
from narratief.synthesis.columns import csv_bytes, parquet_bytes


def write_csv(results: Results, path: Path) -> Path:
    """Write the list of quotes as CSV (UTF-8, commas); no text in it can become a formula.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    return write_atomic(path, csv_bytes(quote_records(results), QuoteRecord))


def write_parquet(results: Results, path: Path) -> Path:
    """Write the list of quotes as Parquet.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    return write_atomic(path, parquet_bytes(quote_records(results), QuoteRecord))
