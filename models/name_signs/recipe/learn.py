"""Learn which signs tell that one word is somebody's name, and measure it on texts held out.

    uv run python models/name_signs/recipe/learn.py --corpus models/corpus --out models/name_signs

Learns from models/corpus/names_or_not_k1.txt (sentences in which a name, a town or a hamlet is filled in several
times, and dishes, clubs, ships and firms stand as they are), names_or_not_k2.jsonl (what the privacy step hid in the
corpora of plain talk, marked by hand) and the fifth of personal_data_p1 and p2 that the recogniser was not trained
on. Only what the recogniser takes for a person and the privacy step would weigh is learned from. Over five folds, a
line with all its fillings in one, the lowest score is chosen that keeps all but `LOST` of the people. Run this
whenever models/recogniser has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from narratief.domain.entities import NAME_PRIORITY, Entity
from narratief.nlp.recogniser import load_recogniser
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_signs import signs
from narratief.privacy.detectors.recognised import weighed
from narratief.privacy.detectors.tokens import split_words

FILLED = 16  # times a line with a blank is filled in; chosen
LOST = 0.005
"""Share of the people over the folds that may be denied: the highest of 0.005, 0.01, 0.03 and 0.06 with which no name
of h1, h2, w1 to w3 and the passages stays that went before."""
LISTS = ("surname", "like_surname", "street", "town")
"""Signs of lists, left out of every second filling: many names and most hamlets are on none."""
STRENGTHS = (0.03, 0.1, 0.3, 1.0)  # inverse of the penalty
BLANK = re.compile(r"@(naam|stad|wijk)")
MARK = re.compile(r"\[\[(?P<person>.*?)\]\]|\{\{(?P<nobody>.*?)\}\}")


@dataclass(frozen=True)
class Example:
    """One word that the recogniser took for a person: its signs, whether it is one, and what it stands in."""

    signs: dict[str, float]
    person: bool
    group: str


def filled(line: str, draw: random.Random, fills: dict[str, list[str]]) -> str:
    """Fill the blanks of a line, in lower case where the line is speech."""
    speech = line == line.lower()

    def fill(match: re.Match[str]) -> str:
        said = draw.choice(fills[match[1]])
        return said.lower() if speech else said

    return BLANK.sub(fill, line)


def marked(line: str) -> tuple[str, list[tuple[int, int, bool]]]:
    """Take the marks out of a line; give the text and what was marked."""
    spans, shift = [], 0
    for match in MARK.finditer(line):
        words = match["person"] or match["nobody"]
        start = match.start() - shift
        spans.append((start, start + len(words), match["person"] is not None))
        shift += len(match.group()) - len(words)
    return MARK.sub(lambda m: m["person"] or m["nobody"], line), spans


def texts(corpus: Path) -> Iterator[tuple[str, list[tuple[int, int, bool]], str]]:
    """All texts with what is marked in them and the group that they are held out with."""
    known, draw = lexicon(), random.Random(1)
    lines = (corpus / "names_or_not_k1.txt").read_text("utf-8").splitlines()
    given: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("="):
            given.setdefault(line[1:5], []).extend(line[6:].split())
    bare = [n for n in sorted(known.surnames - known.only_prefixed) if n.isalpha() and n not in known.words]
    fills = {
        "naam": [*given["naam"], *(name.capitalize() for name in draw.sample(bare, 400))],
        "stad": [town.title() for town in sorted(known.places) if town.isalpha() and not known.is_first_name(town)],
        "wijk": [stem + ending for stem in given["stam"] for ending in given["eind"]],
    }
    for line in lines:
        if line and not line.startswith(("#", "=")):
            for _ in range(FILLED if BLANK.search(line) else 1):
                yield (*marked(filled(line, draw, fills)), line)
    for row in map(json.loads, (corpus / "names_or_not_k2.jsonl").read_text("utf-8").splitlines()):
        yield row["text"], [(row["start"], row["end"], row["person"])], row["id"]
    for name in ("p1", "p2"):
        for row in map(json.loads, (corpus / f"personal_data_{name}.jsonl").read_text("utf-8").splitlines()):
            if int(hashlib.sha1(row["id"].encode()).hexdigest(), 16) % 5 == 0:
                yield row["text"], [(a, b, kind == "PERSON") for a, b, kind in row["entities"]], row["id"]


def examples(corpus: Path) -> list[Example]:
    """What the recogniser takes for a person in the texts and the privacy step would weigh."""
    recogniser, found, draw = load_recogniser(), [], random.Random(2)
    for text, spans, group in texts(corpus):
        words, reading = split_words(text), recogniser.read(text)
        for start, end, kind in reading.find(0.0):
            index = weighed(words, Entity(start, end, "person", NAME_PRIORITY)) if kind == "PERSON" else None
            if index is None:
                continue
            token = words.tokens[index]
            person = [is_person for a, b, is_person in spans if a < token.end and token.start < b]
            if not person:
                continue
            seen = signs(words, index, reading.shares(token.start, token.end))
            if draw.random() < 0.5:
                seen = {sign: 0.0 if sign in LISTS else value for sign, value in seen.items()}
            found.append(Example(seen, any(person), group))
    return found


def main() -> None:
    """Learn, measure, and write weights.json and meta.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = examples(args.corpus)
    names = list(rows[0].signs)
    x = np.array([[row.signs[name] for name in names] for row in rows])
    y = np.array([row.person for row in rows])
    fold = np.array([int(hashlib.sha1(row.group.encode()).hexdigest(), 16) % 5 for row in rows])

    def scored(strength: float) -> np.ndarray:
        scores = np.zeros(len(rows))
        for number in range(5):
            model = LogisticRegression(C=strength, max_iter=5000).fit(x[fold != number], y[fold != number])
            scores[fold == number] = model.decision_function(x[fold == number])
        return scores

    def denied(scores: np.ndarray) -> tuple[float, float]:
        lowest = float(np.quantile(scores[y], LOST))
        return lowest, float((scores[~y] < lowest).mean())

    over_folds = {strength: denied(scored(strength)) for strength in STRENGTHS}
    best = max(over_folds, key=lambda strength: over_folds[strength][1])
    model = LogisticRegression(C=best, max_iter=5000).fit(x, y)
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)}
    facts = {"weights": weights, "bias": round(float(model.intercept_[0]), 3), "lowest": round(over_folds[best][0], 3)}
    (args.out / "weights.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
    figures = {
        "people": int(y.sum()),
        "nobody": int((~y).sum()),
        "people_denied": LOST,
        "nobody_denied_over_folds": {str(s): round(share, 3) for s, (_, share) in over_folds.items()},
    }
    meta = {
        "name": "narratief name signs",
        "what": "Weighs signs that one word that the recogniser takes for a person is one.",
        "method": "logistic regression",
        "trained_on": "models/corpus: names_or_not_k1 and k2, a fifth of personal_data_p1 and p2",
        "licence": "EUPL-1.2",
        "figures": figures,
        "rebuild": "uv run python models/name_signs/recipe/learn.py --corpus models/corpus --out models/name_signs",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1), json.dumps(facts, indent=1))


if __name__ == "__main__":
    main()
