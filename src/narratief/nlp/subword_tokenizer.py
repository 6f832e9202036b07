"""Text to subword tokens and their word embeddings, which the sentence encoder and the recogniser share.

The word embeddings stand in models/encoder/words.npz, apart from the networks, so that both use the same ones and a new
version of either leaves that file as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from narratief.domain.locations import models_dir
from narratief.domain.spans import Span
from narratief.domain.vectors import Array

_SPECIAL_TOKENS = (("<s>", "</s>"), ("[CLS]", "[SEP]"))  # as XLM-RoBERTa and as BERT name the ends of a text
_PREFIX = "query:"  # multilingual-e5, from which the encoder was made, was trained with this word before every text


@dataclass(frozen=True)
class SubwordTokenizer:
    """A tokenizer with a word embedding per token.

    Attributes
    ----------
    tokenizer
        Splits text into tokens; names its start and end as XLM-RoBERTa or as BERT does.
    embeddings, scale
        8-bit word embeddings (vocabulary x width) and what to multiply each by (vocabulary x 1).
    """

    tokenizer: Tokenizer
    embeddings: npt.NDArray[np.int8]
    scale: Array

    @property
    def width(self) -> int:
        """Numbers in a word embedding; 384 for the shipped encoder."""
        return int(self.embeddings.shape[1])

    @cached_property
    def special_ids(self) -> tuple[int, int]:
        """Ids of the tokens that open and close a text.

        Raises
        ------
        ValueError
            When the tokenizer has no such tokens.
        """
        for names in _SPECIAL_TOKENS:
            start, end = (self.tokenizer.token_to_id(name) for name in names)
            if start is not None and end is not None:
                return start, end
        msg = "the encoder's tokenizer has no tokens for the start and end of a text"
        raise ValueError(msg)

    @cached_property
    def prefix_ids(self) -> list[int]:
        """Ids that every text starts with: the opening token and e5's prefix."""
        return [self.special_ids[0], *self.encode(_PREFIX)[0]]

    def encode(self, text: str) -> tuple[list[int], list[Span]]:
        """Split a text: the ids of its tokens, and where each stands in it (code points, end exclusive)."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def embed(self, ids: list[int]) -> Array:
        """Look up word embeddings, as a network takes them (1 x tokens x width, float32)."""
        rows: Array = (self.embeddings[ids].astype(np.float32) * self.scale[ids])[None]
        return rows


@cache
def load_subword_tokenizer(folder: Path | None = None) -> SubwordTokenizer:
    """Load the tokenizer and its word embeddings once per process; by default those in models/encoder."""
    place = folder or models_dir() / "encoder"
    with np.load(place / "words.npz") as arrays:
        vectors, scale = arrays["vectors"], arrays["scale"]
    return SubwordTokenizer(Tokenizer.from_file(str(place / "tokenizer.json")), vectors, scale)


def open_network(path: Path) -> onnxruntime.InferenceSession:
    """Load an ONNX network for one thread: texts are spread over the cores instead."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = (
        3  # errors and worse: its warnings are about graph optimisation, which users cannot act on
    )
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
