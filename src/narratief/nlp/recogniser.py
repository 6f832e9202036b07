"""The recogniser of personal data: a small network over subword tokens, and the spaCy component that runs it.

The network is models/recogniser (see its meta.json): the lower half of a sentence encoder with a label per token. The
labels of a text are the likeliest sequence that keeps to begin-inside-outside (Viterbi, 1967).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span, to_whole_words, without_outer_space
from narratief.domain.vectors import Array
from narratief.nlp.subword_tokenizer import SubwordTokenizer, load_subword_tokenizer, open_network

FACTORY = "narratief_recogniser"
_CLOSING = frozenset(".,;:!?…)\"'”’»")
WINDOW, OVERLAP = 240, 40
"""Tokens that are read at a time, and how many of them two windows share: a name needs the words around it.

The window is nearly the 250 tokens that the network was trained on (TEXT_TOKENS in
models/recogniser/recipe/train_recogniser.py); the overlap was chosen, not measured: each name has about a sentence on
either side.
"""
_NEVER = -1e9
"""Log probability of a label that may not stand where it would: lower than any sum of a text's real ones."""

Found = tuple[int, int, str]
"""Start and end of something found (code points, end exclusive), and its kind."""


@dataclass(frozen=True)
class Recogniser:
    """Finds personal data in a text.

    Parameters
    ----------
    session
        The network: ``words`` (1 x tokens x width) to ``scores`` (1 x tokens x labels), log probabilities.
    tokenizer
        Splits text into tokens and gives these their word embeddings.
    labels
        Name of each label: ``O``, or ``B-`` or ``I-`` and the kind.
    outside
        Added to the log probability of ``O``: the higher, the less is found, right or wrong. The shipped value stands
        in models/recogniser/labels.json; docs/measurements.md tells how it was chosen.
    """

    session: onnxruntime.InferenceSession
    tokenizer: SubwordTokenizer
    labels: tuple[str, ...]
    outside: float = 0.0

    def find(self, text: str) -> list[Found]:
        """Find personal data: whole words, in the order of the text, none overlapping another."""
        return self.find_with(text, self.outside)[0]

    def find_with(self, text: str, *outside: float) -> list[list[Found]]:
        """Find personal data with each of several weights on "outside"; the network reads the text once."""
        reading = self.read(text)
        return [reading.find(weight) for weight in outside]

    def read(self, text: str) -> Reading:
        """Let the network read a text once, to ask several things of it."""
        ids, offsets = self.tokenizer.encode(text)
        return Reading(self, text, tuple(offsets), self._scores(ids))

    def _scores(self, ids: list[int]) -> Array:
        """Score each label for each token (tokens x labels, log probabilities); long texts go through in windows."""
        start = len(self.tokenizer.prefix_ids)
        rows: list[Array] = []
        done = 0
        while done < len(ids):
            begin = max(0, done - OVERLAP)
            part = ids[begin : begin + WINDOW]
            words = self.tokenizer.embed([*self.tokenizer.prefix_ids, *part, self.tokenizer.special_ids[1]])
            scores = self.session.run(["scores"], {"words": words})[0][0][start : start + len(part)]
            last = begin + WINDOW >= len(ids)
            kept = scores[done - begin : len(part) if last else WINDOW - OVERLAP // 2]
            rows.append(kept)
            done += len(kept)
        return np.concatenate(rows) if rows else np.zeros((0, len(self.labels)), dtype=np.float32)

    def likeliest(self, scores: Array, outside: float) -> list[str]:
        """Decode the likeliest sequence of labels: an inside follows its own begin or inside only."""
        if not len(scores):
            return []
        scores = scores.copy()
        scores[:, self.labels.index("O")] += outside
        first, follows = _allowed(self.labels)
        best = scores[0] + first
        came_from = []
        for row in scores[1:]:
            ways = best[:, None] + follows
            came_from.append(ways.argmax(axis=0))
            best = ways.max(axis=0) + row
        path = [int(best.argmax())]
        for before in reversed(came_from):
            path.append(int(before[path[-1]]))
        return [self.labels[number] for number in reversed(path)]


@dataclass(frozen=True)
class Reading:
    """What the network makes of a text.

    Parameters
    ----------
    recogniser
        Who read it.
    text
        What was read.
    offsets
        Where each token stands in it.
    scores
        Log probability of each label for each token (tokens x labels).
    """

    recogniser: Recogniser
    text: str
    offsets: tuple[Span, ...]
    scores: Array

    def find(self, outside: float) -> list[Found]:
        """Find personal data with a weight on "outside": whole words, in order, none overlapping another."""
        return _whole_words(self.text, _spans(self.offsets, self.recogniser.likeliest(self.scores, outside)))

    def shares(self, start: int, end: int) -> dict[str, float]:
        """How likely each kind is between two places: mean probability over the tokens there, "O" for none.

        Parameters
        ----------
        start, end
            Code points, end exclusive; without a token there nothing is likely.
        """
        rows = [row for row, (a, b) in enumerate(self.offsets) if a < end and start < b]
        shares = dict.fromkeys((label[2:] or label for label in self.recogniser.labels), 0.0)
        if rows:
            for label, share in zip(self.recogniser.labels, np.exp(self.scores[rows]).mean(axis=0), strict=True):
                shares[label[2:] or label] += float(share)
        return shares


def _spans(offsets: Sequence[Span], labels: list[str]) -> list[Found]:
    """Join a token that begins something with those inside it; positions are those of the tokens."""
    found: list[Found] = []
    for (start, end), label in zip(offsets, labels, strict=True):
        if label.startswith("B-"):
            found.append((start, end, label[2:]))
        elif label.startswith("I-"):
            found[-1] = (found[-1][0], end, label[2:])
    return found


@cache
def _allowed(labels: tuple[str, ...]) -> tuple[Array, Array]:
    """What a label costs at the start of a text (labels,), and after each other label (labels x labels)."""
    never = np.float32(_NEVER)
    first = np.array([never if label[0] == "I" else 0 for label in labels], dtype=np.float32)
    follows = np.array(
        [
            [never if label[0] == "I" and (before == "O" or before[2:] != label[2:]) else 0 for label in labels]
            for before in labels
        ],
        dtype=np.float32,
    )
    return first, follows


def _whole_words(text: str, found: list[Found]) -> list[Found]:
    """Widen to whole words, without spaces and closing marks; what then overlaps the one before is dropped."""
    kept: list[Found] = []
    for first, last, kind in found:
        start, end = without_outer_space(text, (first, last))
        while start < end and (text[end - 1].isspace() or text[end - 1] in _CLOSING):
            end -= 1
        if start < end and (not kept or kept[-1][1] <= start):
            kept.append((*to_whole_words(text, (start, end)), kind))
    return kept


@cache
def load_recogniser(folder: Path | None = None) -> Recogniser:
    """Load the recogniser once per process; by default models/recogniser."""
    place = folder or models_dir() / "recogniser"
    facts = json.loads((place / "labels.json").read_text("utf-8"))
    network = open_network(place / "recogniser.onnx")
    return Recogniser(network, load_subword_tokenizer(), tuple(facts["labels"]), float(facts["outside"]))


class RecogniserComponent:
    """The recogniser in a spaCy pipeline: sets ``doc.ents``; an entity is widened to whole tokens.

    Parameters
    ----------
    load
        Loads the recogniser when it is first needed, so that whoever does not use it does not wait for it.
    """

    def __init__(self, load: Callable[[], Recogniser]) -> None:
        self._load = load

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        found = (
            doc.char_span(start, end, label=kind, alignment_mode="expand")
            for start, end, kind in self._load().find(doc.text)
        )
        doc.ents = tuple(filter_spans([span for span in found if span is not None]))
        return doc

    @property
    def labels(self) -> tuple[str, ...]:
        """Kinds of personal data that can be found."""
        return tuple(label[2:] for label in self._load().labels if label.startswith("B-"))


@Language.factory(FACTORY, assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def make_recogniser(nlp: Language, name: str) -> RecogniserComponent:
    """Make the component; its network ships with narratief and is no part of the pipeline's own folder."""
    return RecogniserComponent(load_recogniser)
