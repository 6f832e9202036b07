"""How long narratief takes to begin, against a bare import of the libraries it cannot do without.

    uv run python benchmarks/cold_start.py

Each command in a process of its own, a number of times in turn, of which the middle is printed: a bare
`import spacy, prefect`, `narratief --help`, and `narratief run` on the sample projects, first with an empty store and
then when nothing changed. Prefect's server has made its database before, and look-up tables are there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from own_home import lookup_tables, work_in

ROOT = Path(__file__).resolve().parents[1]
TIMES = 5
BARE = [sys.executable, "-c", "import spacy, prefect"]
HELP = [str(Path(sys.executable).parent / "narratief"), "--help"]
RUN = [str(Path(sys.executable).parent / "narratief"), "run", "--out"]


def clock(command: list[str]) -> float:
    """Give the seconds by the clock that a command takes."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print ratios."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="narratief-start-") as name:
        folder, cache = Path(name), lookup_tables()
        took: dict[str, list[float]] = {"bare": [], "help": [], "first": [], "again": []}
        for number in range(TIMES + 1):
            home = folder / f"home-{number}"
            work_in(home, cache, folder / f"kluis-{number}")
            os.environ["PREFECT_HOME"] = str(folder / "prefect")
            took["bare"].append(clock(BARE))
            took["help"].append(clock(HELP))
            for kind in ("first", "again"):
                took[kind].append(clock([*RUN, str(folder / f"uit-{number}")]))
    middle = {
        kind: statistics.median(seconds[1:]) for kind, seconds in took.items()
    }  # the first fills the disk's cache
    for kind, told in (
        ("help", "narratief --help"),
        ("first", "narratief run, 12 interviews, empty store"),
        ("again", "narratief run, nothing changed"),
    ):
        print(f"{told}: {middle[kind] / middle['bare']:.2f} x import spacy, prefect ({middle[kind]:.2f} s)")


if __name__ == "__main__":
    main()
