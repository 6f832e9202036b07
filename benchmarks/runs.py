"""What a run costs beside its own stages, and what it costs again after one change.

    uv run python benchmarks/runs.py --interviews 100
    uv run python benchmarks/runs.py --interviews 100 --large 1000

All in one process in which the models are loaded and Prefect's server was started by a first small run:

* the stages of the main job called as plain functions, and bare `nlp.pipe` of the same pipeline over the same words;
* the flow on the same interviews with a store of its own, against those functions;
* the flow again: nothing changed, one definition of the codebook changed, a theme added, one interview added.

With --large the flow on so many interviews, against the smaller number, and the peak of memory. Printed are ratios of
time by the clock, and of this process's own processor time (which leaves out Prefect's server).
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
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
    from narratief.evaluation import clusters, job

    files: list[str] = []
    return {
        "take in": spent(lambda: files.extend(job.ingest_project(project).files)),
        "code": spent(lambda: job.analyse_project(project, files)),
        "synthesise": spent(lambda: job.publish_project(project, files, [], out)),
        "cluster": spent(lambda: clusters.cluster_project(project, files, out)),
        "overview": spent(lambda: job.publish_overall([(project, files)], out)),
    }


def bare(project: Path) -> Spent:
    """Run every component of the spaCy pipeline over the interviews, and nothing else."""
    from narratief.language.pipeline import load_pipeline

    texts = [line for path in sorted(project.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    return spent(lambda: [None for _ in load_pipeline().pipe(texts)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--out", type=Path, help="File for the seconds.")
    args = parser.parse_args()
    cache, figures = lookup_tables(), {}
    with tempfile.TemporaryDirectory(prefix="narratief-runs-") as name:
        folder = Path(name)
        work_in(folder / "warm", cache, folder / "warm-kluis")
        from flows.evaluate import evaluate_all

        def run(project: Path) -> Spent:
            outcomes: list = []
            took = spent(lambda: outcomes.extend(evaluate_all([str(project)], str(folder / "out"))))
            done, problems = len(outcomes[0].files), [problem for problem in outcomes[0].problems if problem.fatal]
            assert done == len(list(project.glob("gesprek-*.txt"))), (done, problems)
            assert not problems, problems
            figures[f"{project.name} {len(figures)}"] = [took.clock, took.processor]
            return took

        write_project(folder / "klein", 3, seed=7)
        run(folder / "klein")
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
            large = folder / "groot"
            write_project(large, args.large, seed=3)
            work_in(folder / "large", cache, folder / "large-kluis")
            took, times = run(large), args.large / args.interviews
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            print(f"{times:.0f} times as many interviews: {took.over(whole)} times as long, peak {peak:.2f} GiB")
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
    from narratief.codebook import default_codebook

    theme = default_codebook().themes[0].model_dump(mode="json") | {
        "definition": "Blij dat er is gevraagd om mee te denken."
    }
    book.write_text(json.dumps({"extends": "standaard", "themes": [theme]}), "utf-8")


if __name__ == "__main__":
    main()
