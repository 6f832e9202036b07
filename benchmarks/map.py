"""What the map of clusters costs, and how true it is, for ways of laying it out.

    uv run python benchmarks/map.py

All fragments of the corpus (on which the encoder was trained: it is the laying out that is compared). `neighbours` is
the trustworthiness of the map (Venna & Kaski 2001: whether who lie side by side are alike, 1 at best, 15 neighbours),
`same cluster` the share of the ten nearest on the map that are in the same cluster. Processor seconds, one thread.
"""

from __future__ import annotations

import json
import time
from unittest.mock import patch

import numpy as np
from material import CORPUS
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from narratief.nlp.encoder import load_encoder
from narratief.topics import layout
from narratief.topics.features import embed_passages
from narratief.topics.space import load_space
from narratief.topics.spherical_kmeans import OUTLIER, spherical_kmeans

WAYS = (
    (2_500, 1_000, 0.5),
    (2_500, 500, 0.5),
    (2_500, 500, 0.8),
    (1_500, 500, 0.5),
    (1_500, 500, 0.8),
    (1_000, 500, 0.8),
)


def main() -> None:
    """Measure and print."""
    files = sorted(CORPUS.glob("fragments_*.jsonl"))
    texts = sorted({json.loads(line)["text"] for path in files for line in path.read_text("utf-8").splitlines()})
    texts = [texts[i] for i in np.random.default_rng(0).permutation(len(texts))]  # as the ids of a run are: in no order
    rows = load_space().rows(embed_passages(texts, load_encoder()))
    labels = spherical_kmeans(rows, np.zeros(len(rows), dtype=bool))
    print(f"{len(rows)} fragments, {labels.max() + 1} clusters\n")
    print("| points laid out | rounds | angle | seconds | neighbours | same cluster |\n|---:|---:|---:|---:|---:|---:|")
    for points, rounds, angle in WAYS:
        with patch.multiple(layout, NEIGHBOURHOOD=points, _ROUNDS=rounds, _ANGLE=angle):
            began = time.process_time()
            places = layout.lay_out(rows, labels)
            took = time.process_time() - began
        true = trustworthiness(rows, places, n_neighbors=15, metric="cosine")
        near = NearestNeighbors(n_neighbors=11).fit(places).kneighbors(places, return_distance=False)[:, 1:]
        same = (labels[near] == labels[:, None])[labels != OUTLIER].mean()
        print(f"| {points:,} | {rounds:,} | {angle} | {took:.1f} | {true:.3f} | {same:.3f} |", flush=True)


if __name__ == "__main__":
    main()
