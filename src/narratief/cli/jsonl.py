"""Reading and writing JSON lines for the commands that take loose texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from narratief.domain.errors import InputError
from narratief.files.limits import MAX_JSON_BYTES
from narratief.transcripts.document import without_halves


def read_lines(path: Path, *, required: tuple[str, ...] = ("text",)) -> list[dict[str, Any]]:
    """Read the objects of a JSON-lines file; empty lines are passed over.

    Raises
    ------
    InputError
        When the file cannot be read, or a line is no object with the required fields as text.
    """
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise InputError(path.name, "Dit bestand is groter dan 100 MB.", "Splits het in kleinere bestanden.")
        content = path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(
            path.name, "Dit bestand is niet te lezen.", "Controleer of het bestaat en als UTF-8 is opgeslagen."
        ) from error
    rows = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise InputError(path.name, f"Regel {number} is geen geldige JSON.", "Herstel die regel.") from error
        missing = [f for f in required if not isinstance(row, dict) or not isinstance(row.get(f), str)]
        if missing:
            raise InputError(
                path.name, f"Regel {number} heeft geen tekst in het veld '{missing[0]}'.", "Herstel die regel."
            )
        rows.append({key: without_halves(value) if isinstance(value, str) else value for key, value in row.items()})
    return rows


def _no_number(word: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have and no other program reads back."""
    raise ValueError(word)


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write objects as JSON lines, whole or not at all.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    from narratief.files.atomic import write_atomic  # not needed to show the help

    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    try:
        write_atomic(path, data)
    except OSError as error:
        from narratief.store.faults import unwritable

        raise unwritable(error, path, "Kies een andere plek met --out.") from error
