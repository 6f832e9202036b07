"""How much fragments are like a text that somebody typed, by the encoder."""

from __future__ import annotations

from narratief.domain.vectors import Array
from narratief.nlp.encoder import load_encoder
from narratief.nlp.prototype_classifier import center_and_normalize, ordinary_talk


def likeness_to(text: str, embeddings: Array) -> Array:
    """Cosine of mid-layer embeddings (n x width) to a text (n,), after what all ordinary talk has in common is off."""
    mean = ordinary_talk().mean(axis=0)
    likeness: Array = center_and_normalize(embeddings, mean) @ center_and_normalize(
        load_encoder().embed_mid_layer([text]), mean
    ).reshape(-1)
    return likeness
