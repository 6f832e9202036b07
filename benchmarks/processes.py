"""Coding with two processes against one, on the same interviews, in one run.

    uv run python benchmarks/processes.py --interviews 40 --out measured.json

Interviews are taken in first, in this process. Then a runner as a flow uses it (NARRATIEF_ENGINE=processen:N) codes
them, each time from the same store: with one process, and with two. The clock starts when every process has coded an
interview, for loading the models is done once for any number of interviews. `benchmarks/rollout.py` reads the figures.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

from material import write_project
from own_home import lookup_tables, work_in


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=40)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--out", type=Path, help="File for the figures.")
    args = parser.parse_args()
    cache = lookup_tables()
    with tempfile.TemporaryDirectory(prefix="narratief-processes-") as name:
        folder = Path(name)
        work_in(folder / "read", cache, folder / "vault")
        figures = _read(folder, args.interviews + max(args.processes))
        seconds = {}
        for number in args.processes:
            home = folder / f"coded-{number}"
            shutil.copytree(folder / "read", home, symlinks=True, ignore=shutil.ignore_patterns("prefect*"))
            work_in(home, cache, folder / "vault")
            seconds[number] = _code(folder / "project", number, args.interviews)
            print(f"{number} process(es): {seconds[number]:.1f} s for {args.interviews} interviews", flush=True)
        figures |= _sizes(home, args.interviews)
    first, last = args.processes[0], args.processes[-1]
    print(f"{last} processes are {seconds[first] / seconds[last]:.2f} times as fast as {first}")
    figures |= {"coded": args.interviews, "coding_seconds": seconds}
    if args.out:
        args.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures))


def _read(folder: Path, interviews: int) -> dict[str, float]:
    """Write interviews and take them in; gives what that took, without loading the models."""
    from narratief.pipeline.open_project import open_folder
    from narratief.pipeline.take_in import take_in
    from narratief.privacy.file_names import hidden_name

    files = write_project(folder / "project", interviews)
    words = sum(len(path.read_text("utf-8").split()) for path in files)
    take_in(open_folder(folder / "project"), only=[hidden_name(files[0].name)])
    start = time.perf_counter()
    taken = take_in(open_folder(folder / "project"))
    return {
        "read": taken.new,
        "reading_seconds": time.perf_counter() - start,
        "words_per_interview": words / interviews,
    }


def _code(project: Path, processes: int, interviews: int) -> float:
    """Code the interviews with a number of processes; gives the seconds from when all of them are warm."""
    from flows.engine import Engine, runner_for
    from flows.tasks import code_batch
    from prefect import flow

    import flows  # noqa: F401 - sets Prefect up
    from narratief.domain.machine_share import batch_size
    from narratief.pipeline.batches import in_batches, taken_uncoded
    from narratief.pipeline.open_project import open_folder

    @flow(name="measure-processes", persist_result=False)
    def measure() -> float:
        names = taken_uncoded(open_folder(project))
        warm, rest = names[:processes], names[processes : processes + interviews]
        with runner_for(Engine(processes=processes)) as runner:
            _wait(runner, code_batch, project, [[name] for name in warm])
            start = time.perf_counter()
            done = _wait(runner, code_batch, project, in_batches(rest, batch_size(), processes))
            assert done == len(rest) == interviews, done
            return time.perf_counter() - start

    return measure()


def _wait(runner: object, step: object, project: Path, batches: list[list[str]]) -> int:
    """Do batches; gives how many interviews were coded."""
    futures = [runner.submit(step, parameters={"project": str(project), "names": part}) for part in batches]
    return sum(future.result().analysed for future in futures)


def _sizes(home: Path, interviews: int) -> dict[str, float]:
    """Count what the store holds and how large it is."""
    import sqlite3

    with sqlite3.connect(home / "narratief.sqlite3") as database:
        fragments, runs = database.execute("select count(*), count(distinct run_id) from fragments").fetchone()
        pages, size = (database.execute(f"pragma {what}").fetchone()[0] for what in ("page_count", "page_size"))
    return {"fragments_per_interview": fragments / runs, "store_bytes_per_fragment": pages * size / fragments}


if __name__ == "__main__":
    main()
