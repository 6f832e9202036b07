"""What the language models make of texts that are clustered: their words, their main clauses and their embeddings.

Who clusters says where the models are: in this process, or in another one that has them loaded already. Loading them
takes as long as reading several interviews, so they are loaded here only when something is asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from narratief.domain.vectors import Array
from narratief.nlp.clauses import Clause, clauses_of
from narratief.nlp.lemmas import Parsed, parse
from narratief.nlp.pipeline import load_pipeline


@dataclass(frozen=True, slots=True)
class TextModels:
    """Functions of texts; each gives one thing per text, in order.

    Attributes
    ----------
    words
        Words with lemma and word class.
    clauses
        Main clauses.
    embeddings
        Rows of the encoder's exported layers side by side (n x layers·width).
    """

    words: Callable[[Sequence[str]], Sequence[Parsed]]
    clauses: Callable[[Sequence[str]], Sequence[tuple[Clause, ...]]]
    embeddings: Callable[[Sequence[str]], Array]


def words_here(texts: Sequence[str]) -> list[Parsed]:
    """Read the words of texts with the pipeline of this process."""
    return parse(texts, load_pipeline())


def clauses_here(texts: Sequence[str]) -> list[tuple[Clause, ...]]:
    """Find the main clauses of texts with the pipeline of this process."""
    return clauses_of(load_pipeline(), texts)


def embeddings_here(texts: Sequence[str]) -> Array:
    """Embed texts with the encoder of this process (n x layers·width)."""
    from narratief.nlp.encoder import load_encoder  # with it comes onnxruntime

    return load_encoder().embed_layers(texts)


HERE = TextModels(words_here, clauses_here, embeddings_here)
"""The models of this process."""
