"""Likeness of meaning: residents who talk of one subject in other words are brought together in a middle layer.

A contrastive loss (InfoNCE, van den Oord et al. 2018) over models/corpus/likeness_*.jsonl, beside the themes, so that a
theme that a researcher adds is found by its meaning.
"""

from __future__ import annotations

import random

import torch
from torch import Tensor, nn
from torch.nn import functional

MIDDLE = 9
"""Layer; narratief.nlp.prototype_classifier reads the seventh, which finds more of a theme from three examples
(benchmarks/added_themes.py: 35 % against 28 %)."""
SUBJECTS = 20  # in a batch, two wordings of each
TEMPERATURE = 0.08  # chosen; 0.05 to 0.1 is usual


def draw(known: dict[str, list[str]], rng: random.Random) -> list[str]:
    """Two wordings of each of some subjects, those of a subject next to each other."""
    return [text for name in rng.sample(sorted(known), SUBJECTS) for text in rng.sample(known[name], 2)]


def likeness_loss(encoder: nn.Module, ids: Tensor, mask: Tensor, words: Tensor) -> Tensor:
    """How far each wording is from its pair, among all others of the batch.

    Parameters
    ----------
    ids, mask, words
        Of texts in pairs, (2·subjects x tokens); `words` is true at the text's own tokens.
    """
    states = encoder(ids, mask, MIDDLE).float()
    means = (states * words[..., None]).sum(1) / words.sum(1, keepdim=True)
    rows = functional.normalize(means - means.mean(0, keepdim=True), dim=-1)
    logits = rows @ rows.T / TEMPERATURE
    logits = logits.masked_fill(torch.eye(len(rows), dtype=torch.bool), -1e4)
    pair = torch.arange(len(rows)) ^ 1
    return functional.cross_entropy(logits, pair)
