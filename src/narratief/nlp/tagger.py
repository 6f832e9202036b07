"""The theme tagger: which codebook themes a text carries, how sure that is, and which words carried them.

A turn is scored as a whole and by its fragments, since a long turn hides a theme that one fragment tells, and a
fragment alone may lack what the rest of the turn explains. Themes that the head was not trained on are recognised by
their definition and examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from narratief.domain.codebook import Codebook
from narratief.domain.spans import Span
from narratief.domain.vectors import Array
from narratief.nlp.classifier_head import ClassifierHead, load_head
from narratief.nlp.encoder import Encoded, Encoder, load_encoder
from narratief.nlp.evidence import phrases_of, strongest_words
from narratief.nlp.prototype_classifier import PrototypeClassifier
from narratief.nlp.theme_logits import theme_logits

_SUPPORT = 0.5
"""Share of a theme's threshold that the best fragment of a turn must reach: a theme that no words of the turn show is
not given because the whole has a tone of it. Chosen, not measured."""

_NEAR_BEST = 0.8
"""Share of the best fragment's score from which another fragment of the turn carries the theme too. Of the shares tried
(0.7, 0.8, 0.85, 0.9, 1) the lowest with which 0.92 of all codes stand on the marked words (evidence.jsonl); none of
them loses a turn, and higher ones lose more right codes than wrong ones."""


@dataclass(frozen=True, slots=True)
class ThemePrediction:
    """Themes of one turn or loose text.

    Attributes
    ----------
    scores
        Theme id → calibrated probability 0..1, for every theme of the codebook.
    themes
        The themes given: those at or above their threshold.
    by_fragment
        Per fragment (in the order given) the themes it carries, with its own score for them.
    evidence
        Theme id → positions in the text of the words that carried it most.
    mid_layer_embeddings
        Per fragment its mid-layer embedding (fragments x width); of the whole text where it is one fragment.
    """

    scores: dict[str, float]
    themes: tuple[str, ...]
    by_fragment: tuple[dict[str, float], ...] = ()
    evidence: dict[str, tuple[Span, ...]] | None = None
    mid_layer_embeddings: Array | None = None


class Tagger:
    """Tags texts with the themes of a codebook.

    Parameters
    ----------
    codebook
        Themes that the head knows are scored by it; others by their definition and examples.
    encoder, head
        The shipped ones by default.
    """

    def __init__(self, codebook: Codebook, encoder: Encoder | None = None, head: ClassifierHead | None = None) -> None:
        self.codebook = codebook
        self.encoder = encoder or load_encoder()
        self.head = head or load_head()
        self._rows = {theme: row for row, theme in enumerate(self.head.themes) if theme in codebook.theme_ids}
        added = [theme for theme in codebook.themes if theme.id not in self._rows]
        self._added = PrototypeClassifier.from_codebook(added, self.encoder) if added else None

    @property
    def known(self) -> frozenset[str]:
        """Themes of the codebook that the head knows; it does not read their definitions."""
        return frozenset(self._rows)

    def tag(
        self,
        texts: Sequence[str],
        questions: Sequence[str] | None = None,
        parts: Sequence[Sequence[Span]] | None = None,
    ) -> list[ThemePrediction]:
        """Tag texts.

        Parameters
        ----------
        texts
            Turns or loose fragments.
        questions
            The interviewer's words before each; empty where there are none.
        parts
            Per text the positions of its fragments; each text is one fragment when None.
        """
        return self.tag_encoded(texts, self.encoder.encode(texts, questions), parts)

    def tag_encoded(
        self, texts: Sequence[str], encoded: Sequence[Encoded], parts: Sequence[Sequence[Span]] | None = None
    ) -> list[ThemePrediction]:
        """Tag texts that went through the encoder; the other parameters are as for `tag`.

        A fragment is read by its own tokens, which the encoder saw in the light of the whole turn and its question.
        """
        spans = parts if parts is not None else [()] * len(texts)
        return [
            self._predict(
                text, whole, [(whole.part(*span), text[slice(*span)]) for span in own] if len(own) > 1 else []
            )
            for text, whole, own in zip(texts, encoded, spans, strict=True)
        ]

    def _predict(self, text: str, whole: Encoded, parts_read: list[tuple[Encoded, str]]) -> ThemePrediction:
        """Tag one turn from its own encoding and those of its fragments (none when it is one fragment)."""
        fragments = [encoded for encoded, _ in parts_read]
        logits = theme_logits(self.head, whole, text)
        by_part = np.stack([theme_logits(self.head, *part) for part in parts_read]) if parts_read else logits[None]
        share = self.head.whole_share
        turn = self.head.calibrated(share * logits + (1 - share) * by_part.max(axis=0))
        parts = self.head.calibrated(by_part)
        scores = {theme: float(turn[row]) for theme, row in self._rows.items()}
        columns = {theme: parts[:, row] for theme, row in self._rows.items()}
        given = {
            theme
            for theme, row in self._rows.items()
            if turn[row] >= self.head.threshold[row] and parts[:, row].max() >= _SUPPORT * self.head.threshold[row]
        }
        embeddings = np.stack([part.mid_layer_embedding for part in fragments or [whole]])
        if self._added is not None:
            for theme, values in self._added.scores(embeddings).items():
                columns[theme] = values
                scores[theme] = float(values.max())
                given |= {theme} if scores[theme] >= self._added.threshold else set()
        themes = tuple(theme for theme in self.codebook.theme_ids if theme in given)
        by_fragment: list[dict[str, float]] = [{} for _ in by_part]
        evidence: dict[str, tuple[Span, ...]] = {}
        phrases = phrases_of(text) if themes else []
        for theme in themes:
            for place in _carriers(columns[theme], self._threshold(theme)):
                by_fragment[place][theme] = float(columns[theme][place])
                if theme in self._rows:
                    part = fragments[place] if fragments else whole
                    weights = self.head.token_weights(part, self._rows[theme])
                    shown = strongest_words(text, phrases, part.spans, weights)
                    evidence[theme] = (*evidence.get(theme, ()), *shown)
        ordered = {theme: scores[theme] for theme in self.codebook.theme_ids}
        return ThemePrediction(ordered, themes, tuple(by_fragment), evidence, embeddings)

    def tag_added(self, mid_layer_embeddings: Array) -> tuple[dict[str, float], ...]:
        """Tag one turn with the themes that were added to the codebook, without running the encoder.

        Parameters
        ----------
        mid_layer_embeddings
            Of the turn's fragments (fragments x width).

        Returns
        -------
        tuple
            As `ThemePrediction.by_fragment`; the same as `tag` gives for these themes.
        """
        by_fragment: tuple[dict[str, float], ...] = tuple({} for _ in mid_layer_embeddings)
        if self._added is None or not len(mid_layer_embeddings):
            return by_fragment
        for theme, values in self._added.scores(mid_layer_embeddings).items():
            if values.max() >= self._added.threshold:
                for place in _carriers(values, self._added.threshold):
                    by_fragment[place][theme] = float(values[place])
        return by_fragment

    def added_scores(self, mid_layer_embeddings: Array) -> dict[str, Array]:
        """Score fragments for the themes that were added to the codebook, also where these are not given.

        Returns
        -------
        dict
            Theme id → scores 0..1, one for each row of the embeddings (fragments x width).
        """
        if self._added is None or not len(mid_layer_embeddings):
            return {}
        return self._added.scores(mid_layer_embeddings)

    def _threshold(self, theme: str) -> float:
        """Score from which a theme is given."""
        row = self._rows.get(theme)
        return float(self.head.threshold[row]) if row is not None else PrototypeClassifier.threshold


def _carriers(scores: Array, threshold: float) -> list[int]:
    """Fragments that carry a theme of their turn: those above the threshold and near the best, else the best."""
    best = int(scores.argmax())
    above = [i for i, score in enumerate(scores) if score >= max(threshold, _NEAR_BEST * scores[best])]
    return above or [best]
