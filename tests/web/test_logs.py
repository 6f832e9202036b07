"""The server's log holds no words of residents."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

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


AFTER_A_JOB = """
import logging
from narratief.web.logs import configure_logging
configure_logging()
import flows
from prefect.logging.configuration import setup_logging
setup_logging()
logging.getLogger("narratief.web.problems").error("a page failed: %s", "RuntimeError in there")
"""


def test_a_job_with_prefect_does_not_silence_it(tmp_path: Path) -> None:
    """Prefect sets logging up anew in the process of the workspace when it does its first job there."""
    home = {name: str(tmp_path) for name in ("HOME", "NARRATIEF_HOME", "PREFECT_HOME")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AFTER_A_JOB],
        check=True,
        env=os.environ | home,
        capture_output=True,
        text=True,
    )
    assert "ERROR a page failed: RuntimeError in there" in done.stderr
