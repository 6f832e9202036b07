"""Text in pieces, and the pieces' vectors: what the sentence encoder and the recogniser of personal data share.

The vectors stand in models/encoder/words.npz, apart from the networks, so that both use the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from narratief.domain.settings import models_dir

Array = npt.NDArray[np.float32]
Offsets = list[tuple[int, int]]
_ENDS = (("<s>", "</s>"), ("[CLS]", "[SEP]"))


@dataclass(frozen=True)
class Pieces:
    """A tokenizer with a vector per piece.

    Attributes
    ----------
    tokenizer
        Cuts text into pieces; names its start and end as XLM-R or as BERT does.
    vectors, scale
        8-bit vectors (pieces x width) and what to multiply each by (pieces x 1).
    """

    tokenizer: Tokenizer
    vectors: npt.NDArray[np.int8]
    scale: Array

    @property
    def width(self) -> int:
        """How many numbers a vector has; 384 for the shipped encoder."""
        return int(self.vectors.shape[1])

    @cached_property
    def ends(self) -> tuple[int, int]:
        """Give the ids that open and close a text.

        Raises
        ------
        ValueError
            When the tokenizer has no such pieces.
        """
        for names in _ENDS:
            start, end = (self.tokenizer.token_to_id(name) for name in names)
            if start is not None and end is not None:
                return start, end
        msg = "the encoder's tokenizer has no pieces for the start and end of a text"
        raise ValueError(msg)

    @cached_property
    def opening(self) -> list[int]:
        """Ids that every text starts with: its start, and the word that e5 was trained to find there."""
        return [self.ends[0], *self.cut("query:")[0]]

    def cut(self, text: str) -> tuple[list[int], Offsets]:
        """Give the ids of a text's pieces and where each stands in it (code points, end exclusive)."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def embed(self, ids: list[int]) -> Array:
        """Give the vectors of pieces, as a network takes them (1 x pieces x width)."""
        return (self.vectors[ids].astype(np.float32) * self.scale[ids])[None]


@cache
def load_pieces(folder: Path | None = None) -> Pieces:
    """Load the tokenizer and the vectors once per process; by default those in models/encoder."""
    place = folder or models_dir() / "encoder"
    with np.load(place / "words.npz") as arrays:
        vectors, scale = arrays["vectors"], arrays["scale"]
    return Pieces(Tokenizer.from_file(str(place / "tokenizer.json")), vectors, scale)


def open_network(path: Path) -> onnxruntime.InferenceSession:
    """Load a network for one thread: texts are spread over the cores instead."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
