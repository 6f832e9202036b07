"""Learn the phrase classifier: one logistic regression per theme over words and runs of two and three of them.

    uv run python models/tagger/recipe/phrases.py --corpus models/corpus --out models/tagger

Texts are those that the encoder learns from: a tenth of the groups is held out for calibrate.py, which chooses how much
this counts beside the encoder. Less than a minute on one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from examples import load, split
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from narratief.domain.codebook_file import default_codebook
from narratief.nlp.phrase_classifier import PhraseClassifier, phrases_in, save

FEWEST_TEXTS = 3  # texts that a run must stand in; 2 and 5 measured alike
DISPUTED = 0.25  # weight of a text for a theme that one of two coders gave; chosen, not measured
PENALTY = 16.0  # scikit-learn's C; 1, 4, 16 and 64 tried: docs/measurements.md


def main() -> None:
    """Learn and write phrases.npz."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    examples, _ = split(load(args.corpus))
    vectorizer = TfidfVectorizer(analyzer=phrases_in, min_df=FEWEST_TEXTS, sublinear_tf=True, dtype=np.float32)
    texts = vectorizer.fit_transform(example.text for example in examples)
    themes = [theme for theme in default_codebook().theme_ids if any(theme in e.themes for e in examples)]
    weights, bias = [], []
    for theme in themes:
        truth = np.array([theme in example.themes for example in examples])
        weight = np.array([DISPUTED if theme in example.disputed else 1.0 for example in examples])
        model = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0).fit(texts, truth, weight)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    runs = {run: row for row, run in enumerate(vectorizer.get_feature_names_out())}
    save(args.out, PhraseClassifier(tuple(themes), runs, vectorizer.idf_, np.array(weights).T, np.array(bias)))
    print(f"{len(examples)} texts, {len(runs)} runs of words, {len(themes)} themes")


if __name__ == "__main__":
    main()
