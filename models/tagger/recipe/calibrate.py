"""Choose thresholds and calibration on the held-out part of the training corpus, with the exported model.

    python models/tagger/recipe/calibrate.py --build BUILD --corpus models/corpus --unseen models/evaluation

Everything runs through the product's own code (fragments, encoder in 8 bits, head), so that what is chosen here is
what a user gets. Thresholds maximise F1 per theme, pulled towards one threshold for all where examples are few. How
much the phrase classifier counts beside the encoder, how much the whole turn weighs against its best fragment, and one
shift of all thresholds, are chosen by the mean of three macro-F1s: over the held-out turns of interviews, the held-out
plain texts, and the interviews by other writers (models/evaluation). Of choices that lie within 0.003 of the best, the
one that leaves most texts without a theme empty. At the end calibration_error.py measures on projects apart how far the
scores are off.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from calibration_error import APART, write_error
from examples import Example, load
from sklearn.linear_model import LogisticRegression

from narratief.domain.interview import Turn
from narratief.domain.locations import models_dir
from narratief.domain.project import load_project
from narratief.domain.vectors import Array, Mask
from narratief.metrics.gold import load_gold
from narratief.nlp.classifier_head import ClassifierHead
from narratief.nlp.encoder import Encoder, load_encoder
from narratief.nlp.phrase_classifier import load_phrase_classifier
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import divisions
from narratief.pipeline.pseudonymisation import detectors, kept_words
from narratief.privacy.pseudonymise import pseudonymise
from narratief.transcripts.read import read_transcript

ALIKE = 0.003  # of a macro-F1: less than one code of some hundred texts; chosen, not measured
PHRASE_WEIGHTS = (0.0, 0.4, 0.6, 0.8, 1.0)
GRID = np.arange(0.2, 0.86, 0.025)
TARGETED = ("fragments_n2", "turns_n5", "turns_n6", "turns_n7", "turns_n9", "turns_n12", "turns_n16")
"""Sets of contrasts: themes stand in them far oftener than in interviews, so no rate may be learned from them."""
SHRINK = 8.0  # a theme's own threshold counts as much as the common one when it has this many examples


def raw_head(folder: Path, themes: list[str]) -> ClassifierHead:
    """Load the head's arrays without calibration."""
    with np.load(folder / "head.npz") as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in ("query", "attended", "mean", "bias")}
    ones, zeros = np.ones(len(themes), np.float32), np.zeros(len(themes), np.float32)
    return ClassifierHead(tuple(themes), **weights, slope=ones, offset=zeros, threshold=ones * 0.5, whole_share=0.5)


@dataclass(frozen=True)
class TextLogits:
    """Logits of a text and, below it, of its fragments where there are more than one (1 + fragments x themes).

    Attributes
    ----------
    by_encoder, by_phrases
        Of the head on the encoder, and of the phrase classifier.
    """

    by_encoder: Array
    by_phrases: Array

    def whole_and_best(self, phrase_weight: float) -> tuple[Array, Array]:
        """Logits of the whole text, and of its best fragment per theme (themes,)."""
        together = self.by_encoder + phrase_weight * self.by_phrases
        return together[0], together[1:].max(axis=0) if len(together) > 1 else together[0]


def logits_of(examples: list[Example], head: ClassifierHead, encoder: Encoder) -> list[TextLogits]:
    """Compute the logits of each text and its fragments."""
    turns = [Turn(i, "", "resident", e.text, 0, len(e.text)) for i, e in enumerate(examples)]
    encoded = encoder.encode([e.text for e in examples], [e.question for e in examples])
    divided = divisions(load_pipeline(), turns, encoded)
    phrases = load_phrase_classifier()
    found = []
    for example, whole, division in zip(examples, encoded, divided, strict=True):
        own = division.fragments if len(division.fragments) > 1 else ()
        stretches = [(whole, example.text), *((whole.part(a, b), example.text[a:b]) for a, b in own)]
        by_encoder = np.stack([head.logits(part)[0] for part, _ in stretches])
        found.append(TextLogits(by_encoder, np.stack([phrases.logits(words, head.themes) for _, words in stretches])))
    return found


def mixed(texts: list[TextLogits], phrase_weight: float, share: float) -> Array:
    """Logits of texts (texts x themes) as the tagger mixes them."""
    both = [text.whole_and_best(phrase_weight) for text in texts]
    return np.stack([share * whole + (1 - share) * best for whole, best in both])


def choose(scores: Array, gold: Mask) -> Array:
    """Choose a threshold per theme."""

    def f1(column: Array, truth: Mask, at: float) -> float:
        given = column >= at
        return float(2 * (given & truth).sum() / max(given.sum() + truth.sum(), 1))

    table = np.array([[f1(scores[:, k], gold[:, k], at) for at in GRID] for k in range(gold.shape[1])])
    smooth = np.apply_along_axis(lambda row: np.convolve(np.pad(row, 2, "edge"), np.ones(5) / 5, "valid"), 1, table)
    common = GRID[smooth.mean(axis=0).argmax()]
    own = GRID[smooth.argmax(axis=1)]
    counts = gold.sum(axis=0)
    return ((own * counts + common * SHRINK) / (counts + SHRINK)).astype(np.float32)


def ece(scores: Array, gold: Mask, thresholds: Array, bins: int = 10) -> float:
    """Expected calibration error of the codes given; over all pairs it would be that of the many surely not given."""
    given = scores >= thresholds
    flat, truth = scores[given], gold[given]
    place = np.minimum((flat * bins).astype(int), bins - 1)
    return float(sum(abs(flat[place == b].mean() - truth[place == b].mean()) * (place == b).mean() for b in set(place)))


