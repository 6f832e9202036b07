"""Quotes: a resident's words with their place, and the choice of those that represent a theme best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import itemgetter

from narratief.domain.code import Code
from narratief.domain.entities import PSEUDONYM
from narratief.domain.fragment import WITHHELD, Fragment, Printing
from narratief.domain.spans import Span, union
from narratief.domain.standing_alone import LEFT_OUT, asked, standing
from narratief.domain.surroundings import Surroundings

_SCORE_ALONE = 0.5
"""Share of a quote's fitness that its score gives however it reads; how well it stands alone decides the rest. Of
0, 0.2, 0.3 and 0.5 the best on a reader's choices for the sample projects (`benchmarks/quotes.py`)."""

MOST_PSEUDONYMS = 1
"""Pseudonyms that a publication prints in one quote, its question included, as the council's readers asked."""


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
        Equal to the stored text from start to end. Of words that are not shown the note that they are not.
    question
        Words of the interviewer right before the turn; `asked` are those that are shown.
    score
        Highest score that a coder gave this theme on this fragment.
    evidence
        Positions in the stored text of the words that carried the theme: within the quote, ordered, not overlapping.
    withheld
        Whether its speaker asked not to write it down: it counts only.
    printing
        Whether a publication prints it (`Fragment.printing`).
    around
        How the fragment lies in its turn.
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
    printing: Printing = field(default="yes", compare=False, repr=False)
    around: Surroundings = field(default=Surroundings(), compare=False, repr=False)

    @property
    def hidden(self) -> bool:
        """Whether its words may not be shown: it counts only."""
        return self.withheld or self.printing == "no"

    @property
    def asked(self) -> str:
        """The question to show with it; empty when its words do without, or when there is none."""
        return "" if self.hidden else asked(self.text, self.question, self.around)

    @property
    def printed(self) -> str:
        """The words as every table, page and file prints them.

        "(…)" stands where they begin or end within a sentence, and between a question and a later part of its answer.
        """
        return "".join(text for text, _ in self.parts)

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The printed words cut up for highlighting: True for those that are evidence."""
        pieces: list[tuple[str, bool]] = [(f"{LEFT_OUT} " if self._lacks_beginning else "", False)]
        position = self.start
        for start, end in self.evidence:
            pieces.append((self.text[position - self.start : start - self.start], False))
            pieces.append((self.text[start - self.start : end - self.start], True))
            position = end
        pieces.append((self.text[position - self.start :], False))
        pieces.append((f" {LEFT_OUT}" if self.around.ends_cut and not self.hidden else "", False))
        return tuple(piece for piece in pieces if piece[0])

    @property
    def printable(self) -> bool:
        """Whether a publication may choose it: its words may be shown, and few of them are pseudonyms."""
        return not self.hidden and len(PSEUDONYM.findall(f"{self.asked} {self.text}")) <= MOST_PSEUDONYMS

    @property
    def whole(self) -> bool:
        """Whether it is printed without "(…)", so that nothing seems to lack."""
        return self.printed == self.text

    @property
    def _lacks_beginning(self) -> bool:
        """Whether a reader must be told that something was said right before the words."""
        return not self.hidden and (self.around.begins_cut or (bool(self.asked) and not self.around.opens))

    @property
    def fitness(self) -> float:
        """How well the quote represents its theme: its score, less when a reader would not understand it by itself.

        Zero for one that may not be shown.
        """
        if self.hidden:
            return 0.0
        return self.score * (_SCORE_ALONE + (1 - _SCORE_ALONE) * standing(self.text, self.question, self.around))


def hidden(quote: Quote) -> Quote:
    """The same quote without its words, for what does not print them."""
    return replace(quote, text=WITHHELD, evidence=(), printing="no")


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
        evidence=() if fragment.hidden else evidence,
        withheld=fragment.withheld,
        printing=fragment.printing,
        around=fragment.around,
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
    by_resident: dict[tuple[str, str], list[tuple[tuple[float, str, str, int, str], Quote]]] = {}
    for key, quote in sorted(((_best_first(quote), quote) for quote in quotes), key=itemgetter(0)):
        by_resident.setdefault((quote.project, quote.interview), []).append((key, quote))
    rounds = ((turn, key, quote) for own in by_resident.values() for turn, (key, quote) in enumerate(own))
    return tuple(quote for _, _, quote in sorted(rounds, key=lambda entry: (entry[2].hidden, *entry[:2])))


def _best_first(quote: Quote) -> tuple[float, str, str, int, str]:
    """Key that sorts the fittest quote first; place decides between equals."""
    return (-round(quote.fitness, 6), quote.project, quote.interview, quote.start, quote.fragment)


def _merged(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Bring spans within bounds, drop empty ones, and join those that touch."""
    bounded = ((max(low, start), min(high, end)) for low, high in spans)
    return tuple(union((low, high) for low, high in bounded if low < high))
