"""The server's log: what went wrong and where, never words of a transcript or a name (OWASP ASVS 16.2.5)."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path


class RedactingFilter(logging.Filter):
    """Replaces the message and traceback of an error, which may quote texts, by its kind and place, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record; none is dropped."""
        told = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told = f"{told} ({error_location(error)})"
            record.exc_info = record.exc_text = None
        record.msg, record.args = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in told), ()
        return True


def error_location(error: BaseException, most: int = 5) -> str:
    """Kind of an error and the last places that led to it, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-most:]
    return f"{type(error).__name__} in " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


def configure_logging() -> None:
    """Send warnings and errors of the server to standard error through this filter."""
    handler = logging.StreamHandler()
    handler.addFilter(RedactingFilter())
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", handlers=[handler])