def unseen(folder: Path) -> list[Example]:
    """Read coded interviews by other writers, pseudonymised, as the product would."""
    found = []
    for path in sorted(p.parent for p in folder.glob("*/gold.jsonl")):
        project = load_project(path)
        gold = {(turn.file, turn.turn): turn.themes for turn in load_gold(path / "gold.jsonl")}
        for file in project.files:
            interview = pseudonymise(read_transcript(file), None, detectors(), kept_words(project))
            for number, turn in enumerate(interview.resident_turns):
                themes = gold[file.name, number]
                found.append(Example(f"{file.name}/{number}", turn.text, themes, interview.question_before(turn)))
    return found


def measure(scores: Array, gold: Mask, thresholds: Array) -> tuple[float, float]:
    """Give the macro-F1, and the share of texts without a theme that are left empty."""
    given = scores >= thresholds
    f1 = 2 * (given & gold).sum(0) / np.maximum(given.sum(0) + gold.sum(0), 1)
    return float(f1.mean()), float((~given.any(1))[~gold.any(1)].mean())


def empties(figures: dict[str, float]) -> float:
    """Mean share of texts without a theme that are left empty."""
    return (figures["held_out_empty"] + figures["unseen_empty"]) / 2


def main() -> None:
    """Calibrate, choose, and write tagger.json and background.npz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--unseen", type=Path, required=True, help="folder of coded projects by other writers")
    parser.add_argument("--apart", type=Path, default=APART, help="folder of coded projects that nothing is chosen by")
    args = parser.parse_args()
    folder = models_dir() / "tagger"
    facts = json.loads((args.build / "facts.json").read_text("utf-8"))
    themes, held_ids = facts["themes"], set(facts["held_out"])
    examples = load(args.corpus)
    held = [e for e in examples if e.id in held_ids and e.group.split("/")[0] not in TARGETED]
    other = unseen(args.unseen)
    gold, other_gold = (np.array([[t in e.themes for t in themes] for e in part]) for part in (held, other))
    encoder, head = load_encoder(), raw_head(folder, themes)
    logits, other_logits = (logits_of(part, head, encoder) for part in (held, other))
    both_gold = np.concatenate([gold, other_gold])
    plain = np.array([e.group.startswith("plain_") for e in held])
    turns = np.array([e.group.startswith("turns_") for e in held])

    def kinds(scores: Array, other_scores: Array) -> list[tuple[Array, Mask]]:
        """Scores and gold of the three kinds of text that count alike: invented talk, plain talk, other writers'."""
        return [(scores[turns], gold[turns]), (scores[plain], gold[plain]), (other_scores, other_gold)]

    tried = []
    for weight, share in product(PHRASE_WEIGHTS, (1.0, 0.85, 0.7, 0.5)):
        read = [mixed(part, weight, share) for part in (logits, other_logits)]
        slope, offset = platt(read[0], gold)
        scores, other_scores = (1 / (1 + np.exp(-(slope * each + offset))) for each in read)
        for shift in (-0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2):
            thresholds = np.minimum(choose(scores, gold) + shift, 0.9)
            (f1, empty), (other_f1, other_empty) = (
                measure(scores, gold, thresholds),
                measure(other_scores, other_gold, thresholds),
            )
            both = np.concatenate([scores, other_scores])
            figures = {"held_out_macro_f1": f1, "held_out_empty": empty, "unseen_macro_f1": other_f1}
            figures |= {"unseen_empty": other_empty, "chosen_on_calibration_error": ece(both, both_gold, thresholds)}
            chosen_by = [measure(each, truth, thresholds)[0] for each, truth in kinds(scores, other_scores)]
            figures["mean_macro_f1"] = float(np.mean(chosen_by))
            tried.append((figures["mean_macro_f1"], weight, share, shift, slope, offset, thresholds, figures))
            print(weight, share, shift, {name: round(value, 3) for name, value in figures.items()})
    best = max(each[0] for each in tried)
    alike = (each for each in tried if each[0] >= best - ALIKE)
    _, weight, share, shift, slope, offset, thresholds, figures = max(alike, key=lambda each: empties(each[-1]))
    chosen = {
        "themes": themes,
        "whole_share": share,
        "phrase_weight": weight,
        "slope": _per_theme(themes, slope),
        "offset": _per_theme(themes, offset),
        "threshold": _per_theme(themes, thresholds),
        "shift": shift,
        "texts": {"held_out": len(held), "unseen": len(other)},
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    (folder / "tagger.json").write_text(json.dumps(chosen, indent=1) + "\n", "utf-8")
    ordinary = [e for e in examples if e.id not in held_ids]
    ordinary.sort(key=lambda e: hashlib.sha256(e.id.encode()).digest())
    vectors = encoder.embed_mid_layer([e.text for e in ordinary[:600]])
    np.savez_compressed(folder / "background.npz", vectors=vectors.astype(np.float16))
    print("apart", write_error(folder / "tagger.json", args.apart))


def _per_theme(themes: list[str], values: Array) -> dict[str, float]:
    return {theme: round(float(value), 4) for theme, value in zip(themes, values, strict=True)}


def platt(logits: Array, gold: Mask) -> tuple[Array, Array]:
    """Fit one slope for all themes and an offset per theme (a slope per theme would overfit the few examples)."""
    count = gold.shape[1]
    features = np.concatenate(
        [logits.reshape(-1, 1), np.tile(np.eye(count, dtype=np.float32), (len(logits), 1))], axis=1
    )
    model = LogisticRegression(C=2.0, max_iter=2000).fit(features, gold.reshape(-1))
    slope = np.full(count, model.coef_[0, 0], dtype=np.float32)
    return slope, (model.coef_[0, 1:] + model.intercept_[0]).astype(np.float32)


if __name__ == "__main__":
    main()
