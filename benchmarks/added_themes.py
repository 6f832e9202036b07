"""How well a theme is found from three examples alone, by layer of the encoder.

    uv run python benchmarks/added_themes.py

Sixty subjects that no model was trained on (models/corpus/subjects_*.jsonl, sixteen fragments each in other words), and
the planted themes of tests/topics/data, among the fragments of models/evaluation and narratives. Printed is the share
of the other fragments of a subject that are nearer than 98 % of those, over four draws of the examples, and the share
of the ten nearest of all that are of the subject.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.encoder import load_encoder
from narratief.nlp.prototype_classifier import center_and_normalize, prototype_similarity
from topics import fragments

ROOT = Path(__file__).parents[1]
EXAMPLES, DRAWS, ORDINARY, FIRST = 3, 4, 0.98, 10
LAYERS = ("7th of 12", "9th of 12", "last")


def texts_by(paths: list[Path]) -> dict[str, list[str]]:
    """Read fragments by their subject; a file without subjects is one."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row.get("subject", path.stem), []).append(row["text"])
    return found


def found_share(own: Array, others: Array) -> tuple[float, float]:
    """Give the share of a subject's fragments that are found from three of them, and of the first hits that are its."""
    shares, hits = [], []
    for seed in range(DRAWS):
        order = np.random.default_rng(seed).permutation(len(own))
        told, sought = own[order[:EXAMPLES]], own[order[EXAMPLES:]]
        prototype = l2_normalize(told.mean(axis=0))
        near = prototype_similarity(np.concatenate([sought, others]), told, prototype)
        limit = np.quantile(near[len(sought) :], ORDINARY)
        shares.append(float((near[: len(sought)] > limit).mean()))
        hits.append(float((np.argsort(-near)[:FIRST] < len(sought)).mean()))
    return float(np.mean(shares)), float(np.mean(hits))


def compare(name: str, subjects: Mapping[str, list[str]], talk: Array) -> None:
    """Print a line per layer, as the layer gives it and with the mean of ordinary talk taken off."""
    encoder = load_encoder()
    vectors = {subject: encoder.embed_layers(texts) for subject, texts in subjects.items()}
    for number, layer in enumerate(LAYERS):
        others = np.split(talk, len(LAYERS), axis=1)[number]
        own = [np.split(rows, len(LAYERS), axis=1)[number] for rows in vectors.values()]
        middle = others.mean(axis=0)
        bare = np.mean([found_share(rows, others) for rows in own], axis=0)
        apart = np.mean(
            [found_share(center_and_normalize(rows, middle), center_and_normalize(others, middle)) for rows in own],
            axis=0,
        )
        print(
            f"{name:9} {len(own):3} subjects, {layer:9}: found {bare[0]:.2f}, first {FIRST} right {bare[1]:.2f}; "
            f"less the mean {apart[0]:.2f}, {apart[1]:.2f}",
            flush=True,
        )


def main() -> None:
    """Compare the layers."""
    talk = load_encoder().embed_layers(fragments())
    compare("planted", texts_by(sorted(ROOT.glob("tests/topics/data/*.jsonl"))), talk)
    compare("corpus", texts_by(sorted(ROOT.glob("models/corpus/subjects_*.jsonl"))), talk)


if __name__ == "__main__":
    main()
