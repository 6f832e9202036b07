"""Learn who asks and who tells from talks with their labels taken off, and measure it on projects held out.

    uv run python models/who_asks/recipe/learn.py --out models/who_asks

Learns from the talks in narratives, models/evaluation, models/evaluation_moments and models/turning_points/projects,
and from the questions and answers in models/corpus/turns_*.jsonl (which count half, and are never measured on). Each
talk is cut into lines as speech recognition would, once with its marks and twice in lower case without any. The talks
are measured over five folds; all talks of a project are in one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from narratief.domain.project import load_project
from narratief.transcripts.guessed import is_talk, sentences_in
from narratief.transcripts.read import read_transcript
from narratief.transcripts.who_asks import WhoAsks, save, signs

ROOT = Path(__file__).parents[3]
PROJECTS = ("narratives", "models/evaluation", "models/evaluation_moments", "models/turning_points/projects")
FOLDS = 5
TOGETHER = 8  # questions of the corpus, with their answers, that stand for a talk; chosen
CORPUS_WEIGHT = 0.5
STRENGTH = 0.3  # inverse of the penalty; 1.0 was less good
RAREST = 5  # pieces of talk in which a sign must be to count
SMALLEST = 0.02  # weight below which a sign is left out of the file
CHANGE = 0.3  # how much of the chance that the speaker changes is added: the words beside a sentence tell most of it
WORDS_OF_LINE = (2.2, 0.55)  # mean and deviation of the logarithm of a line's words; as Whisper's lines look
CUT_AT_TURN = 0.85  # share of the changes of speaker at which a line ends
SENTENCE_END = re.compile(r"[.?!…][\"'”’»)\]]*$")
NO_WORD = re.compile(r"[^\w'’-]+")


@dataclass(frozen=True)
class Word:
    """A word as it is written, whether the interviewer says it, and what ends with it."""

    text: str
    asked: bool
    ends_turn: bool
    ends_sentence: bool


@dataclass
class Talk:
    """A talk of a project: who says what."""

    project: str
    turns: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """The fold in which it is measured."""
        return int(hashlib.sha256(self.project.encode()).hexdigest(), 16) % FOLDS

    def words(self, *, marks: bool) -> list[Word]:
        """Its words, with capitals and marks or without."""
        found: list[Word] = []
        for asked, text in self.turns:
            said = text.split()
            for number, word in enumerate(said):
                shown = word if marks else NO_WORD.sub("", word).strip("-'’").lower()
                found.append(Word(shown, asked, number == len(said) - 1, bool(SENTENCE_END.search(word))))
        return [word for word in found if word.text]


def talks() -> list[Talk]:
    """The talks of all projects."""
    found = []
    for folder in PROJECTS:
        for path in sorted(each for each in (ROOT / folder).iterdir() if each.is_dir()):
            project = load_project(path)
            for file in project.files:
                interview = read_transcript(file, project.facts.interviewer_in(file.name))
                if interview.guessed:
                    continue  # who speaks must be known
                found.append(Talk(path.name, [(turn.role == "interviewer", turn.text) for turn in interview.turns]))
    return found


def questions() -> list[Talk]:
    """Questions of the corpus with their answers, some of them together."""
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "models/corpus").glob("turns_*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    pairs = [(row["question"], row["text"]) for row in rows if row.get("question") and row.get("text")]
    random.Random(3).shuffle(pairs)
    return [
        Talk("", [turn for asked, told in pairs[at : at + TOGETHER] for turn in ((True, asked), (False, told))])
        for at in range(0, len(pairs), TOGETHER)
    ]


def lines(words: Sequence[Word], draw: random.Random) -> list[list[Word]]:
    """Cut words into lines: mostly where a turn or a sentence ends, and where a line is full."""
    found: list[list[Word]] = []
    line: list[Word] = []
    length = max(2, int(draw.lognormvariate(*WORDS_OF_LINE)))
    for word in words:
        line.append(word)
        full = len(line) >= length + 3 or (len(line) >= length and draw.random() < 0.4)
        near = word.ends_sentence and len(line) >= length - 3
        if full or near or (word.ends_turn and draw.random() < CUT_AT_TURN):
            found.append(line)
            line = []
            length = max(2, int(draw.lognormvariate(*WORDS_OF_LINE)))
    return [*found, line] if line else found


def cut(words: Sequence[Word], draw: random.Random) -> list[list[Word]]:
    """The sentences that narratief makes of the lines that words are cut into."""
    made = lines(words, draw)
    left = iter(words)
    cut_up = sentences_in([" ".join(word.text for word in line) for line in made])
    return [[next(left) for _ in sentence.split()] for sentence in cut_up]


def is_asked(sentence: Iterable[Word]) -> bool:
    """Whether most of a sentence is the interviewer's."""
    counts = Counter(word.asked for word in sentence)
    return counts[True] > counts[False]


def text_of(sentences: Iterable[Iterable[Word]]) -> list[str]:
    """Sentences as text."""
    return [" ".join(word.text for word in sentence) for sentence in sentences]


