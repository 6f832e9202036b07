"""Whether a reader who has not seen a cluster's fragments knows it by its title.

    uv run python benchmarks/cluster_titles.py draw PROJECT… --sheet FILE --key FILE [--titles 20] [--alone]
    uv run python benchmarks/cluster_titles.py score ANSWERS --key FILE

`draw` reads projects as `narratief run` does, in memory, and finds their clusters. The sheet has a line for each of
so many titles: {"id", "title", "keywords", "clusters": four lists of fragments}, in an order that hashes decide. The
right cluster is shown by its four most typical fragments that do not have the title's words, three others of the same
project, drawn by a hash, by theirs. Keywords stand beside the title, as users see them; `--alone` leaves them out.
The key says which is right. A blind reader writes lines {"id", "cluster": 0..3}; `score` counts how many are right
(by chance one in four).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import narratief
from narratief.cli.jsonl import read_lines, write_lines
from narratief.domain.result import ProjectResult
from narratief.topics.passage import passages_of
from narratief.topics.run import topics_of
from narratief.topics.topic import Topic, Topics

SHOWN, CHOICES = 4, 4


def found_in(folder: Path) -> tuple[ProjectResult, Topics]:
    """Clusters of a project, found in memory."""
    result = narratief.tag(narratief.pseudonymise(narratief.read(folder))).result
    passages = passages_of(result.fragments, result.codes, result.facts)
    return result, topics_of(passages, [each.text for each in result.fragments], result.codebook)


def sets_of(folder: Path) -> Iterator[dict[str, Any]]:
    """One set per cluster with a title, where its project has enough clusters to choose from."""
    result, found = found_in(folder)
    topics = [topic for topic in found.shown if len(_fragments(topic, found, topic.title)) >= SHOWN]
    for topic in (each for each in topics if each.title):
        key = f"{result.name}/{topic.id}"
        others = sorted((each for each in topics if each.id != topic.id), key=lambda each: _hash(key, each.id))
        if len(others) < CHOICES - 1:
            continue
        choices = sorted([topic, *others[: CHOICES - 1]], key=lambda each: _hash("order", key, each.id))
        yield {
            "id": _hash(key)[:8],
            "title": topic.title,
            "clusters": [_fragments(each, found, topic.title)[:SHOWN] for each in choices],
            "right": choices.index(topic),
            "project": result.name,
            "topic": topic.id,
            "keywords": topic.keywords,
            "fragments": len(topic.members),
        }


def _fragments(topic: Topic, found: Topics, title: str) -> list[str]:
    """A cluster's fragments, most typical first, without those that have the title's words."""
    texts = [found.passages[member].words for member in topic.members]
    return [text for text in texts if text and not (title and title.casefold() in text.casefold())]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def draw(projects: list[Path], sheet: Path, key: Path, titles: int, *, alone: bool) -> None:
    """Write the sheet that a reader gets, and the key."""
    sets = sorted((each for folder in projects for each in sets_of(folder)), key=lambda each: _hash(each["id"]))[
        :titles
    ]
    shown = ("id", "title", "clusters") if alone else ("id", "title", "keywords", "clusters")
    write_lines(sheet, [{name: each[name] for name in shown} for each in sets])
    write_lines(key, [{name: value for name, value in each.items() if name != "clusters"} for each in sets])
    print(f"{len(sets)} titles: {sheet}")


def score(answers: Path, key: Path) -> None:
    """Count the clusters that a reader knew by their titles."""
    given = {row["id"]: row["cluster"] for row in read_lines(answers, required=())}
    rows = read_lines(key, required=())
    for row in rows:
        right = given.get(row["id"]) == row["right"]
        print("right" if right else "wrong", row["project"], row["title"], "|", ", ".join(row["keywords"]))
    known = sum(given.get(row["id"]) == row["right"] for row in rows)
    print(f"{known} of {len(rows)} right (chance: {len(rows) / CHOICES:.0f})")


def main() -> None:
    """Draw a sheet, or score what a reader answered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(dest="act", required=True)
    drawing = acts.add_parser("draw")
    drawing.add_argument("projects", type=Path, nargs="+")
    drawing.add_argument("--sheet", type=Path, required=True)
    drawing.add_argument("--titles", type=int, default=20)
    drawing.add_argument("--alone", action="store_true", help="titles without the keywords behind them")
    scoring = acts.add_parser("score")
    scoring.add_argument("answers", type=Path)
    for each in (drawing, scoring):
        each.add_argument("--key", type=Path, required=True)
    args = parser.parse_args()
    if args.act == "draw":
        draw(args.projects, args.sheet, args.key, args.titles, alone=args.alone)
    else:
        score(args.answers, args.key)


if __name__ == "__main__":
    main()
