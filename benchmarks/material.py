"""Interviews to measure with: turns of the corpus, put together anew.

    uv run python benchmarks/material.py FOLDER --interviews 100

Each interview is a text file of some 1,200 words in which an interviewer asks and a resident tells; one turn in ten
comes from the corpus of personal data, so that the privacy step has its work. The same number gives the same files.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

CORPUS = Path(__file__).resolve().parents[1] / "models" / "corpus"
WORDS = 1200
_QUESTION = "Kunt u daar meer over vertellen?"


def write_project(folder: Path, interviews: int, seed: int = 1, first: int = 1) -> list[Path]:
    """Write a project with interviews into a folder, which is made; gives the files.

    Parameters
    ----------
    seed
        Which turns stand in which interview.
    first
        Number of the first file, so that a project can be added to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts = folder / "project.yaml"
    if not facts.exists():
        facts.write_text("title: Meetproject\nscale: groot\nparticipation_level: adviseren\n", "utf-8")
    talk = _talk(np.random.default_rng(seed))
    files = []
    for number in range(first, first + interviews):
        path = folder / f"gesprek-{number:04d}.txt"
        path.write_text(_interview(talk), "utf-8")
        files.append(path)
    return files


def turns(number: int, seed: int = 1) -> list[tuple[str, str]]:
    """Give so many questions with their answers, as they stand in interviews."""
    return list(itertools.islice(_talk(np.random.default_rng(seed)), number))


def _interview(talk: Iterator[tuple[str, str]]) -> str:
    lines, words = [], 0
    while words < WORDS:
        question, told = next(talk)
        lines += [f"Interviewer: {question}", f"Bewoner: {told}"]
        words += len(question.split()) + len(told.split())
    return "\n\n".join(lines) + "\n"


def _talk(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Give questions and answers without end: every turn once in a random order, and then again in another."""
    told = _read("turns_*.jsonl") + _read("fragments_*.jsonl")
    named = _read("personal_data_*.jsonl")
    for _ in itertools.count():
        for place, number in enumerate(rng.permutation(len(told))):
            yield told[number]
            if place % 9 == 8:
                yield named[rng.integers(len(named))]


def _read(pattern: str) -> list[tuple[str, str]]:
    rows = (json.loads(line) for path in sorted(CORPUS.glob(pattern)) for line in path.read_text("utf-8").splitlines())
    return [(_line(row.get("question") or _QUESTION), _line(row["text"])) for row in rows]


def _line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--interviews", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    files = write_project(args.folder, args.interviews, args.seed)
    words = sum(len(path.read_text("utf-8").split()) for path in files)
    print(f"{len(files)} interviews, {words} words")


if __name__ == "__main__":
    main()
