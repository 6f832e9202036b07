"""What is clustered: passages with their embeddings and content words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.vectors import Array
from narratief.nlp.lemmas import Words
from narratief.topics.passage import Passage, in_order


@dataclass(frozen=True, slots=True)
class Material:
    """What is clustered.

    Attributes
    ----------
    passages
        In any order; the outcome does not depend on it.
    embeddings
        One row per passage (n x layers·width), as `embed_passages` makes them.
    words
        The passages' content words.
    definitions
        Per codebook theme the embedding of its definition (layers·width,).
    process
        Chance that each passage tells of the participation process (n,); None when that is not known.
    """

    passages: Sequence[Passage]
    embeddings: Array
    words: Words
    definitions: Mapping[str, Array] = field(default_factory=dict)
    process: Array | None = None

    def ordered(self) -> Material:
        """Put everything in the order of the passages' ids, which are hashes: an order by content alone."""
        order = sorted(range(len(self.passages)), key=lambda i: in_order(self.passages[i]))
        if order == list(range(len(order))):
            return self  # large embeddings need not stand there twice
        words = Words(tuple(self.words.lemmas[i] for i in order), self.words.shown, self.words.nouns)
        embeddings = self.embeddings[order] if order else self.embeddings
        process = self.process[order] if self.process is not None else None
        return Material([self.passages[i] for i in order], embeddings, words, self.definitions, process)
