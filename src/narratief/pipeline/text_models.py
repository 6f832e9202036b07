"""The models that clusters need, in the process that has them loaded when there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from narratief.domain.machine_share import files_apart
from narratief.domain.vectors import Array
from narratief.nlp.clauses import Clause
from narratief.nlp.lemmas import Parsed
from narratief.pipeline.apart import WITH_MODELS
from narratief.topics.text_models import HERE, TextModels, clauses_here, embeddings_here, words_here

Made = TypeVar("Made")

_AT_A_TIME = 512
"""Texts that are asked about at a time: far fewer than one file may hold, whose limits hold here too, and so many of
spaCy's batches that these are made up as they would be here."""
_TEXTS = "clusters"


def text_models() -> TextModels:
    """The models where they are: beside this process when interviews were worked on there, else here."""
    return _BESIDE if files_apart() and WITH_MODELS.runs else HERE


def _words(texts: Sequence[str]) -> list[Parsed]:
    """As `words_here`, in the other process."""
    return [found for some in _asked(words_here, texts) for found in some]


def _clauses(texts: Sequence[str]) -> list[tuple[Clause, ...]]:
    """As `clauses_here`, in the other process."""
    return [found for some in _asked(clauses_here, texts) for found in some]


def _embeddings(texts: Sequence[str]) -> Array:
    """As `embeddings_here`, in the other process."""
    return np.concatenate(_asked(embeddings_here, texts))


def _asked(task: Callable[[Sequence[str]], Made], texts: Sequence[str]) -> list[Made]:
    """Let the other process do something with texts, some at a time; once at least."""
    starts = range(0, max(len(texts), 1), _AT_A_TIME)
    return [WITH_MODELS.run(_TEXTS, task, list(texts[start : start + _AT_A_TIME])) for start in starts]


_BESIDE = TextModels(_words, _clauses, _embeddings)
