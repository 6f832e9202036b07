"""How well a cluster of two subjects is divided by a few examples of each.

    uv run python benchmarks/split_by_examples.py

Pairs of sixty subjects that no model was trained on (models/corpus/subjects_*.jsonl, sixteen fragments each in other
words), and of the themes whose words are marked in models/evaluation and narratives. Printed is the share of the other
fragments that come to the right part (the mean of both parts), that share among the half that the division is surest
of, and what likeness to the mean of the examples alone gives.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np

from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.encoder import load_encoder
from narratief.topics.split_by_examples import divide

ROOT = Path(__file__).parents[1]
PAIRS, LEAST = 300, 12


def subjects() -> dict[str, list[str]]:
    """Read the fragments of each subject."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(ROOT.glob("models/corpus/subjects_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found[row["subject"]].append(row["text"])
    return found


def themes() -> dict[str, list[str]]:
    """Read the marked words of each theme that has enough of them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted([*ROOT.glob("models/evaluation/*/evidence.jsonl"), *ROOT.glob("narratives/*/evidence.jsonl")]):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found[row["theme"]] += row["words"]
    return {theme: words for theme, words in found.items() if len(words) >= LEAST}


def pairs(rows: Mapping[str, Array]) -> Iterator[tuple[Array, Array]]:
    """Draw pairs of subjects, each in an order by chance, at most forty fragments of either."""
    chance = np.random.default_rng(0)
    every = list(combinations(sorted(rows), 2))
    for at in chance.permutation(len(every))[:PAIRS]:
        yield tuple(rows[name][chance.permutation(len(rows[name]))[:40]] for name in every[at])  # type: ignore[misc]


def compare(name: str, texts: Mapping[str, list[str]]) -> None:
    """Print a line for each number of examples."""
    encoder = load_encoder()
    rows = {subject: encoder.embed_mid_layer(own) for subject, own in texts.items()}
    for examples in (1, 2, 3):
        right, sure, bare = [], [], []
        for one, other in pairs(rows):
            both = np.concatenate([one, other])
            truth = np.repeat([0, 1], [len(one), len(other)])
            seeds = [list(range(examples)), list(range(len(one), len(one) + examples))]
            free = np.setdiff1d(np.arange(len(both)), np.concatenate(seeds))
            found = divide(both, seeds)
            hit = (found.parts == truth)[free]
            right.append(np.mean([hit[truth[free] == part].mean() for part in (0, 1)]))
            sure.append(hit[np.argsort(-found.margins[free])[: len(free) // 2]].mean())
            means = l2_normalize(np.stack([both[seed].mean(axis=0) for seed in seeds]))
            alone = ((both @ means.T).argmax(axis=1) == truth)[free]
            bare.append(np.mean([alone[truth[free] == part].mean() for part in (0, 1)]))
        print(
            f"{name:8} {examples} each: {np.mean(right):.2f}, surest half {np.mean(sure):.2f}, "
            f"examples alone {np.mean(bare):.2f}",
            flush=True,
        )


if __name__ == "__main__":
    compare("subjects", subjects())
    compare("themes", themes())
