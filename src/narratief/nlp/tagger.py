"""The theme tagger: which codebook themes a text carries, how sure that is, and which words carried them.

Scores come from a theme's own attention over the encoder's token states plus the mean of all (see
models/tagger/meta.json). A turn is scored as a whole and by its fragments, since a long turn hides a theme that one
fragment tells, and a fragment alone may lack what the rest of the turn explains.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.settings import models_dir
from narratief.nlp.encoder import Array, Encoded, Encoder, load_encoder
from narratief.nlp.prototype_classifier import AddedThemes

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of the trained part on top of the encoder.

    Attributes
    ----------
    themes
        Ids, in the order of the rows below.
    query, attended, mean, bias
        Arrays (themes x 384), (themes x 384), (themes x 384), (themes,): see models/tagger/recipe/network.py.
    slope, offset
        Calibration: probability = sigmoid(slope * logit + offset), per theme (Platt 1999).
    threshold
        Calibrated probability from which a theme is given, per theme.
    whole_share
        Weight of the whole turn against its best fragment in a turn's logit.
    """

    themes: tuple[str, ...]
    query: Array
    attended: Array
    mean: Array
    bias: Array
    slope: Array
    offset: Array
    threshold: Array
    whole_share: float

    def logits(self, encoded: Encoded) -> tuple[Array, Array]:
        """Give the logits (themes,) and each theme's attention over the tokens (themes x tokens)."""
        states = encoded.states
        scores = self.query @ states.T * (4.0 * states.shape[1] ** -0.5)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        attention = scores / scores.sum(axis=1, keepdims=True)
        pooled = attention @ states
        logits = (pooled * self.attended).sum(axis=1) + self.mean @ states.mean(axis=0) + self.bias
        return logits.astype(np.float32), attention

    def calibrated(self, logits: Array) -> Array:
        """Turn logits (… x themes) into probabilities."""
        return 1.0 / (1.0 + np.exp(-(self.slope * logits + self.offset)))

    def token_weights(self, encoded: Encoded, row: int) -> Array:
        """Give what each token adds to a theme's logit (tokens,): attention times the token's own push."""
        _, attention = self.logits(encoded)
        return attention[row] * (encoded.states @ self.attended[row]) + encoded.states @ self.mean[row] / len(
            encoded.states
        )


