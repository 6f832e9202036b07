"""Learn where sentences end in speech without punctuation, and measure it on texts held out.

    uv run python models/sentence_ends/recipe/learn.py --corpus models/corpus --out models/sentence_ends

Learns from the corpus's texts of two sentences and more with capitals and punctuation taken off; some are joined, as
turns are longer than fragments. A network reads the encoder's states around each gap between words, a logistic
regression the words themselves; how much each says is fitted on groups of texts that neither learned from. The held-out
tenth is that of models/tagger/recipe. Run this whenever models/encoder has changed.
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
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span
from narratief.domain.vectors import Array, Mask
from narratief.nlp.encoder import load_encoder
from narratief.nlp.sentence_ends import RUNS, gap_features, gap_runs

sys.path.insert(0, str(Path(__file__).parents[2] / "tagger" / "recipe"))
from examples import SENTENCE_END, Example, load, split, told

MOST_TEXTS = 7000  # for the network to learn from; chosen: what is encoded in a few minutes
CHOOSING = 700  # texts that weights and threshold are fitted on
PENALTY = 0.3  # scikit-learn's C for the words; 1 measured alike
JOINED = 0.4  # share of texts that get another behind them; chosen
UNITS = 64
RECIPE = "models/sentence_ends/recipe/learn.py"
THRESHOLDS = np.arange(-6.0, 3.01, 0.1)


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


Texts = list[tuple[str, tuple[int, ...]]]


def gaps(texts: Texts) -> tuple[Array, Mask]:
    """Features of all gaps between words, and which end a sentence."""
    encoded = load_encoder().encode([text for text, _ in texts])
    features = [gap_features(word_spans(text), item) for (text, _), item in zip(texts, encoded, strict=True)]
    return np.concatenate([each.astype(np.float16) for each in features]), truth_of(texts)


def truth_of(texts: Texts) -> Mask:
    """Which gaps end a sentence."""
    return np.array([end in ends for text, ends in texts for _, end in word_spans(text)[:-1]])


def word_spans(text: str) -> list[Span]:
    """Words of a text without punctuation."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def runs(texts: Texts) -> csr_matrix:
    """Runs of words around all gaps (gaps x RUNS)."""
    places = np.concatenate([gap_runs(text.split()) for text, _ in texts])
    ones, ends = np.ones(places.size, np.float32), np.arange(0, places.size + 1, places.shape[1])
    return csr_matrix((ones, places.ravel(), ends), shape=(len(places), RUNS))


def f1(given: Mask, truth: Mask) -> float:
    """F1 of the gaps said to end a sentence."""
    return float(2 * (given & truth).sum() / max(given.sum() + truth.sum(), 1))


def best_f1(scores: Array, chosen_on: Array, truth: Mask, chosen_truth: Mask) -> float:
    """F1 at the threshold that is best on the texts to choose by."""
    threshold = max(
        np.quantile(chosen_on, np.arange(0.6, 0.99, 0.005)), key=lambda at: f1(chosen_on >= at, chosen_truth)
    )
    return round(f1(scores >= threshold, truth), 3)


def main() -> None:
    """Learn, choose the threshold on a part of the training texts, measure, and write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(1)
    training, held = split(load(args.corpus))
    training = sorted(training, key=lambda e: hashlib.sha256((e.group or e.id).encode()).digest())
    texts = spoken(training, rng)
    choosing, learning = texts[:CHOOSING], texts[CHOOSING:]
    features, truth = gaps(learning[:MOST_TEXTS])
    rare = np.flatnonzero(~truth)
    kept = np.sort(
        np.concatenate([np.flatnonzero(truth), np.random.default_rng(1).choice(rare, len(rare) // 2, False)])
    )
    model = MLPClassifier((UNITS,), alpha=1e-2, batch_size=256, max_iter=10, random_state=1)
    model.fit(features[kept].astype(np.float32), truth[kept])
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    words = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0).fit(runs(learning), truth_of(learning))

    def both(part: Texts) -> tuple[Array, Mask]:
        """Logits of the network and of the words at all gaps (gaps x 2), and which end a sentence."""
        rows, ends = gaps(part)
        heard = np.maximum(rows.astype(np.float32) @ hidden + hidden_bias, 0) @ out[:, 0] + out_bias[0]
        return np.column_stack([heard, words.decision_function(runs(part))]), ends

    chosen_on, chosen_truth = both(choosing)
    # on the scale of the network alone, by which nlp/sentences.py says how sure an end is
    scale = LogisticRegression(C=1e6).fit(chosen_on[:, :1], chosen_truth).coef_[0, 0]
    mixture = LogisticRegression(C=1e6).fit(chosen_on, chosen_truth)
    (of_network, of_words), added = mixture.coef_[0] / scale, mixture.intercept_[0] / scale
    scores = chosen_on @ (of_network, of_words) + added
    threshold = max(THRESHOLDS, key=lambda at: f1(scores >= at, chosen_truth))
    tested, test_truth = both(spoken(held, rng))
    given = tested @ (of_network, of_words) + added >= threshold
    figures = {
        "held_out_ends": int(test_truth.sum()),
        "f1": round(f1(given, test_truth), 3),
        "precision": round(float((given & test_truth).sum() / max(given.sum(), 1)), 3),
        "recall": round(float((given & test_truth).sum() / test_truth.sum()), 3),
        "f1_network_alone": best_f1(tested[:, 0], chosen_on[:, 0], test_truth, chosen_truth),
        "f1_words_alone": best_f1(tested[:, 1], chosen_on[:, 1], test_truth, chosen_truth),
    }
    print(json.dumps(figures), flush=True)
    np.savez_compressed(
        args.out / "sentence_ends.npz",
        hidden=hidden.astype(np.float16),
        hidden_bias=hidden_bias.astype(np.float32),
        out=(out[:, 0] * of_network).astype(np.float32),
        out_bias=np.float32(out_bias[0] * of_network + words.intercept_[0] * of_words + added),
        runs=(words.coef_[0] * of_words).astype(np.float16),
        threshold=np.float32(threshold),
    )
    meta = {
        "name": "narratief sentence ends",
        "what": "Sentence ends in speech written down without punctuation.",
        "method": "one hidden layer over middle-layer states of two tokens on either side of each gap between words, "
        "and a logistic regression over the words around it",
        "trained_on": "models/corpus (fragments, turns, plain), capitals and punctuation taken off",
        "encoder_sha256": hashlib.sha256((models_dir() / "encoder" / "encoder.onnx").read_bytes()).hexdigest(),
        "figures": figures,
        "rebuild": f"uv run python {RECIPE} --corpus models/corpus --out models/sentence_ends",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
