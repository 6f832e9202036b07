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
from narratief.synthesis.wording import QUESTION_BELOW
from narratief.turning_points.model import Timeline


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
        File name of an interview → number of the talk (1 is the first by file name): readers see no file names.
    """

    title: str
    residents: int
    numbers: dict[str, str]
    fragments: tuple[Fragment, ...]
    themes: dict[str, tuple[str, ...]]
    talks: dict[str, int]

    def cite(self, quotes: Iterable[Quote]) -> Cite:
        """Cite quotes by number, each once, in reading order."""
        wanted = {quote.fragment for quote in quotes}
        return Cite(tuple(number for fragment, number in self.numbers.items() if fragment in wanted))

    def count(self, quotes: Iterable[Quote]) -> Count:
        """Count the residents whose words these are."""
        return Count(tuple(sorted({(quote.project, quote.interview) for quote in quotes})), self.residents)

    def source(self, interview: str, turn: int) -> str:
        """Say where words are without naming a file: the talk and the answer (the first is 1)."""
        return f"gesprek {self.talks[interview]}, antwoord {turn + 1}"

    def quotation(self, quote: Quote, side: Valence | None = None) -> Quotation:
        """Make a block of a quote, with its question when it is too short to be understood alone.

        Parameters
        ----------
        side
            Side of the theme for which it is quoted; None for none.
        """
        place = self.source(quote.interview, quote.turn)
        needs = bool(quote.question) and len(quote.text.split()) < QUESTION_BELOW
        return Quotation(
            self.numbers[quote.fragment],
            quote.text,
            quote.question if needs else "",
            f"{self.title}, {place}" if self.title else place,
            side,
        )


def evidence_of(
    result: ProjectResult, timeline: Timeline, expectations: Iterable[Expectation] = (), prefix: str = ""
) -> Evidence:
    """Number all fragments that a report can cite: those with a code, a turning point or an expectation.

    Parameters
    ----------
    prefix
        Letter before each number, which tells projects apart in one report.
    """
    given: defaultdict[str, set[str]] = defaultdict(set)
    for code in result.codes:
        given[code.fragment].add(code.theme)
    cited = set(given) | {each.quote.fragment for each in expectations}
    for moment in timeline.turning_points:
        for perspective in moment.perspectives:
            for voice in perspective.voices:
                cited |= {quote.fragment for quote in (voice.quote, *voice.carried)}
    ordered = sorted(
        (fragment for fragment in result.fragments if fragment.id in cited),
        key=lambda each: (each.interview, each.start, each.end, each.id),
    )
    return Evidence(
        title=result.title if prefix else "",
        residents=result.residents,
        numbers={fragment.id: f"{prefix}{at}" for at, fragment in enumerate(ordered, 1)},
        fragments=tuple(ordered),
        themes={
            fragment.id: tuple(theme for theme in result.codebook.theme_ids if theme in given.get(fragment.id, ()))
            for fragment in ordered
        },
        talks=result.talks,
    )