def learn(given: Sequence[Talk], extra: Sequence[Talk], draw: random.Random) -> WhoAsks:
    """Learn from talks, and from questions of the corpus."""
    seen: list[dict[str, int]] = []
    truth: list[bool] = []
    weights: list[float] = []
    changes = np.ones((2, 2))
    for talk in (*given, *extra):
        weight = 1.0 if talk.project else CORPUS_WEIGHT
        for marks in (True, False, False) if talk.project else (True, False):
            made = cut(talk.words(marks=marks), draw)
            asked = [is_asked(sentence) for sentence in made]
            seen += [dict.fromkeys(each, 1) for each in signs(text_of(made))]
            truth += asked
            weights += [weight] * len(made)
            if talk.project:
                np.add.at(changes, (np.array(asked[:-1], dtype=int), np.array(asked[1:], dtype=int)), 1)
    vectorizer = DictVectorizer(dtype=np.float32)
    rows = vectorizer.fit_transform(seen).tocsc()
    kept = np.flatnonzero(np.diff(rows.indptr) >= RAREST)
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(rows[:, kept].tocsr(), truth, sample_weight=weights)
    names = vectorizer.get_feature_names_out()[kept]
    learned = {
        str(name): float(weight) for name, weight in zip(names, model.coef_[0], strict=True) if abs(weight) >= SMALLEST
    }
    share = float(np.mean(truth))
    prior = np.log([1 - share, share])
    change = CHANGE * (np.log(changes / changes.sum(axis=1, keepdims=True)) - prior)
    return WhoAsks(learned, float(model.intercept_[0]), change)


@dataclass
class Counts:
    """Words of talks held out: of each speaker, and given to the other; talks that were not taken for one."""

    asked: int = 0
    told: int = 0
    asked_wrong: int = 0
    told_wrong: int = 0
    talks: int = 0
    refused: int = 0
    alone: int = 0
    alone_taken: int = 0

    def add(self, sentences: Sequence[Sequence[Word]], guess: Sequence[bool]) -> None:
        """Count a talk's words."""
        for sentence, asks in zip(sentences, guess, strict=True):
            for word in sentence:
                self.asked += word.asked
                self.told += not word.asked
                self.asked_wrong += word.asked and not asks
                self.told_wrong += asks and not word.asked

    def figures(self) -> dict[str, float]:
        """Shares, of words and of talks."""
        return {
            "words": self.asked + self.told,
            "words_right": round(1 - (self.asked_wrong + self.told_wrong) / (self.asked + self.told), 4),
            "resident_words_lost": round(self.told_wrong / self.told, 4),
            "interviewer_words_taken_for_the_residents": round(self.asked_wrong / self.asked, 4),
            "talks_refused": round(self.refused / self.talks, 4),
            "resident_alone_taken_for_a_talk": round(self.alone_taken / self.alone, 4),
        }


def measure(model: WhoAsks, held: Sequence[Talk], draw: random.Random, counts: dict[bool, Counts]) -> None:
    """Count what a model makes of talks that it was not learned from, and of the resident's words alone."""
    for talk in held:
        for marks, into in counts.items():
            made = cut(talk.words(marks=marks), draw)
            logits = model.logits(text_of(made))
            into.add(made, model.asked(logits))
            into.talks += 1
            into.refused += not is_talk(text_of(made), logits)
            alone = Talk("", [turn for turn in talk.turns if not turn[0]])
            told = text_of(cut(alone.words(marks=marks), draw))
            into.alone += 1
            into.alone_taken += is_talk(told, model.logits(told))


def main() -> None:
    """Measure over the folds, learn from all, and write who_asks.npz and meta.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    every, extra = talks(), questions()
    counts = {True: Counts(), False: Counts()}
    for fold in range(FOLDS):
        model = learn([talk for talk in every if talk.fold != fold], extra, random.Random(fold))
        measure(model, [talk for talk in every if talk.fold == fold], random.Random(100 + fold), counts)
        print(fold, {marks: counted.figures() for marks, counted in counts.items()}, flush=True)
    model = learn(every, extra, random.Random(FOLDS))
    save(args.out, model)
    meta = {
        "name": "narratief who asks",
        "what": "Tells the interviewer's sentences from the resident's in talk without labels.",
        "method": "logistic regression over words and runs of words of a sentence and those beside it; Viterbi",
        "trained_on": [*PROJECTS, "models/corpus/turns_*.jsonl"],
        "licence": "EUPL-1.2",
        "signs": len(model.weights),
        "held_out": {
            "how": f"{FOLDS} folds by project, lines cut as speech recognition does",
            "talks": len(every),
            "projects": len({talk.project for talk in every}),
            "with_marks": counts[True].figures(),
            "without_marks": counts[False].figures(),
        },
        "rebuild": "uv run python models/who_asks/recipe/learn.py --out models/who_asks",
    }
    (args.out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
