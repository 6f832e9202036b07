"""The sentence encoder: texts to embeddings, with onnxruntime and tokenizers only.

The model is models/encoder (see its meta.json). Each text is run on its own, so that its embedding never depends on
what happens to be encoded beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import onnxruntime

from narratief.domain.locations import models_dir
from narratief.domain.machine_share import threads
from narratief.domain.spans import Span
from narratief.domain.vectors import Array, l2_normalize
from narratief.nlp.stand_ins import without_pseudonyms
from narratief.nlp.subword_tokenizer import SubwordTokenizer, load_subword_tokenizer, open_network

QUESTION_TOKENS = 48
"""Tokens read of a question, its last ones; as in training (models/tagger/recipe/train.py)."""
TEXT_TOKENS = 256
"""Tokens of a text that are read at a time; as in training (models/tagger/recipe/train.py)."""
_OVERLAP = 64  # tokens that two windows of a longer text share, each read by the one in which it has more around it
_FEW = 4  # texts that are not worth a thread pool; chosen, not measured: a pool takes about as long as one short text
_CHUNK = 8  # texts handed to a thread at a time; chosen, not measured: few hand-overs, and threads end nearly together


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text after the encoder, or a stretch of one: its tokens then know what is said around it.

    Attributes
    ----------
    states
        Hidden state per token of the text (tokens x width); the question's tokens are left out.
    spans
        Position of each token in the text, in code points, end exclusive.
    mid_layer
        The seventh layer's states (tokens x width); None when the network gives its last layer only.
    """

    states: Array
    spans: tuple[Span, ...]
    mid_layer: Array | None = None

    def part(self, start: int, end: int) -> Encoded:
        """The stretch of the text between two positions; the whole when no token stands there."""
        # tokens stand in order: a long turn with many fragments is not walked through for each of them
        first = bisect_right(self.spans, start, key=lambda span: span[1])
        after = bisect_left(self.spans, end, key=lambda span: span[0])
        if first >= after:
            return self
        tokens = slice(first, after)
        mid_layer = None if self.mid_layer is None else self.mid_layer[tokens]
        return Encoded(self.states[tokens], self.spans[tokens], mid_layer)

    @property
    def embedding(self) -> Array:
        """Embedding of the text, of unit length: the normalised mean of its token states (width,)."""
        return l2_normalize(self.states.mean(axis=0))

    @property
    def mid_layer_embedding(self) -> Array:
        """Embedding from a middle layer, of unit length (width,).

        It knows less of the codebook's themes, on which the last layer was tuned, and more of everything else; the
        last layer's when the network gives no other.
        """
        return self.embedding if self.mid_layer is None else l2_normalize(self.mid_layer.mean(axis=0))


