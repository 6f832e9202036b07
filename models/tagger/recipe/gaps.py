"""Gaps between words in a text without punctuation: does a sentence end there?

Learned beside the themes in a middle layer, so that it and those below keep what grammar they know;
models/sentence_ends is then fitted on the exported network.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

LAYER = 9
"""Where the loss is taken. models/sentence_ends reads the seventh, which gives an F1 of 0.63 and the ninth 0.61."""
UNITS = 64  # as in models/sentence_ends/recipe

Gaps = tuple[list[tuple[int, int, int, int]], list[float]]
"""Per gap the two tokens before and the two after it, and whether a sentence ends there."""


def gaps_of(text: str, ends: tuple[int, ...], offsets: list[tuple[int, int]], start: int) -> Gaps:
    """Gaps between the words of a text.

    Parameters
    ----------
    text, ends
        Without punctuation, and where its sentences end (positions in it).
    offsets
        Position in the text of each token that is read.
    start
        Place of the text's first token in its row.
    """
    starts = np.array([first for first, _ in offsets])
    last = len(offsets) - 1
    found, truth = [], []
    words = [match.span() for match in re.finditer(r"\S+", text)]
    for (_, end), (following, _) in pairwise(words):
        before = int(np.searchsorted(starts, end, side="left")) - 1
        after = int(np.searchsorted(starts, following, side="right")) - 1
        if after > before < last:
            found.append(
                (start + max(before - 1, 0), start + before, start + after, start + min(after + 1, last)),
            )
            truth.append(float(end in ends))
    return found, truth


class GapHead(nn.Module):
    """Logit of a sentence end, from the states of two tokens on either side of a gap."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4 * hidden, UNITS), nn.ReLU(), nn.Linear(UNITS, 1))

    def loss(self, states: Tensor, rows: Tensor, tokens: Tensor, ends: Tensor) -> Tensor:
        """Weigh wrong gaps: states (batch, tokens, hidden), rows (gaps,), tokens (gaps, 4), ends (gaps,)."""
        if not len(rows):
            return states.sum() * 0.0
        read = functional.layer_norm(states.float(), states.shape[-1:])[rows[:, None], tokens]
        return functional.binary_cross_entropy_with_logits(self.layers(read.flatten(1))[:, 0], ends)


def as_tensors(gaps: list[tuple[int, Gaps]]) -> dict[str, Tensor]:
    """The gaps of a batch: by row number, what `gaps_of` gave."""
    rows = [row for row, (found, _) in gaps for _ in found]
    tokens = [place for _, (found, _) in gaps for place in found]
    truth = [end for _, (_, ends) in gaps for end in ends]
    return {
        "gap_rows": torch.tensor(rows, dtype=torch.long),
        "gap_tokens": torch.tensor(tokens, dtype=torch.long).reshape(-1, 4),
        "gap_ends": torch.tensor(truth),
    }
