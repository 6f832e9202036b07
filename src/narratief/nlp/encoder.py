"""The sentence encoder: texts to vectors, with onnxruntime and tokenizers only.

The model is models/encoder (see its meta.json). Each text is run on its own, so that its vector never depends on what
happens to be encoded beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime

from narratief.domain.settings import models_dir, threads
from narratief.domain.vectors import unit
from narratief.nlp.subword_tokenizer import Pieces, load_pieces, open_network

Array = npt.NDArray[np.float32]
QUESTION_TOKENS = 48
TEXT_TOKENS = 256

# The encoder was trained on talk with names in it; a pseudonym is read as a common name of its kind.
_NAMES = ("Marieke", "Kees", "Fatima", "Henk", "Sanne", "Ahmed", "Ingrid", "Peter", "Noor", "Willem", "Anja", "Bram")
_STAND_INS = {
    "ADRES": "Kerkstraat 12",
    "ORGANISATIE": "De Bolder",
    "TELEFOON": "06 23 45 67 89",
    "EMAIL": "info@debolder.nl",
    "GEBOORTEDATUM": "3 mei 1961",
}
_PSEUDONYM = re.compile(r"\[([A-Z]{2,})-(\d+)\]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text after the encoder.

    Attributes
    ----------
    states
        Hidden state per token of the text (tokens x width); the question's tokens are left out.
    spans
        Position of each token in the text, in code points, end exclusive.
    middle
        Mean over the text of a middle layer's states (width,), when the network gives one.
    """

    states: Array
    spans: tuple[tuple[int, int], ...]
    middle: Array | None = None

    @property
    def vector(self) -> Array:
        """Unit vector of the text: the normalised mean of its token states."""
        return unit(self.states.mean(axis=0))

    @property
    def general(self) -> Array:
        """Unit vector from a middle layer: it knows less of the codebook's themes and more of everything else."""
        return unit(self.middle) if self.middle is not None else self.vector


class _Piece(NamedTuple):
    """A stretch of the text that the network reads, and where it stands in the text as it is."""

    start: int
    end: int
    original_start: int
    original_end: int

    @property
    def changed(self) -> bool:
        """Tell whether it is a stand-in of another length."""
        return self.end - self.start != self.original_end - self.original_start