class Encoder:
    """Texts to token states and embeddings.

    Parameters
    ----------
    session
        The exported network: ``words`` (1 x tokens x width) to ``states`` (1 x tokens x width), and further outputs for
        middle layers.
    tokenizer
        Splits texts into tokens and gives these their word embeddings.

    Attributes
    ----------
    width
        Numbers in an embedding; 384 for the shipped encoder.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: SubwordTokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.width = tokenizer.width

    def encode(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> list[Encoded]:
        """Encode texts, each in the light of its question when there is one.

        Parameters
        ----------
        texts
            Dutch fragments or turns; longer ones are read in windows of 256 tokens that overlap.
        questions
            As many questions, empty where there is none; the last 48 tokens of each are read.

        Raises
        ------
        ValueError
            When there are not as many questions as texts.
        """
        asked = questions if questions is not None else [""] * len(texts)
        asked_ids = {question: self._question_ids(question) for question in dict.fromkeys(asked)}
        pairs = [(text, asked_ids[question]) for text, question in zip(texts, asked, strict=True)]
        if len(pairs) < _FEW:
            return [self._encode_one(*pair) for pair in pairs]
        with ThreadPoolExecutor(threads()) as pool:
            return list(pool.map(lambda pair: self._encode_one(*pair), pairs, chunksize=_CHUNK))

    def embed(self, texts: Sequence[str]) -> Array:
        """Embed texts with the last layer (n x width, unit rows)."""
        return self._stacked([encoded.embedding for encoded in self.encode(texts)], self.width)

    def embed_mid_layer(self, texts: Sequence[str]) -> Array:
        """Embed texts with a middle layer (n x width, unit rows); see `Encoded.mid_layer_embedding`."""
        return self._stacked([encoded.mid_layer_embedding for encoded in self.encode(texts)], self.width)

    @cached_property
    def _layers(self) -> list[str]:
        """Names of the network's outputs, the last layer last."""
        return sorted((output.name for output in self._session.get_outputs()), key=lambda name: name == "states")

    @property
    def layers_width(self) -> int:
        """Numbers in a row of `embed_layers`."""
        return self.width * len(self._layers)

    def embed_layers(self, texts: Sequence[str]) -> Array:
        """Embed texts with each exported layer, the last one last, side by side (n x layers_width).

        The part of each layer has unit length. The last layer was trained to tell the codebook's themes apart; those
        before it know more of other things.
        """
        with ThreadPoolExecutor(threads()) as pool:
            return self._stacked(list(pool.map(self._layer_embeddings, texts, chunksize=_CHUNK)), self.layers_width)

    @staticmethod
    def _stacked(rows: Sequence[Array], width: int) -> Array:
        """Stack embeddings; an empty array of the right width when there are none."""
        return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)

    def _layer_embeddings(self, text: str) -> Array:
        """Embed one text with each layer, side by side (layers_width,)."""
        tokens, _ = self._tokenizer.encode(without_pseudonyms(text).text)
        layers = [l2_normalize(states.mean(axis=0)) for states in self._states(tokens, [], self._layers)]
        return np.concatenate(layers)

    def _question_ids(self, question: str) -> list[int]:
        """Tokens of a question that are read, with what closes it; none for an empty one."""
        if not question:
            return []
        ids, _ = self._tokenizer.encode(without_pseudonyms(question).text)
        return [*ids[-QUESTION_TOKENS:], self._tokenizer.special_ids[1]]

    def _encode_one(self, text: str, question: list[int]) -> Encoded:
        """Encode one text; positions are those of the text as given, pseudonyms included."""
        read = without_pseudonyms(text)
        tokens, offsets = self._tokenizer.encode(read.text)
        outputs = [*self._layers[:-1][:1], "states"]
        *mid_layer, states = self._in_windows(tokens, question, outputs)
        spans = tuple(read.original(start, end) for start, end in offsets)
        return Encoded(states, (*spans, (len(text), len(text))), mid_layer[0] if mid_layer else None)

    def _in_windows(self, tokens: list[int], question: list[int], outputs: list[str]) -> list[Array]:
        """States of all a text's tokens and its closing token, per output, whatever its length."""
        if len(tokens) <= TEXT_TOKENS:
            return self._states(tokens, question, outputs)
        kept: list[list[Array]] = [[] for _ in outputs]
        for start in range(0, len(tokens) - _OVERLAP, TEXT_TOKENS - _OVERLAP):
            last = start + TEXT_TOKENS >= len(tokens)
            read = slice(_OVERLAP // 2 if start else 0, None if last else TEXT_TOKENS - _OVERLAP // 2)
            for rows, states in zip(
                kept, self._states(tokens[start : start + TEXT_TOKENS], question, outputs), strict=True
            ):
                rows.append(states[read])
        return [np.concatenate(rows) for rows in kept]

    def _states(self, tokens: list[int], question: list[int], outputs: list[str]) -> list[Array]:
        """Run the network: states of a text's tokens and its closing token, per output; the question is read first."""
        closing = self._tokenizer.special_ids[1]
        ids = [*self._tokenizer.prefix_ids, *question]
        start = len(ids)
        words = self._tokenizer.embed([*ids, *tokens[:TEXT_TOKENS], closing])
        return [states[0][start:] for states in self._session.run(outputs, {"words": words})]


@cache
def load_encoder() -> Encoder:
    """Load the shipped encoder once per process."""
    return Encoder(open_network(models_dir() / "encoder" / "encoder.onnx"), load_subword_tokenizer())
