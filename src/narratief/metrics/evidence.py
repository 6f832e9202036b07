"""Whether codes stand on words that show their theme, against words that a person marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.spans import Span
from narratief.metrics.gold import GoldEvidence

CodedSpan = tuple[str, Span]
"""A theme, and the place in its turn of a fragment that was coded with it."""


@dataclass(frozen=True, slots=True)
class EvidenceScores:
    """How codes lie against marked words.

    Attributes
    ----------
    codes, carried
        Codes on fragments, and how many of these fragments hold words that were marked for the theme.
    marked, reached
        Themes of turns with marked words, and how many have a code on a fragment that holds some of them.
    lost
        Themes of turns of which no marked words stand in the text as it was read; they are left out of `marked`.
    """

    codes: int = 0
    carried: int = 0
    marked: int = 0
    reached: int = 0
    lost: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the codes that stand on words that show their theme; None without codes."""
        return self.carried / self.codes if self.codes else None

    @property
    def recall(self) -> float | None:
        """Share of the marked themes that a code reaches; None without marked ones."""
        return self.reached / self.marked if self.marked else None

    def __add__(self, other: EvidenceScores) -> EvidenceScores:
        return EvidenceScores(
            self.codes + other.codes,
            self.carried + other.carried,
            self.marked + other.marked,
            self.reached + other.reached,
            self.lost + other.lost,
        )


def score_evidence(
    gold: Iterable[GoldEvidence],
    texts: Mapping[tuple[str, int], str],
    coded: Mapping[tuple[str, int], Sequence[CodedSpan]],
) -> EvidenceScores:
    """Compare codes with marked words.

    Parameters
    ----------
    gold
        Words that show a theme, per turn and theme.
    texts
        By file and place among the resident's turns, the turns' words as they were coded.
    coded
        By the same, the codes on fragments of the turn.
    """
    places: dict[tuple[str, int, str], list[Span]] = {}
    lost = 0
    for mark in gold:
        text = texts.get((mark.file, mark.turn), "")
        found = [(at, at + len(words)) for words in mark.words if (at := text.find(words)) >= 0]
        if found:
            places[mark.file, mark.turn, mark.theme] = found
        else:
            lost += 1
    codes, carried, reached = 0, 0, set()
    for (file, turn), own in coded.items():
        for theme, (start, end) in own:
            codes += 1
            marks = places.get((file, turn, theme), ())
            if any(first < end and last > start for first, last in marks):
                carried += 1
                reached.add((file, turn, theme))
    return EvidenceScores(codes, carried, len(places), len(reached), lost)
