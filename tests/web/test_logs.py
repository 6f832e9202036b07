"""The server's log holds no words of residents."""

from __future__ import annotations

import logging

from narratief.web.logs import RedactingFilter


def test_an_error_is_logged_by_kind_and_place_only() -> None:
    try:
        raise ValueError("Kees Bakker woont hier")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "Exception in %s", ("app",), (ValueError, error, error.__traceback__)
        )
    assert RedactingFilter().filter(record)
    line = logging.Formatter().format(record)
    assert "Kees" not in line
    assert line.startswith("Exception in app (ValueError in test_logs.py:")
