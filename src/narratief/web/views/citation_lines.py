"""Citations as a page shows them, and as lines of a file: the same ones, with the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.dutch import number
from narratief.domain.quotes import Quote
from narratief.store.review.memos import Quote as ChosenQuote
from narratief.store.review.search import Term, highlights
from narratief.synthesis.wording import place
from narratief.web.views.around import Said, around
from narratief.web.views.citations import Citation, FoundCode, Source, quotes_for
from narratief.web.views.reading import STATUS_WORDS, Piece, cut

HEADINGS = (
    "Project",
    "Gesprek",
    "Antwoord",
    "Vraag",
    "Citaat",
    "Thema's",
    "Stand",
    "Score van de computer",
    "Gekozen voor publicatie door",
    "Begin",
    "Eind",
)
ATTRIBUTES = "Kenmerken van de bewoner"
"""Heading of one column more, for who sees attributes."""
_EVIDENCE, _FOUND = "waarop het thema rust", "gevonden"


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A theme on a citation: how it stands, in Dutch, and whether it may be chosen for publication here."""

    theme: str
    label: str
    stands: str
    confirmed: bool
    chosen_by: str
    choosable: bool


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation as a reader sees it.

    Attributes
    ----------
    pieces
        Its words, cut up; what was looked for is marked, else what the theme rests on.
    around
        The turn that it is in with those before and after; empty for who reads no interviews.
    attributes
        Of the resident, as one text; empty where they may not stand beside a quote.
    """

    project_id: int
    project: str
    interview_id: int
    start: int
    end: int
    place: str
    question: str
    pieces: tuple[Piece, ...]
    codes: tuple[ShownCode, ...]
    withheld: bool
    around: tuple[Said, ...]
    attributes: str

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"c{self.interview_id}-{self.start}"


def shown(found: Sequence[Citation], terms: Sequence[Term], *, may_read: bool) -> list[ShownCitation]:
    """Make citations readable.

    Parameters
    ----------
    may_read
        Whether this person reads interviews, and so what was said around a citation.
    """
    return [_shown(each, quote, terms, may_read=may_read) for each, quote in zip(found, quotes_for(found), strict=True)]


def file_lines(
    found: Sequence[Citation], loose: Sequence[tuple[Source, int, ChosenQuote]]
) -> tuple[tuple[str, ...], list[tuple[str | float | None, ...]]]:
    """Citations as headings and lines of a file, in the same order; choices that are no citation any more last."""
    attributes = any(each.source.told_of(each.interview_id) for each in found)
    attributes = attributes or any(source.told_of(interview) for source, interview, _ in loose)
    made: list[tuple[str | float | None, ...]] = []
    for each, quote in zip(found, quotes_for(found), strict=True):
        codes = each.codes
        line = (
            each.source.title,
            quote.interview,
            quote.turn + 1,
            quote.asked,
            quote.printed,
            "; ".join(code.label for code in codes),
            "; ".join(_stands(code) for code in codes),
            each.score,
            "; ".join(dict.fromkeys(code.chosen_by for code in codes if code.chosen_by)),
            quote.start,
            quote.end,
        )
        made.append((*line, each.source.told_of(each.interview_id)) if attributes else line)
    for source, interview, kept in loose:
        theme, who = source.labels.get(kept.theme or "", kept.theme or ""), kept.chosen.author.name
        place = (source.title, kept.interview, None, "", kept.text, theme, "", None, who, *kept.span)
        made.append((*place, source.told_of(interview)) if attributes else place)
    return ((*HEADINGS, ATTRIBUTES) if attributes else HEADINGS), made


def _shown(each: Citation, quote: Quote, terms: Sequence[Term], *, may_read: bool) -> ShownCitation:
    """Make one citation readable."""
    state = each.source.interviews[each.interview_id]
    return ShownCitation(
        each.source.id,
        each.source.title,
        each.interview_id,
        quote.start,
        quote.end,
        place(quote),
        quote.asked,
        _pieces(quote, terms),
        tuple(
            ShownCode(
                code.code.theme,
                code.label,
                _stands(code),
                code.code.settled,
                code.chosen_by,
                code in each.found and not each.fragment.withheld,
            )
            for code in each.codes
        ),
        each.fragment.withheld,
        around(state, each.span) if may_read and not each.fragment.withheld else (),
        each.source.told_of(each.interview_id),
    )


def _pieces(quote: Quote, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """Cut a quote's printed words up."""
    if not terms or quote.withheld:
        return tuple(Piece(text, (_EVIDENCE,) if strong else ()) for text, strong in quote.parts)
    words = quote.printed
    return tuple(cut(words, (0, len(words)), [(a, b, _FOUND) for a, b in highlights(words, terms)]))


def _stands(found: FoundCode) -> str:
    """How a theme stands on a citation, by whom and how sure the machine was."""
    code = found.code
    sure = f", score {number(code.score, 2)}" if code.by_machine else ""
    if code.contested:
        return f"verschil van mening{sure}"
    if code.settled:
        return f"{STATUS_WORDS[code.status]}, {code.coder}{sure}"
    return f"{STATUS_WORDS[code.status]}{sure}"
