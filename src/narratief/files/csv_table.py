"""Tables as CSV, in which no text can become a formula, and their texts read back exactly.

UTF-8 without byte-order mark, commas, quotes where needed, line ends LF. Numbers stand in it as they are: a
negative one is no formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from narratief.files.formulas import escape_formulas, unescape_formulas

_CRLF = "\r\n"


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> bytes:
    """Build a table as the bytes of a CSV file; None becomes an empty cell."""
    lines: list[str] = []
    # only with CRLF as line end does the writer quote a text with a lone carriage return, which readers take for a line
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator=_CRLF)
    writer.writerow([escape_formulas(heading) for heading in headings])
    writer.writerows([escape_formulas(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return "".join(f"{line.removesuffix(_CRLF)}\n" for line in lines).encode()


def read_csv_table(data: bytes) -> list[dict[str, str]]:
    """Read a table that `csv_table` wrote: per line its cells by heading, with texts exactly as they were stored.

    Raises
    ------
    UnicodeDecodeError
        When the bytes are not UTF-8.
    """
    lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{unescape_formulas(heading): unescape_formulas(cell) for heading, cell in line.items()} for line in lines]
