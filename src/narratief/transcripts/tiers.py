"""Layers of annotations beside a recording (ELAN, Praat): which hold speech, and in which order it was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from narratief.domain.errors import InputError
from narratief.transcripts.document import Document
from narratief.transcripts.labels import label_words
from narratief.transcripts.timed import Stretch, spoken_document
from narratief.transcripts.vocabulary import SIDE_TIERS

_MOST_TIERS = 500  # chosen: a recording of ten people with ten layers each has a fifth
_FEW_WORDS = 1.5  # words in an annotation, on average: below it a layer holds numbers or single words
_CODE_WORDS = 3  # words in an annotation, on average: what is longer is speech and no code
_CODES = 4  # annotations that a layer of codes has at least; chosen: fewer show no repetition
_SILENCE = frozenset({"", "sil", "sp", "spn", "<sil>", "<p:>", "#", "<eps>"})


@dataclass(slots=True)
class Tier:
    """One layer.

    Attributes
    ----------
    name
        As the file calls it.
    speaker
        Whom it is about; empty when the file does not say.
    parent
        Name of the layer that this one says more about; empty for a layer of its own.
    spans
        Start and end in seconds, and text.
    points
        Whether it marks moments and not stretches.
    """

    name: str
    speaker: str = ""
    parent: str = ""
    spans: list[tuple[float, float, str]] = field(default_factory=list)
    points: bool = False

    @property
    def size(self) -> int:
        """Number of words."""
        return sum(len(text.split()) for *_, text in self.spans)

    @property
    def mean_words(self) -> float:
        """Words per annotation."""
        return self.size / max(1, len(self.spans))


def speech_of(tiers: Sequence[Tier], name: str) -> Document:
    """Put the layers with speech together in order of time, each as a speaker; the others stand beside the talk.

    Raises
    ------
    InputError
        When there are far more layers or annotations than a talk has.
    """
    if len(tiers) > _MOST_TIERS:
        raise InputError(
            name, f"Dit bestand heeft meer dan {_MOST_TIERS} lagen.", "Lever alleen de lagen met spraak aan."
        )
    for tier in tiers:
        tier.spans = [span for span in tier.spans if span[2].strip().casefold() not in _SILENCE]
    filled = [tier for tier in tiers if tier.spans]
    chosen = [_spoken(tier, filled) for tier in filled if not tier.parent or all(tier.parent != t.name for t in filled)]
    speech = [tier for tier in chosen if not tier.points and not _is_beside(tier)] or chosen
    longest = max((tier.mean_words for tier in speech), default=0.0)
    if longest > 2:
        layers = Counter(word for tier in speech for word in _word_set(tier))
        speech = [t for t in speech if t.mean_words >= _FEW_WORDS or any(layers[word] < 2 for word in _word_set(t))]
    spans = [
        (start, order, Stretch(start, end, tier.speaker or tier.name, text))
        for order, tier in enumerate(speech)
        for start, end, text in tier.spans
    ]
    spans.sort(key=lambda span: span[:2])
    said = {word for tier in speech for word in _word_set(tier)}
    others = (tier for tier in filled if all(tier is not one for one in speech))
    beside = [
        f"{tier.name}: {text}"
        for tier in others
        for *_, text in tier.spans
        if any(_bare(w) not in said for w in text.split())
    ]
    return spoken_document([stretch for *_, stretch in spans], name, beside)


def _spoken(root: Tier, tiers: Sequence[Tier]) -> Tier:
    """Of a layer and those below it, the one that holds the words: the layer itself, unless it holds numbers only."""
    if root.mean_words >= _FEW_WORDS or root.points:
        return root
    below = [
        tier for tier in tiers if tier.parent == root.name and tier.mean_words >= _FEW_WORDS and not _is_beside(tier)
    ]
    if not below or below[0].size <= root.size:
        return root
    below[0].speaker = below[0].speaker or root.speaker or root.name
    return below[0]


def _is_beside(tier: Tier) -> bool:
    """Whether a layer holds codes or remarks: by its name, or because a few short texts come back all the time."""
    if set(label_words(tier.name)) & SIDE_TIERS:
        return True
    different = len({text.strip().casefold() for *_, text in tier.spans})
    return len(tier.spans) >= _CODES and tier.mean_words <= _CODE_WORDS and different <= len(tier.spans) * 0.5


def _word_set(tier: Tier) -> set[str]:
    """The words of a layer, bare."""
    return {_bare(word) for *_, text in tier.spans for word in text.split()}


def _bare(word: str) -> str:
    """A word without capitals and punctuation."""
    return word.strip(".,?!;:…\"'“”„‘’()[]").casefold()
