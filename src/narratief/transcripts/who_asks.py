"""How likely each sentence of a talk is the interviewer's, by its words and those beside it, where no label tells.

A logistic regression over words and runs of words, the first and last of them, and the words of the sentences before
and after, with a Viterbi search for the likeliest order of two speakers. models/who_asks/recipe/learn.py made it from
talks with their labels taken off.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from narratief.domain.locations import models_dir
from narratief.domain.vectors import Array

_LONGEST = 3  # words of a run at most
_EDGE = 3  # sentences from the beginning and the end of a talk that know their place
_LENGTHS = 8  # classes of length, two for each doubling
_MOST_WORDS = 200  # words of a sentence that are looked at; chosen: more is no sentence
_WORD = re.compile(r"\w+|\?")
FILE = "who_asks.npz"


def signs(sentences: Sequence[str]) -> Iterator[set[str]]:
    """What the regression sees of each sentence of a talk, in order: capitals and marks but "?" are taken off."""
    words = [_WORD.findall(sentence.lower())[:_MOST_WORDS] for sentence in sentences]
    for at, own in enumerate(words):
        before = words[at - 1] if at else ["<"]
        after = words[at + 1] if at + 1 < len(words) else [">"]
        yield {*_own(own), *_place(at, len(words)), *_beside(before, after)}


def _own(words: Sequence[str]) -> Iterator[str]:
    """Words and runs of a sentence, which of them begin and end it, and how long it is."""
    for length in range(1, _LONGEST + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])
    for length in (1, 2):
        yield "^" + " ".join(words[:length])
        yield "$" + " ".join(words[-length:])
    yield f"#{min(_LENGTHS, int(math.log2(len(words) + 1) * 2))}"


def _place(at: int, count: int) -> Iterator[str]:
    """Where in the talk a sentence stands, near its beginning or end."""
    if at < _EDGE:
        yield f"@{at}"
    if count - at <= _EDGE:
        yield f"@-{count - at}"


def _beside(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Words of the sentences on either side."""
    yield from (f"<{word}" for word in before)
    yield from (f">{word}" for word in after)
    yield "<$" + " ".join(before[-1:])
    yield from (">^" + " ".join(after[:length]) for length in (1, 2))


@dataclass(frozen=True, slots=True)
class WhoAsks:
    """Weights of the signs, and of a change of speaker.

    Attributes
    ----------
    weights
        Sign → what it adds to the logit that a sentence is the interviewer's.
    bias
        What is there to begin with.
    change
        What going on with, or changing to, a speaker adds (2 x 2, from row to column; 0 resident, 1 interviewer).
    """

    weights: Mapping[str, float]
    bias: float
    change: Array

    def logits(self, sentences: Sequence[str]) -> Array:
        """Logits (n,) that each sentence of a talk, in order, is the interviewer's."""
        known = self.weights
        found = (math.fsum(known[sign] for sign in own if sign in known) for own in signs(sentences))
        return np.fromiter(found, dtype=np.float64, count=len(sentences)) + self.bias

    def asked(self, logits: Array) -> list[bool]:
        """Which sentences are the interviewer's in the likeliest order of speakers (n)."""
        if not len(logits):
            return []
        best = np.array([0.0, logits[0]])
        came: list[Array] = []
        for logit in logits[1:]:
            each = best[:, None] + self.change
            came.append(each.argmax(axis=0))
            best = each.max(axis=0) + np.array([0.0, logit])
        path = [int(best.argmax())]
        for step in reversed(came):
            path.append(int(step[path[-1]]))
        return [bool(speaker) for speaker in reversed(path)]


def save(folder: Path, model: WhoAsks) -> None:
    """Write the model into a folder."""
    signs_ = sorted(model.weights)
    np.savez_compressed(
        folder / FILE,
        signs=np.frombuffer("\n".join(signs_).encode(), dtype=np.uint8),
        weights=np.array([model.weights[sign] for sign in signs_], dtype=np.float16),
        bias=np.float32(model.bias),
        change=model.change.astype(np.float32),
    )


@cache
def load_who_asks() -> WhoAsks:
    """Load the shipped model once per process."""
    with np.load(models_dir() / "who_asks" / FILE) as arrays:
        names: Iterable[str] = arrays["signs"].tobytes().decode().split("\n")
        weights = dict(zip(names, arrays["weights"].astype(np.float64).tolist(), strict=True))
        return WhoAsks(weights, float(arrays["bias"]), arrays["change"].astype(np.float64))
