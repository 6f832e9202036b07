"""Learn the space that topics are found in, from the labelled corpus and the shipped encoder (a minute or two).

    uv run python models/topics/recipe/learn_space.py --corpus models/corpus --out models/topics

Run this whenever models/encoder has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.encoder import load_encoder
from narratief.topics.space import Layer, Space

LONGEST = 90  # words: longer texts tell more than one thing; chosen, not measured
DAMPING = 0.5
"""From 0.02 to 1.5 was tried without gain (docs/topics.md)."""
WEIGHTS = ((1.0, 1.5), (1.0, 0.5), (1.25, 0.15))
"""How much each layer counts, for passages with and without a theme: the last sets known themes apart, the seventh
finds new ones (benchmarks/added_themes.py). The best of five settings over the planted themes (docs/topics.md)."""


def texts_of(corpus: Path) -> list[tuple[str, str]]:
    """Give the corpus's texts of at most 90 words with at most one theme, and that theme (empty for none)."""
    found = []
    for path in sorted([*corpus.glob("fragments_*.jsonl"), *corpus.glob("turns_*.jsonl")]):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if len(row["themes"]) <= 1 and len(row["text"].split()) <= LONGEST:
                found.append((row["text"], next(iter(row["themes"]), "")))
    return found


def learn_layer(
    embeddings: Array,
    themes: Sequence[str],
    ordinary: Array,
    damping: float = 0.5,
    weights: tuple[float, float] = (1.0, 1.0),
) -> Layer:
    """Learn the whitening from labelled embeddings.

    Parameters
    ----------
    embeddings
        Of texts with one theme each (n x d).
    themes
        Their themes.
    ordinary
        Embeddings of residents' talk of every kind (m x d).
    damping
        Share of the mean variance that is added to every direction, so that none is blown up.
    weights
        How much the layer counts beside the others, for passages with and without a theme.
    """
    rows = l2_normalize(np.asarray(embeddings, dtype=np.float64))
    names = np.asarray(themes)
    within = np.vstack([rows[names == name] - rows[names == name].mean(axis=0) for name in sorted(set(themes))])
    variances, directions = np.linalg.eigh(within.T @ within / len(within))
    whitening = directions / np.sqrt(np.maximum(variances, 0) + damping * variances.mean())
    talk = l2_normalize(np.asarray(ordinary, dtype=np.float64))
    mean = talk.mean(axis=0)
    white = (talk - mean) @ whitening
    return Layer(
        whitening.astype(np.float32),
        mean.astype(np.float32),
        (white.T @ white / len(white)).astype(np.float32),
        *weights,
    )


def save_space(space: Space, path: Path) -> None:
    """Write a space to an npz file, in half precision."""
    arrays = {"weights": np.array([[layer.weight, layer.weight_uncovered] for layer in space.layers])} | {
        f"{name}_{number}": getattr(layer, name).astype(np.float16)
        for number, layer in enumerate(space.layers)
        for name in ("whitening", "mean", "covariance")
    }
    np.savez_compressed(path, **arrays)


def main() -> None:
    """Read the arguments, learn, and write space.npz and meta.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("models/corpus"))
    parser.add_argument("--out", type=Path, default=Path("models/topics"))
    args = parser.parse_args()
    texts = texts_of(args.corpus)
    vectors = load_encoder().embed_layers([text for text, _ in texts])
    themes = [theme for _, theme in texts]
    labelled = np.array([bool(theme) for theme in themes])
    known = [theme for theme in themes if theme]
    parts = np.split(vectors, vectors.shape[1] // 384, axis=1)
    weights = WEIGHTS[-len(parts) :]
    layers = [
        learn_layer(part[labelled], known, part, DAMPING, weight) for part, weight in zip(parts, weights, strict=True)
    ]
    args.out.mkdir(parents=True, exist_ok=True)
    save_space(Space(tuple(layers)), args.out / "space.npz")
    encoder = hashlib.sha256((models_dir() / "encoder" / "encoder.onnx").read_bytes()).hexdigest()
    meta = {
        "name": "narratief-topics-space",
        "description": "Within-class covariance normalisation of layers 7, 9 and 12 of the encoder, for clustering.",
        "method": "Hatch, Kajarekar & Stolcke (2006), Within-class covariance normalization for SVM-based speaker "
        "recognition",
        "licence": "EUPL-1.2",
        "sources": ["models/corpus (fragments and turns with at most one theme)", "models/encoder"],
        "encoder_sha256": encoder,
        "layers": len(layers),
        "texts": len(texts),
        "damping": DAMPING,
        "weights": weights,
        "rebuild": [
            "uv run --group train python models/tagger/recipe/expose_layers.py models/encoder/encoder.onnx",
            "uv run python models/topics/recipe/learn_space.py --corpus models/corpus --out models/topics",
        ],
        "scores": "docs/topics.md",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{len(texts)} texts, {len(layers)} layers")


if __name__ == "__main__":
    main()
