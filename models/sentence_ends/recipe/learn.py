"""Learn where sentences end in speech without punctuation, and measure it on texts held out.

    uv run python models/sentence_ends/recipe/learn.py --corpus models/corpus --out models/sentence_ends

Learns from the corpus's texts of two sentences and more with capitals and punctuation taken off; some are joined, as
turns are longer than fragments. The held-out tenth is that of models/tagger/recipe. Run this whenever models/encoder
has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span
from narratief.domain.vectors import Array, Mask
from narratief.nlp.encoder import load_encoder
from narratief.nlp.sentence_ends import gap_features

sys.path.insert(0, str(Path(__file__).parents[2] / "tagger" / "recipe"))
from examples import SENTENCE_END, Example, load, split, told

MOST_TEXTS = 7000  # to learn from; chosen: what is encoded in a few minutes
JOINED = 0.4  # share of texts that get another behind them; chosen
UNITS = 64
RECIPE = "models/sentence_ends/recipe/learn.py"
THRESHOLDS = np.arange(-2.0, 3.01, 0.1)


def spoken(examples: list[Example], rng: random.Random) -> list[tuple[str, tuple[int, ...]]]:
    """Texts of two sentences and more as speech recognition gives them, and the positions where one ends."""
    found = []
    for example in examples:
        parts = SENTENCE_END.split(example.text)
        if rng.random() < JOINED:
            parts += SENTENCE_END.split(rng.choice(examples).text)
        text, ends = told(parts)
        if ends:
            found.append((text, ends))
    return found


def gaps(texts: list[tuple[str, tuple[int, ...]]]) -> tuple[Array, Mask]:
    """Features of all gaps between words, and which end a sentence."""
    encoded = load_encoder().encode([text for text, _ in texts])
    features, truth = [], []
    for (text, ends), item in zip(texts, encoded, strict=True):
        words: list[Span] = [match.span() for match in re.finditer(r"\S+", text)]
        features.append(gap_features(words, item).astype(np.float16))
        truth.append([end in ends for _, end in words[:-1]])
    return np.concatenate(features), np.concatenate(truth)


def f1(given: Mask, truth: Mask) -> float:
    """F1 of the gaps said to end a sentence."""
    return float(2 * (given & truth).sum() / max(given.sum() + truth.sum(), 1))


def main() -> None:
    """Learn, choose the threshold on a part of the training texts, measure, and write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(1)
    training, held = split(load(args.corpus))
    training = sorted(training, key=lambda e: hashlib.sha256(e.id.encode()).digest())
    texts = spoken(training, rng)[:MOST_TEXTS]
    choosing = len(texts) // 10
    features, truth = gaps(texts[choosing:])
    rare = np.flatnonzero(~truth)
    kept = np.sort(
        np.concatenate([np.flatnonzero(truth), np.random.default_rng(1).choice(rare, len(rare) // 2, False)])
    )
    model = MLPClassifier((UNITS,), alpha=1e-2, batch_size=256, max_iter=10, random_state=1)
    model.fit(features[kept].astype(np.float32), truth[kept])
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_

    def logits(rows: Array) -> Array:
        return np.maximum(rows.astype(np.float32) @ hidden + hidden_bias, 0) @ out[:, 0] + out_bias[0]

    chosen_on, chosen_truth = gaps(texts[:choosing])
    scores = logits(chosen_on)
    threshold = max(THRESHOLDS, key=lambda at: f1(scores >= at, chosen_truth))
    tested, test_truth = gaps(spoken(held, rng))
    given = logits(tested) >= threshold
    figures = {
        "held_out_ends": int(test_truth.sum()),
        "f1": round(f1(given, test_truth), 3),
        "precision": round(float((given & test_truth).sum() / max(given.sum(), 1)), 3),
        "recall": round(float((given & test_truth).sum() / test_truth.sum()), 3),
    }
    print(json.dumps(figures), flush=True)
    np.savez_compressed(
        args.out / "sentence_ends.npz",
        hidden=hidden.astype(np.float16),
        hidden_bias=hidden_bias.astype(np.float32),
        out=out[:, 0].astype(np.float32),
        out_bias=np.float32(out_bias[0]),
        threshold=np.float32(threshold),
    )
    meta = {
        "name": "narratief sentence ends",
        "what": "Sentence ends in speech written down without punctuation.",
        "method": "one hidden layer over middle-layer states of two tokens on either side of each gap between words",
        "trained_on": "models/corpus (fragments, turns, plain), capitals and punctuation taken off",
        "encoder_sha256": hashlib.sha256((models_dir() / "encoder" / "encoder.onnx").read_bytes()).hexdigest(),
        "figures": figures,
        "rebuild": f"uv run python {RECIPE} --corpus models/corpus --out models/sentence_ends",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
