"""The server's log: what went wrong and where, never words of a transcript or a name (OWASP ASVS 16.2.5)."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from narratief.domain.settings import get_settings

_LEVELS = {"fout": logging.ERROR, "waarschuwing": logging.WARNING, "info": logging.INFO}


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
    """Send the server's log to standard error through this filter, as NARRATIEF_LOG and NARRATIEF_LOG_LEVEL ask.

    Libraries are heard from warnings on, whatever the level: their other lines may hold texts and addresses of pages.
    """
    asked = get_settings("log", "log_level")
    level = _LEVELS[asked.log_level]
    handler = logging.StreamHandler()
    handler.addFilter(RedactingFilter())
    handler.setFormatter(_formatter(asked.log))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler])
    for own in ("narratief", "flows"):
        logging.getLogger(own).setLevel(level)


def _formatter(form: str) -> logging.Formatter:
    """A line of text, or an object of JSON: time, level, logger and message."""
    if form != "json":
        return logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        "{levelname}{name}{message}",
        style="{",
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        json_ensure_ascii=False,
    )
