"""Which bytes of a file a request wants (RFC 9110, 14): players ask for parts, to begin anywhere."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def wanted_bytes(header: str | None, size: int) -> tuple[int, int] | None:
    """Read a Range header: first byte, and the one after the last; the whole file when it is none that we answer.

    Returns
    -------
    tuple or None
        None when it lies outside of the file.
    """
    found = _ONE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None