@dataclass(frozen=True, slots=True)
class Tagging:
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
    general
        Per fragment its general vector (fragments x width); of the whole text where it is one fragment.
    """

    scores: dict[str, float]
    themes: tuple[str, ...]
    by_fragment: tuple[dict[str, float], ...] = ()
    evidence: dict[str, tuple[Span, ...]] | None = None
    general: Array | None = None


class Tagger:
    """Tags texts with the themes of a codebook.

    Parameters
    ----------
    codebook
        Themes that the shipped head knows are scored by it; others by their definition and examples.
    encoder, head
        The shipped ones by default.
    """

    def __init__(self, codebook: Codebook, encoder: Encoder | None = None, head: Head | None = None) -> None:
        self.codebook = codebook
        self.encoder = encoder or load_encoder()
        self.head = head or load_head()
        self._rows = {theme: row for row, theme in enumerate(self.head.themes) if theme in codebook.theme_ids}
        added: list[Theme] = [theme for theme in codebook.themes if theme.id not in self._rows]
        self._added = AddedThemes.from_codebook(added, self.encoder) if added else None

    @property
    def known(self) -> frozenset[str]:
        """Themes of the codebook that the head knows; it does not read their definitions."""
        return frozenset(self._rows)

    def tag(
        self,
        texts: Sequence[str],
        questions: Sequence[str] | None = None,
        parts: Sequence[Sequence[Span]] | None = None,
    ) -> list[Tagging]:
        """Tag texts.

        Parameters
        ----------
        texts
            Turns or loose fragments.
        questions
            The interviewer's words before each; empty where there are none.
        parts
            Per text the positions of its fragments; one text one fragment when None.
        """
        asked = list(questions) if questions is not None else [""] * len(texts)
        cuts = [list(spans) for spans in parts] if parts is not None else [[] for _ in texts]
        pieces = [(i, span) for i, spans in enumerate(cuts) if len(spans) > 1 for span in spans]
        encoded = self.encoder.encode(
            [*texts, *(texts[i][a:b] for i, (a, b) in pieces)], [*asked, *(asked[i] for i, _ in pieces)]
        )
        wholes, rest = encoded[: len(texts)], iter(encoded[len(texts) :])
        result = []
        for i, text in enumerate(texts):
            fragments = [next(rest) for _ in cuts[i]] if len(cuts[i]) > 1 else []
            result.append(self._one(text, wholes[i], fragments, cuts[i]))
        return result

    def _one(self, text: str, whole: Encoded, fragments: list[Encoded], spans: list[Span]) -> Tagging:
        """Tag one turn by its own encoding and those of its fragments."""
        logits, _ = self.head.logits(whole)
        by_part = np.stack([self.head.logits(part)[0] for part in fragments]) if fragments else logits[None]
        share = self.head.whole_share
        turn = self.head.calibrated(share * logits + (1 - share) * by_part.max(axis=0))
        parts = self.head.calibrated(by_part)
        scores = {theme: float(turn[row]) for theme, row in self._rows.items()}
        given = {theme for theme, row in self._rows.items() if turn[row] >= self.head.threshold[row]}
        columns = {theme: parts[:, row] for theme, row in self._rows.items()}
        general = np.stack([part.general for part in fragments or [whole]])
        for theme, values in self._added.scores(general).items() if self._added else ():
            columns[theme] = values
            scores[theme] = float(values.max())
            given |= {theme} if scores[theme] >= AddedThemes.threshold else set()
        themes = tuple(theme for theme in self.codebook.theme_ids if theme in given)
        by_fragment: list[dict[str, float]] = [{} for _ in by_part]
        for theme in themes:
            for place in _carriers(columns[theme], self._threshold(theme)):
                by_fragment[place][theme] = float(columns[theme][place])
        evidence = {theme: self._evidence(text, whole, theme) for theme in themes if theme in self._rows}
        ordered = {theme: scores[theme] for theme in self.codebook.theme_ids}
        return Tagging(ordered, themes, tuple(by_fragment), evidence, general)

    def tag_added(self, general: Array) -> tuple[dict[str, float], ...]:
        """Give the themes that were added to the codebook, of one turn, from its fragments' general vectors.

        Returns
        -------
        tuple
            As `Tagging.by_fragment`; the same as `tag` gives of these themes.
        """
        by_fragment: tuple[dict[str, float], ...] = tuple({} for _ in general)
        if self._added is None or not len(general):
            return by_fragment
        for theme, values in self._added.scores(general).items():
            if values.max() >= AddedThemes.threshold:
                for place in _carriers(values, AddedThemes.threshold):
                    by_fragment[place][theme] = float(values[place])
        return by_fragment

    def _threshold(self, theme: str) -> float:
        """Give the score from which a theme is given."""
        row = self._rows.get(theme)
        return float(self.head.threshold[row]) if row is not None else AddedThemes.threshold

    def explain(self, text: str, theme: str, question: str = "") -> tuple[Span, ...]:
        """Positions in the text of the words that carried a theme, strongest first, at most three runs of words.

        Raises
        ------
        KeyError
            When the codebook has no such theme.
        """
        self.codebook.theme(theme)
        return self._evidence(text, self.encoder.encode([text], [question])[0], theme)

    def _evidence(self, text: str, encoded: Encoded, theme: str) -> tuple[Span, ...]:
        """Give the words that a theme rests on; none for an added theme."""
        row = self._rows.get(theme)
        if row is None:
            return ()
        return _strongest_words(text, encoded.spans, self.head.token_weights(encoded, row))


@cache
def load_head() -> Head:
    """Load the shipped head once per process."""
    folder = models_dir() / "tagger"
    facts = json.loads((folder / "tagger.json").read_text("utf-8"))
    with np.load(folder / "head.npz") as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in ("query", "attended", "mean", "bias")}
    per_theme = {
        name: np.array([facts[name][theme] for theme in facts["themes"]], dtype=np.float32)
        for name in ("slope", "offset", "threshold")
    }
    return Head(tuple(facts["themes"]), **weights, **per_theme, whole_share=float(facts["whole_share"]))


def _carriers(scores: npt.NDArray[np.float32], threshold: float) -> list[int]:
    """Fragments of a turn that carry a theme of the turn: those above the threshold, else the best one."""
    above = [i for i, score in enumerate(scores) if score >= threshold]
    return above or [int(scores.argmax())]


def _strongest_words(text: str, spans: Sequence[Span], weights: npt.NDArray[np.float32]) -> tuple[Span, ...]:
    """Runs of at most a dozen words around the tokens that weigh most."""
    peaks: list[Span] = []
    smooth = np.convolve(weights, np.ones(5) / 5, mode="same")
    for at in np.argsort(-smooth, kind="stable"):
        if len(peaks) == 3 or smooth[at] < 0.35 * smooth.max() or smooth[at] <= 0:
            break
        start, end = spans[max(0, at - 4)][0], spans[min(len(spans) - 1, at + 4)][1]
        start, end = _whole_words(text, start, end)
        if start < end and all(end <= a or start >= b for a, b in peaks):
            peaks.append((start, end))
    return tuple(peaks)


def _whole_words(text: str, start: int, end: int) -> Span:
    """Widen a span to whole words, without blanks at its ends."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
