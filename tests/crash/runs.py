"""Real `narratief run` processes that are killed when the job tells of a chosen step."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow.parquet

DRIVER = """
import os, signal, sys
from narratief.domain import progress
at, seen = int(sys.argv.pop(1)), 0
def hear(step, done, total):
    global seen
    if seen == at:
        os.killpg(0, signal.SIGKILL)
    seen += 1
    print("STAP", step, done, total, flush=True)
progress._listeners.append(hear)
from narratief.cli import main
main()
"""


def start(project: Path, out: Path, home: Path, vault: Path, at: int = -1) -> subprocess.Popen[str]:
    """Start a run that is killed, with all that it started, at the nth thing that the job tells; never when below 0."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "NARRATIEF_DATABASE"))}
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(at), "run", str(project), "--out", str(out)],
        env=kept | {"NARRATIEF_HOME": str(home), "NARRATIEF_VAULT": str(vault), "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(run: subprocess.Popen[str], words: str) -> str:
    """Wait until a run says something; gives what it said so far."""
    said = ""
    while line := run.stdout.readline():
        said += line
        if words in line:
            return said
    raise AssertionError(f"never said {words!r}: {said}{run.stderr.read()}")


def end(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a run; gives its status and what it said."""
    try:
        out, err = run.communicate(timeout=600)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
    return run.returncode, out, err


def check_whole(out: Path) -> None:
    """Every output that is there can be read by what it is for."""
    for path in out.rglob("*"):
        if not path.is_file() or path.name.startswith("."):
            continue
        data = path.read_bytes()
        if path.suffix == ".xlsx":
            assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames
        elif path.suffix == ".parquet":
            assert pyarrow.parquet.read_table(io.BytesIO(data)).num_columns
        elif path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
            assert len({len(row) for row in rows}) == 1
        elif path.suffix == ".html":
            assert data.rstrip().endswith(b"</html>")
        else:
            assert data.endswith(b"\n")


def outputs(out: Path) -> dict[str, bytes]:
    """All outputs, hidden ones too: nothing half may lie about after a run."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
