"""Quotes: a resident's words with their place, and the choice of those that represent a theme best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span, union

SHORTEST, LONGEST = 8, 60
"""Words of a quote that reads well by itself; outside these a quote is chosen only for want of better.

Chosen by reading quotes of the sample projects, not measured; so is the weight of length beside the score.
"""
_SCORE_ALONE = 0.4
"""Share of a quote's fitness that its score gives however long it is; its length decides the rest."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A fragment quoted for a theme.

    Attributes
    ----------
    turn
        0-based position among the resident's turns of the interview.
    fragment
        Id of the fragment.
    start, end
        Position in the interview's stored text, in code points, end exclusive.
    text
        Equal to the stored text from start to end; never shortened. Of a withheld fragment the note that it is.
    score
        Highest score that a coder gave this theme on this fragment.
    evidence
        Positions in the stored text of the words that carried the theme: within the quote, ordered, not overlapping.
    withheld
        Whether it may not be shown: it counts only.
    """

    project: str
    interview: str
    turn: int
    fragment: str
    start: int
    end: int
    text: str
    question: str
    score: float
    evidence: tuple[Span, ...] = ()
    withheld: bool = False

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The text cut up for highlighting: pieces that together are the text, True for those that are evidence."""
        pieces: list[tuple[str, bool]] = []
        position = self.start
        for start, end in self.evidence:
            pieces.append((self.text[position - self.start : start - self.start], False))
            pieces.append((self.text[start - self.start : end - self.start], True))
            position = end
        pieces.append((self.text[position - self.start :], False))
        return tuple(piece for piece in pieces if piece[0])

    @property
    def fitness(self) -> float:
        """How well the quote represents its theme: its score, less when it is too short or too long to read well.

        Zero for one that may not be shown.
        """
        if self.withheld:
            return 0.0
        words = len(self.text.split())
        fit = min(1.0, words / SHORTEST, LONGEST / max(words, 1))
        return self.score * (_SCORE_ALONE + (1 - _SCORE_ALONE) * fit)


def quote_fragment(fragment: Fragment, score: float, evidence: tuple[Span, ...] = ()) -> Quote:
    """Quote a fragment, also one that carries no theme."""
    return Quote(
        project=fragment.project,
        interview=fragment.interview,
        turn=fragment.resident_turn,
        fragment=fragment.id,
        start=fragment.start,
        end=fragment.end,
        text=fragment.shown,
        question=fragment.question,
        score=score,
        evidence=() if fragment.withheld else evidence,
        withheld=fragment.withheld,
    )


def quote_of(fragment: Fragment, codes: Iterable[Code]) -> Quote:
    """Quote a fragment for one theme.

    Parameters
    ----------
    codes
        The codes that coders gave this fragment for that theme; one quote stands for them all.
    """
    given = tuple(codes)
    spans = (span for code in given for span in code.evidence)
    score = max(round(code.score, 4) for code in given)
    return quote_fragment(fragment, score, _merged(spans, fragment.start, fragment.end))


def ranked(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Order quotes so that any first few represent the theme: the best of every resident before anyone's second.

    Quotes that may not be shown come last.

    The order depends on the quotes alone, not on the order in which they come.
    """
    by_resident: dict[tuple[str, str], list[Quote]] = {}
    for quote in sorted(quotes, key=_best_first):
        by_resident.setdefault((quote.project, quote.interview), []).append(quote)
    rounds = ((turn, _best_first(quote), quote) for own in by_resident.values() for turn, quote in enumerate(own))
    return tuple(quote for _, _, quote in sorted(rounds, key=lambda entry: (entry[2].withheld, *entry[:2])))


def _best_first(quote: Quote) -> tuple[float, str, str, int, str]:
    """Key that sorts the fittest quote first; place decides between equals."""
    return (-round(quote.fitness, 6), quote.project, quote.interview, quote.start, quote.fragment)


def _merged(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Bring spans within bounds, drop empty ones, and join those that touch."""
    bounded = ((max(low, start), min(high, end)) for low, high in spans)
    return tuple(union((low, high) for low, high in bounded if low < high))
