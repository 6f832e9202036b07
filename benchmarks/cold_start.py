"""How long narratief takes to begin, against a bare import of the libraries it cannot do without.

    uv run python benchmarks/cold_start.py [--times 5]

Each command in a process of its own, a number of times in turn, of which the middle is printed: a bare
`import spacy, prefect`, `narratief --help`, `narratief run` on the sample projects, first with an empty store, then
when nothing changed and then with one interview added, and `narratief tag` on one text and on many. Prefect's server
has made its database before, and look-up tables are there. Printed are ratios by the clock, and of processor time,
which hardly depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from material import turns, write_project
from own_home import lookup_tables, work_in

ROOT = Path(__file__).resolve().parents[1]
TEXTS = 400
BARE = [sys.executable, "-c", "import spacy, prefect"]
OURS = [sys.executable, "-c", "from narratief.cli import main; main()"]


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of the processor: of a command and all processes that it started and waited for."""

    clock: float
    processor: float

    def over(self, other: Spent) -> str:
        """Give both ratios."""
        return f"{self.clock / other.clock:.3f} (processor {self.processor / other.processor:.3f})"

    def less(self, other: Spent) -> Spent:
        """Give what it takes more than another."""
        return Spent(self.clock - other.clock, self.processor - other.processor)


def spent(command: list[str]) -> Spent:
    """Run a command and time it."""
    began, before = time.perf_counter(), _processor()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return Spent(time.perf_counter() - began, _processor() - before)


def _processor() -> float:
    """Give the seconds of the processor that ended children of this process took so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def loose_texts(folder: Path) -> tuple[Path, Path]:
    """Write files for `narratief tag`: one text, and many; gives both."""
    rows = [json.dumps({"question": question, "text": told}) for question, told in turns(TEXTS)]
    one, many = folder / "een.jsonl", folder / "veel.jsonl"
    one.write_text(rows[0] + "\n", "utf-8")
    many.write_text("\n".join(rows) + "\n", "utf-8")
    return one, many


def once(folder: Path, texts: tuple[Path, Path], cache: Path) -> dict[str, Spent]:
    """Give the seconds of each command, in a home of its own."""
    work_in(folder / "home", cache, folder / "kluis")
    projects = shutil.copytree(ROOT / "narratives", folder / "projecten")
    run = [*OURS, "run", *(str(path) for path in sorted(projects.iterdir()) if path.is_dir()), "--out"]
    took = {"bare": spent(BARE), "help": spent([*OURS, "--help"])}
    for kind in ("first", "again"):
        took[kind] = spent([*run, str(folder / "uit")])
    write_project(projects / "vernieuwing-beekpark", 1, seed=99)
    took["added"] = spent([*run, str(folder / "uit")])
    for kind, source in zip(("one", "many"), texts, strict=True):
        took[kind] = spent([*OURS, "tag", "--in", str(source), "--out", str(folder / "themas.jsonl")])
    return took


def main() -> None:
    """Measure and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="narratief-start-") as name:
        folder, cache = Path(name), lookup_tables()
        os.environ["PREFECT_HOME"] = str(folder / "prefect")
        texts = loose_texts(folder)
        took: defaultdict[str, list[Spent]] = defaultdict(list)
        for number in range(times + 1):
            (folder / str(number)).mkdir()
            for kind, seconds in once(folder / str(number), texts, cache).items():
                took[kind].append(seconds)
    middle = {kind: _middle(all_times[1:]) for kind, all_times in took.items()}  # the first fills the disk's cache
    print(f"import spacy, prefect: {middle['bare'].clock:.2f} s; times that:")
    for kind, told in (
        ("help", "narratief --help"),
        ("first", "narratief run, 12 interviews, empty store"),
        ("again", "narratief run, nothing changed"),
        ("one", "narratief tag, one text"),
    ):
        print(f"  {told}: {middle[kind].over(middle['bare'])}")
    print(f"one interview added to twelve, of the whole: {middle['added'].over(middle['first'])}")
    more = middle["many"].less(middle["one"])
    by_clock, by_processor = (TEXTS - 1) / more.clock, (TEXTS - 1) / more.processor
    print(f"narratief tag: {by_clock:.1f} texts a second, {by_processor:.1f} a second of the processor")
    print(f"  with the start of the program: {TEXTS / middle['many'].clock:.1f} a second, of {TEXTS} texts")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _middle(times: list[Spent]) -> Spent:
    """Give the middle by the clock, and the middle of the processor."""
    return Spent(statistics.median(one.clock for one in times), statistics.median(one.processor for one in times))


if __name__ == "__main__":
    main()