class Encoder:
    """Texts to token states and vectors.

    Parameters
    ----------
    session
        The exported network: ``words`` (1 x tokens x width) to ``states`` (1 x tokens x width).
    pieces
        The tokenizer and the vectors of its pieces.

    Attributes
    ----------
    width
        How many numbers a vector has; 384 for the shipped encoder.
    """

    def __init__(self, session: onnxruntime.InferenceSession, pieces: Pieces) -> None:
        self._session = session
        self._pieces = pieces
        self.width = pieces.width

    def encode(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> list[Encoded]:
        """Encode texts, each in the light of its question when given.

        Parameters
        ----------
        texts
            Dutch fragments or turns; only the first 256 tokens of each are read.
        questions
            As many questions, empty where there is none; the last 48 tokens of each are read.
        """
        asked = questions if questions is not None else [""] * len(texts)
        pairs = list(zip(texts, asked, strict=True))
        if len(pairs) < 4:
            return [self._one(*pair) for pair in pairs]
        with ThreadPoolExecutor(threads()) as pool:
            return list(pool.map(lambda pair: self._one(*pair), pairs, chunksize=8))

    def embed(self, texts: Sequence[str]) -> Array:
        """Unit vectors of texts (n x width)."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        return np.stack([encoded.vector for encoded in self.encode(texts)])

    def embed_general(self, texts: Sequence[str]) -> Array:
        """Unit vectors of texts from a middle layer (n x width); see `Encoded.general`."""
        if not texts:
            return np.zeros((0, self.width), dtype=np.float32)
        return np.stack([encoded.general for encoded in self.encode(texts)])

    @cached_property
    def _layers(self) -> list[str]:
        """Names of the network's outputs, the last layer last."""
        return sorted((output.name for output in self._session.get_outputs()), key=lambda name: name == "states")

    @property
    def layers_width(self) -> int:
        """How many numbers a row of `embed_layers` has."""
        return self.width * len(self._layers)

    def embed_layers(self, texts: Sequence[str]) -> Array:
        """Unit vectors from each exported layer, the last one last, side by side (n x layers_width).

        The last layer was trained to tell the codebook's themes apart; the ones before it know more of other things.
        """
        if not texts:
            return np.zeros((0, self.layers_width), dtype=np.float32)
        with ThreadPoolExecutor(threads()) as pool:
            return np.stack(list(pool.map(self._layer_vectors, texts, chunksize=8)))

    def _layer_vectors(self, text: str) -> Array:
        """Give a text's unit vector of each layer, side by side."""
        tokens, _ = self._pieces.cut(_without_pseudonyms(text)[0])
        return np.concatenate([unit(states.mean(axis=0)) for states in self._states(tokens, "", self._layers)])

    def _one(self, text: str, question: str) -> Encoded:
        """Encode one text; positions are those of the text as given, pseudonyms included."""
        shown, positions = _without_pseudonyms(text)
        tokens, offsets = self._pieces.cut(shown)
        *middle, states = self._states(tokens, question, [*self._layers[:-1][:1], "states"])
        spans = tuple(_original(positions, a, b) for a, b in offsets[:TEXT_TOKENS])
        mean = middle[0].mean(axis=0) if middle else None
        return Encoded(states, (*spans, (len(text), len(text))), mean)

    def _states(self, tokens: list[int], question: str, outputs: list[str]) -> list[Array]:
        """Give what the network puts out for a text's tokens and its end; the question is read before them."""
        end = self._pieces.ends[1]
        ids = [*self._pieces.opening]
        if question:
            ids += [*self._pieces.cut(_without_pseudonyms(question)[0])[0][-QUESTION_TOKENS:], end]
        start = len(ids)
        words = self._pieces.embed([*ids, *tokens[:TEXT_TOKENS], end])
        return [states[0][start:] for states in self._session.run(outputs, {"words": words})]


@cache
def load_encoder() -> Encoder:
    """Load the shipped encoder once per process."""
    return Encoder(open_network(models_dir() / "encoder" / "encoder.onnx"), load_pieces())


def _without_pseudonyms(text: str) -> tuple[str, list[_Piece]]:
    """Put stand-ins for pseudonyms; give the text and where each of its pieces was."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = shown = 0
    for match in _PSEUDONYM.finditer(text):
        stand_in = _stand_in(match[1], int(match[2]))
        for piece, start, end in ((text[at : match.start()], at, match.start()), (stand_in, *match.span())):
            parts.append(piece)
            pieces.append(_Piece(shown, shown + len(piece), start, end))
            shown += len(piece)
        at = match.end()
    parts.append(text[at:])
    pieces.append(_Piece(shown, shown + len(text) - at, at, len(text)))
    return "".join(parts), pieces if len(pieces) > 1 else []


def _stand_in(kind: str, number: int) -> str:
    """Give the word that a pseudonym is read as: for each person another name, so that people stay apart."""
    return _NAMES[number % len(_NAMES)] if kind == "PERSOON" else _STAND_INS.get(kind, "dat")


def _original(pieces: Sequence[_Piece], start: int, end: int) -> tuple[int, int]:
    """Carry a position in the shown text back to the original; any part of a stand-in is its whole pseudonym."""
    if not pieces:
        return start, end
    first, last = _at(pieces, start), _at(pieces, max(start, end - 1))
    begin = first.original_start + (0 if first.changed else start - first.start)
    finish = last.original_end - (0 if last.changed else last.end - end)
    return begin, finish


def _at(pieces: Sequence[_Piece], place: int) -> _Piece:
    """Give the piece at a place of the shown text; the last one behind it."""
    return next((piece for piece in pieces if piece.start <= place < piece.end), pieces[-1])
