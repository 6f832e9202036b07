"""What a run costs beside its own stages, and what it costs again after one change.

    uv run python benchmarks/runs.py --interviews 100
    uv run python benchmarks/runs.py --interviews 100 --large 1000

All in one process in which the models are loaded and Prefect's server was started by a first small run:

* the stages of the main job called as plain functions, and bare `nlp.pipe` of the same pipeline over the same words;
* the flow on the same interviews with a store of its own, against those functions;
* the flow again: nothing changed, one definition of the codebook changed, a theme added, one interview added.

With --large the flow on so many interviews, against the smaller number, each in a process of its own, and the peaks of
memory of that process and of Prefect's server. Printed are ratios of time by the clock, and of this process's own
processor time (which leaves out Prefect's server).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from material import write_project
from meter import metered
from own_home import lookup_tables, work_in

ADDED = """extends: standaard
themes:
  - id: oppas
    goal: democratic_quality
    valence: negative
    label: Geen oppas
    definition: {definition}
    examples: [Ik kon niet weg door de kinderen., Er was geen kinderopvang op die avond.]
"""


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float

    def over(self, other: Spent) -> str:
        """Give both ratios."""
        return f"{self.clock / other.clock:.3f} (processor {self.processor / other.processor:.3f})"


def spent(work: Callable[[], object]) -> Spent:
    """Do some work and time it."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def stages(project: Path, out: Path) -> dict[str, Spent]:
    """Call the stages as plain functions."""
    from narratief.pipeline.clustering import cluster_project
    from narratief.pipeline.coding import code_interviews
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.outputs import write_outputs, write_overview
    from narratief.pipeline.take_in import take_in

    files: list[str] = []
    return {
        "take in": spent(lambda: files.extend(take_in(open_folder(project)).files)),
        "code": spent(lambda: code_interviews(open_folder(project), files)),
        "synthesise": spent(lambda: write_outputs(open_folder(project), files, [], out)),
        "cluster": spent(lambda: cluster_project(open_folder(project), files, out)),
        "overview": spent(lambda: write_overview([(open_folder(project), files)], out)),
    }


def bare(project: Path) -> Spent:
    """Run every component of the spaCy pipeline over the interviews, and nothing else."""
    from narratief.nlp.pipeline import load_pipeline

    texts = [line for path in sorted(project.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    return spent(lambda: [None for _ in load_pipeline().pipe(texts)])


def whole_flow(project: Path, out: Path) -> None:
    """Run the flow; refuse a run that left an interview out."""
    from flows.evaluate import evaluate_all

    [outcome] = evaluate_all([str(project)], str(out))
    problems = [problem for problem in outcome.problems if problem.fatal]
    assert len(outcome.files) == len(list(project.glob("gesprek-*.txt"))), problems
    assert not problems, problems


def warm_up(folder: Path, cache: Path) -> None:
    """Load the models and start Prefect's server, by a small run with a store of its own."""
    work_in(folder / "warm", cache, folder / "warm-kluis")
    write_project(folder / "klein", 3, seed=7)
    whole_flow(folder / "klein", folder / "warm-out")


def compare_sizes(small: int, large: int, environment: Mapping[str, str]) -> None:
    """Print time and memory of the flow on a large project against a small one, each in a process of its own."""
    took = {}
    for count in (small, large):
        child = [sys.executable, __file__, "--alone", str(count)]
        told = subprocess.run(child, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout.split()[-4:]
        clock, processor, peak, server = map(float, told)
        took[count] = Spent(clock, processor)
        print(f"{count} interviews: {clock:.0f} s, peak {peak:.2f} GiB, Prefect's server {server:.2f} GiB", flush=True)
    print(f"{large / small:.0f} times as many interviews: {took[large].over(took[small])} times as long", flush=True)


def alone(count: int) -> None:
    """Run the flow on so many interviews; print seconds and the peaks of memory of this process and its children."""
    with tempfile.TemporaryDirectory(prefix="narratief-runs-") as name:
        folder, cache = Path(name), lookup_tables()
        warm_up(folder, cache)
        project = folder / "project"
        write_project(project, count, seed=3)
        work_in(folder / "home", cache, folder / "kluis")
        took = spent(lambda: whole_flow(project, folder / "out"))
        server = _server_memory()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(took.clock, took.processor, peak, server)


def _server_memory() -> float:
    """Give the peak of memory of the processes that this one started and that are still there, in GiB."""
    import psutil

    peaks = [0.0]
    for child in psutil.Process().children(recursive=True):
        status = Path(f"/proc/{child.pid}/status").read_text("utf-8")
        peaks += [float(line.split()[1]) / 2**20 for line in status.splitlines() if line.startswith("VmHWM:")]
    return sum(peaks)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--out", type=Path, help="File for the seconds.")
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.alone:
        alone(args.alone)
        return
    cache, figures, environment = lookup_tables(), {}, dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="narratief-runs-") as name:
        folder = Path(name)

        def run(project: Path) -> Spent:
            took = spent(lambda: whole_flow(project, folder / "out"))
            figures[f"{project.name} {len(figures)}"] = [took.clock, took.processor]
            return took

        warm_up(folder, cache)
        project = folder / "project"
        words = sum(len(path.read_text("utf-8").split()) for path in write_project(project, args.interviews))
        work_in(folder / "plain", cache, folder / "plain-kluis")
        with metered() as parts:
            plain = stages(project, folder / "plain-out")
        total = Spent(sum(s.clock for s in plain.values()), sum(s.processor for s in plain.values()))
        language = bare(project)
        print(f"{args.interviews} interviews, {words} words; per 1,000 words, processor seconds:")
        for stage, one in plain.items():
            print(f"  {stage}: {1000 * one.processor / words:.2f}")
        told = ", ".join(f"{stage} {1000 * seconds / words:.3f}" for stage, seconds in parts.items())
        print(f"  of these: {told}; the rest is the store")
        print(f"  all: {1000 * total.processor / words:.2f}; bare nlp.pipe: {1000 * language.processor / words:.2f}")
        print(f"all stages over bare nlp.pipe: {total.over(language)}", flush=True)
        work_in(folder / "flow", cache, folder / "flow-kluis")
        whole = run(project)
        print(f"flow over plain functions: {whole.over(total)}", flush=True)
        changes(run, project, whole, args.interviews)
    if args.large:
        compare_sizes(args.interviews, args.large, environment)
    if args.out:
        args.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def changes(run: Callable[[Path], Spent], project: Path, whole: Spent, interviews: int) -> None:
    """Run again after one change each, and print what that takes of the whole run."""
    print(f"again, nothing changed, over the whole: {run(project).over(whole)}")
    book = project / "codebook.yaml"
    _change_definition(book)
    print(f"one definition changed: {run(project).over(whole)}")
    book.write_text(ADDED.format(definition="Er was geen oppas."), "utf-8")
    print(f"a theme added: {run(project).over(whole)}")
    book.write_text(ADDED.format(definition="Iemand kan niet komen door de kinderen."), "utf-8")
    print(f"its definition changed: {run(project).over(whole)}")
    write_project(project, 1, seed=99, first=interviews + 1)
    print(f"one interview added: {run(project).over(whole)}", flush=True)


def _change_definition(book: Path) -> None:
    """Give one theme that the head knows another definition."""
    from narratief.domain.codebook_file import default_codebook

    theme = default_codebook().themes[0].model_dump(mode="json") | {
        "definition": "Blij dat er is gevraagd om mee te denken."
    }
    book.write_text(json.dumps({"extends": "standaard", "themes": [theme]}), "utf-8")


if __name__ == "__main__":
    main()
