"""Memory and disk of a run, and of the workspace over it, for projects of several sizes.

    uv run python -m benchmarks.sizes --interviews 10 100 1000

Each size is a project of its own (`benchmarks/material.py`) in a home of its own, by the commands that a user gives:
`narratief run`, and `narratief serve` in which a researcher opens every page once. Before it, with `--first-start`, the
sample projects are run where narratief never ran, which builds the lists of names too.

Memory is what all processes of the command take together (each page once: PSS), looked at five times a second;
the largest process beside it. Disk is what lies there when the run has ended. Prints one line per size as a table.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from benchmarks.material import write_project
from benchmarks.own_home import lookup_tables, work_in
from benchmarks.pages import furnish, measure
from benchmarks.workspace import running

from narratief.store.database import open_store

_EVERY = 0.2  # seconds between two looks; chosen, a network takes longer to load
_RUN = [sys.executable, "-c", "from narratief.cli import main; main()", "run"]
_HEADINGS = ("interviews", "words", "minutes", "run, GiB", "largest process, GiB", "workspace, GiB", "database, MB",
             "home, MB", "vault, MB", "results, MB")  # fmt: skip


@dataclass
class Peak:
    """Most memory that the processes below this one took, in bytes: all together, and the largest."""

    together: int = 0
    largest: int = 0


@contextmanager
def watched() -> Iterator[Peak]:
    """Watch the memory of all processes that this one starts, while the block runs."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            sizes = [_memory(child.pid) for child in psutil.Process().children(recursive=True)]
            peak.together = max(peak.together, sum(sizes))
            peak.largest = max(peak.largest, max(sizes, default=0))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _memory(process: int) -> int:
    """Give the bytes of memory of a process, what it shares with others divided among them; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def size_of(folder: Path) -> int:
    """Give the bytes on the disk of all that lies in a folder."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def run(home: Path, projects: list[Path]) -> tuple[Peak, float]:
    """Run projects by the command; gives the memory and the minutes that it took."""
    began = time.monotonic()
    with watched() as peak:
        subprocess.run([*_RUN, *map(str, projects), "--out", str(home / "uit")], check=True, stdout=subprocess.DEVNULL)
    return peak, (time.monotonic() - began) / 60


def open_pages(log: Path) -> Peak:
    """Start the workspace and let a researcher open each page of the one project in the store; gives its memory."""
    store = open_store()
    project, parts = furnish(store)
    store.close()
    with watched() as peak, running(log) as address:
        measure(address, project, parts, times=1)
    return peak


def in_home(home: Path, tables: Path) -> None:
    """Let narratief and Prefect keep everything below a folder."""
    home.mkdir(exist_ok=True)
    work_in(home / "werk", tables, home / "kluis")
    os.environ["PREFECT_HOME"] = str(home / "prefect")


def first_start(home: Path) -> Path:
    """Run the sample projects where narratief never ran; print the memory, and give the folder of the name lists."""
    in_home(home, home / "none")
    peak, minutes = run(home, [])
    print(f"first start, twelve sample interviews: {peak.together / 2**30:.2f} GiB together, largest process "
          f"{peak.largest / 2**30:.2f} GiB, {minutes:.1f} minutes", flush=True)  # fmt: skip
    return home / "werk" / "cache"


def measured(home: Path, tables: Path, interviews: int) -> list[str]:
    """Run a project of so many interviews and open its pages; gives the line of the table."""
    in_home(home, tables)
    files = write_project(home / "project", interviews)
    words = sum(len(file.read_text("utf-8").split()) for file in files)
    peak, minutes = run(home, [home / "project"])
    print(f"{interviews} run: {peak.together / 2**30:.2f} GiB; now the pages", file=sys.stderr, flush=True)
    pages = open_pages(home / "server.log")
    database = sum(path.stat().st_size for path in (home / "werk").glob("narratief.sqlite3*"))
    bytes_of = (database, size_of(home / "werk"), size_of(home / "kluis"), size_of(home / "uit"))
    gibibytes = [f"{size / 2**30:.2f}" for size in (peak.together, peak.largest, pages.together)]
    return [str(interviews), str(words), f"{minutes:.1f}", *gibibytes, *(f"{size / 1e6:.1f}" for size in bytes_of)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--first-start", action="store_true", help="Run the sample projects on an empty home first.")
    args = parser.parse_args()
    tables = lookup_tables()
    with tempfile.TemporaryDirectory(prefix="narratief-sizes-") as name:
        if args.first_start:
            tables = first_start(Path(name) / "eerst")
        print(f"| {' | '.join(_HEADINGS)} |\n|{'---:|' * len(_HEADINGS)}", flush=True)
        for interviews in args.interviews:
            line = measured(Path(name) / f"met-{interviews}", tables, interviews)
            print(f"| {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
