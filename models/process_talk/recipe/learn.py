"""Learn to tell talk about the participation process from all other talk, and measure it on texts held out.

    uv run python models/process_talk/recipe/learn.py --corpus models/corpus --out models/process_talk

Learns from models/corpus/about_*.jsonl (texts without a theme, labelled process, plan, neighbourhood or nothing) and
from fragments with a theme, which are about the process by the coding guide. A fifth of the labelled texts is held out,
by a hash of the id. Run this whenever models/encoder has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.svm import SVC

from narratief.domain.locations import models_dir
from narratief.domain.vectors import l2_normalize
from narratief.nlp.encoder import load_encoder
from narratief.topics.features import embed_passages

sys.path.insert(0, str(Path(__file__).parents[2] / "tagger" / "recipe"))
from examples import ABOUT_HELD_OUT, labelled_files, place_of

THEMED = 600  # texts with a theme to learn from; chosen: half as many as were labelled
LONGEST = 90  # words, as in models/topics/recipe
AXES = 128  # principal axes; of 128, 256, 512 and all none is better over folds (0.845, 0.844, 0.842, 0.846)
STRENGTHS = (1.0, 3.0, 6.0, 12.0)  # inverse of the penalty; the best over five folds is taken


def themed(corpus: Path) -> list[str]:
    """Texts with a theme, chosen by a hash of their id."""
    rows = [json.loads(line) for path in labelled_files(corpus) for line in path.read_text("utf-8").splitlines()]
    fit = [row for row in rows if row["themes"] and len(row["text"].split()) <= LONGEST]
    return [row["text"] for row in sorted(fit, key=lambda row: place_of(row["id"]))[:THEMED]]


def main() -> None:
    """Learn, measure, and write process_talk.npz and meta.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = [
        json.loads(line)
        for path in sorted(args.corpus.glob("about_*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    held = np.array([place_of(row["id"]) < ABOUT_HELD_OUT for row in rows])
    truth = np.array([row["about"] == "process" for row in rows])
    encoder = load_encoder()
    told = l2_normalize(embed_passages([row["text"] for row in rows], encoder))
    others = l2_normalize(embed_passages(themed(args.corpus), encoder))
    known = np.concatenate([told[~held], others])
    labels = np.concatenate([truth[~held], np.ones(len(others), bool)])
    axes = PCA(AXES, random_state=0).fit(known)
    spread = float(axes.transform(known).std())
    features = axes.transform(known) / spread
    fold = np.array([int(place_of(f"fold/{at}") * 5) for at in range(len(features))])
    labelled = np.arange(len(features)) < (~held).sum()

    def over_folds(strength: float) -> np.ndarray:
        decided = np.empty(len(features))
        for number in range(5):
            model = fitted(features[fold != number], labels[fold != number], strength)
            decided[fold == number] = model.decision_function(features[fold == number])
        return decided

    tried = {strength: over_folds(strength) for strength in STRENGTHS}
    folds = {strength: f1_score(labels[labelled], out[labelled] > 0) for strength, out in tried.items()}
    best = max(folds, key=lambda strength: folds[strength])
    model = fitted(features, labels, best)
    # a chance from the distance to the border (Platt), through a half at the border itself
    sure = LogisticRegression(C=1e6, fit_intercept=False).fit(tried[best][labelled, None], labels[labelled])
    given = model.decision_function(axes.transform(told[held]) / spread) > 0
    figures = {
        "held_out_texts": int(held.sum()),
        "f1": round(float(f1_score(truth[held], given)), 3),
        "precision": round(float(precision_score(truth[held], given)), 3),
        "recall": round(float(recall_score(truth[held], given)), 3),
        "f1_over_folds": {str(strength): round(float(value), 3) for strength, value in folds.items()},
    }
    print(json.dumps(figures))
    np.savez_compressed(
        args.out / "process_talk.npz",
        mean=axes.mean_.astype(np.float32),
        axes=(axes.components_.T / spread).astype(np.float16),
        vectors=model.support_vectors_.astype(np.float16),
        weights=(model.dual_coef_[0] * sure.coef_[0, 0]).astype(np.float32),
        bias=np.float32(model.intercept_[0] * sure.coef_[0, 0]),
        gamma=np.float32(1 / AXES),
    )
    meta = {
        "name": "narratief process talk",
        "what": "Tells talk about the participation process from talk about the neighbourhood, the plan or nothing.",
        "method": "support vectors with a radial kernel, on principal axes of layers 7, 9 and 12 of the encoder",
        "trained_on": "models/corpus: about_*.jsonl, and texts with a theme",
        "encoder_sha256": hashlib.sha256((models_dir() / "encoder" / "encoder.onnx").read_bytes()).hexdigest(),
        "figures": figures,
        "rebuild": "uv run python models/process_talk/recipe/learn.py --corpus models/corpus --out models/process_talk",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")


def fitted(features: np.ndarray, labels: np.ndarray, strength: float) -> SVC:
    """Learn on rows whose numbers have a spread of one."""
    return SVC(C=strength, gamma=1 / AXES, class_weight="balanced").fit(features, labels)


if __name__ == "__main__":
    main()
