"""The numbered quotes on which a report rests, with what its appendix says about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.codebook import Valence
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import Quote
from narratief.domain.result import ProjectResult
from narratief.publish.report.expectation import Expectation
from narratief.publish.report.model import Cite, Count, Quotation
from narratief.synthesis.confirmed_quotes import UNASKED
from narratief.turning_points.model import Timeline

MOST_CITED = 6
"""Quotes that a statement refers to at most: chosen, not measured, to fit beside it on one line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quotes of one project that a report may refer to.

    Attributes
    ----------
    title
        Title of the project, where quotes of several projects stand together; else empty.
    numbers
        Fragment id → number, in reading order.
    fragments
        The numbered fragments, in reading order.
    themes
        Fragment id → ids of its themes, in the codebook's order.
    talks
        File name of an interview → number of the talk (1 is the first by file name): readers see no file names. Only
        of those that the numbers are about.
    of, spoken
        Number of residents that the numbers are about, and spoken to.
    few
        Whether so few were spoken to that nothing may say which words are of one resident.
    """

    title: str
    of: int
    spoken: int
    numbers: dict[str, str]
    fragments: tuple[Fragment, ...]
    themes: dict[str, tuple[str, ...]]
    talks: dict[str, int]
    few: bool = False

    def cite(self, quotes: Iterable[Quote]) -> Cite:
        """Cite quotes by number, each once, in reading order: of every resident one, then others, `MOST_CITED` at most.

        A statement with dozens of numbers after it is not read; all of them stand with the theme in the appendix.
        Quotes that are not printed have no number.
        """
        given = tuple({quote.fragment: quote for quote in quotes if quote.fragment in self.numbers}.values())
        first: dict[str, Quote] = {}
        for quote in given:
            first.setdefault(quote.interview, quote)
        order = dict.fromkeys(quote.fragment for quote in (*first.values(), *given))
        chosen = set(list(order)[:MOST_CITED])
        numbers = tuple(number for fragment, number in self.numbers.items() if fragment in chosen)
        return Cite(numbers, len(given) - len(chosen))

    def cite_all(self, quotes: Iterable[Quote]) -> Cite:
        """Cite quotes by number, each once, in reading order, all of them."""
        wanted = {quote.fragment for quote in quotes}
        return Cite(tuple(number for fragment, number in self.numbers.items() if fragment in wanted))

    def count(self, quotes: Iterable[Quote]) -> Count:
        """Count the residents whose words these are."""
        return Count(tuple(sorted({(quote.project, quote.interview) for quote in quotes})), self.of, self.spoken)

    def source(self, interview: str, turn: int) -> str:
        """Say where words are without naming a file: talk and answer (the first is 1); of few only who says it."""
        if self.few:
            return "een bewoner"
        return f"gesprek {self.talks[interview]}, antwoord {turn + 1}"

    def quotation(self, quote: Quote, side: Valence | None = None) -> Quotation:
        """Make a block of a quote, with its question when it is hard to understand alone.

        Parameters
        ----------
        side
            Side of the theme for which it is quoted; None for none.
        """
        place = self.source(quote.interview, quote.turn)
        return Quotation(
            self.numbers[quote.fragment],
            quote.printed,
            quote.asked,
            (f"{self.title}, {place}" if self.title else place) + (f", {UNASKED}" if quote.printing == "asked" else ""),
            side,
        )


def citable(
    result: ProjectResult, timeline: Timeline, expectations: Iterable[Expectation] = ()
) -> tuple[Fragment, ...]:
    """Collect all fragments that a report can cite: those with a code, a turning point or an expectation."""
    cited = {code.fragment for code in result.codes} | {each.quote.fragment for each in expectations}
    for moment in timeline.turning_points:
        for perspective in moment.perspectives:
            for voice in perspective.voices:
                cited |= {quote.fragment for quote in (voice.quote, *voice.carried)}
    return tuple(fragment for fragment in result.fragments if fragment.id in cited)


def evidence_of(
    result: ProjectResult, timeline: Timeline, expectations: Iterable[Expectation] = (), prefix: str = ""
) -> Evidence:
    """Number all fragments that a report can cite (`citable`) and that are printed.

    Parameters
    ----------
    prefix
        Letter before each number, which tells projects apart in one report.
    """
    given: defaultdict[str, set[str]] = defaultdict(set)
    for code in result.codes:
        given[code.fragment].add(code.theme)
    ordered = sorted(
        (fragment for fragment in citable(result, timeline, expectations) if fragment.printing != "no"),
        # of few residents the order must not tell either which words are of one of them
        key=lambda each: (each.id,) if result.few else (each.interview, each.start, each.end, each.id),
    )
    return Evidence(
        title=result.title if prefix else "",
        of=len(result.basis),
        spoken=result.residents,
        numbers={fragment.id: f"{prefix}{at}" for at, fragment in enumerate(ordered, 1)},
        fragments=tuple(ordered),
        themes={
            fragment.id: tuple(theme for theme in result.codebook.theme_ids if theme in given.get(fragment.id, ()))
            for fragment in ordered
        },
        talks={name: number for name, number in result.talks.items() if name in result.basis},
        few=result.few,
    )
