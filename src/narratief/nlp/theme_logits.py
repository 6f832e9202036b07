"""What the encoder's head and the phrase classifier together say of a text's themes."""

from __future__ import annotations

from narratief.domain.vectors import Array
from narratief.nlp.classifier_head import ClassifierHead
from narratief.nlp.encoder import Encoded
from narratief.nlp.phrase_classifier import load_phrase_classifier


def theme_logits(head: ClassifierHead, encoded: Encoded, text: str) -> Array:
    """Compute the logits (themes,) of a text, or of the stretch of one that `encoded` is.

    Parameters
    ----------
    head
        Says how much the phrase classifier counts beside it.
    encoded, text
        The stretch after the encoder, and its words.
    """
    logits, _ = head.logits(encoded)
    if not head.phrase_weight:
        return logits
    phrases: Array = head.phrase_weight * load_phrase_classifier().logits(text, head.themes)
    return logits + phrases
