"""How well the encoder brings together what residents say of one subject in other words.

    uv run python benchmarks/likeness.py

Mean average precision over the sixty subjects of models/corpus/likeness_*.jsonl that no training saw: each wording asks
for the others of its subject among all of these texts, by the middle layer less its mean.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from narratief.domain.vectors import l2_normalize
from narratief.nlp.encoder import load_encoder

sys.path.insert(0, str(Path(__file__).parents[1] / "models" / "tagger" / "recipe"))
from subjects import subjects


def average_precision(ranked: np.ndarray) -> float:
    """Mean precision at each right answer; `ranked` says of each place whether it is right."""
    places = np.flatnonzero(ranked)
    return float(np.mean(np.arange(1, len(places) + 1) / (places + 1)))


def main() -> None:
    """Print the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("models/corpus"))
    _, unseen = subjects(parser.parse_args().corpus)
    names = np.array([name for name, texts in unseen.items() for _ in texts])
    rows = load_encoder().embed_mid_layer([text for texts in unseen.values() for text in texts])
    rows = l2_normalize(rows - rows.mean(axis=0))
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, -np.inf)
    precisions, firsts = [], []
    for at, row in enumerate(likeness):
        right = names[np.argsort(-row)[:-1]] == names[at]
        precisions.append(average_precision(right))
        firsts.append(right[0])
    print(f"{len(unseen)} subjects, {len(names)} wordings")
    print(f"mean average precision {np.mean(precisions):.3f}, first hit right {np.mean(firsts):.3f}")


if __name__ == "__main__":
    main()
