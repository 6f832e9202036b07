"""Quotes of which a person says whether a publication may print them, with what was said around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratief.domain.actions import ChooseQuote
from narratief.domain.decision import Decision
from narratief.domain.fragment import Fragment
from narratief.domain.quotes import quote_fragment
from narratief.publish.quotes_to_confirm import QuotesToConfirm
from narratief.store.review.quote_answers import QuoteAnswers
from narratief.store.review.review_state import InterviewState
from narratief.web.views.around import around

SHOWN = 20
"""Quotes that wait on one page. Chosen, not measured: each must be read with care."""
_ROOM = 240
"""Characters of an answer before and after a quote that are shown: chosen, two or three sentences."""


@dataclass(frozen=True, slots=True)
class AskedQuote:
    """A quote on the page.

    Attributes
    ----------
    interview_id
        Number of its interview.
    start, end
        Its place.
    printed, question
        What a publication would print: the words, and the question where they need one.
    labels
        Themes that it is quoted for; empty for words about a moment or an expectation.
    context
        Who speaks before it and the answer that it stands in, cut short, each with whether these are its own words;
        empty for who may not read interviews.
    said
        The decision about it; None while it waits.
    """

    interview_id: int
    start: int
    end: int
    printed: str
    question: str
    labels: tuple[str, ...]
    context: tuple[tuple[str, bool], ...]
    said: Decision[ChooseQuote] | None


@dataclass(frozen=True, slots=True)
class QuotePage:
    """What the page shows.

    Attributes
    ----------
    waiting
        The first quotes that wait.
    left
        How many wait in all.
    answered
        Quotes that a person spoke of, the last first.
    """

    few: bool
    waiting: tuple[AskedQuote, ...]
    left: int
    answered: tuple[AskedQuote, ...]


def quote_page(
    found: QuotesToConfirm, answers: QuoteAnswers, states: Mapping[int, InterviewState], *, reads: bool
) -> QuotePage:
    """Lay out the page.

    Parameters
    ----------
    states
        Number of an interview → its state.
    reads
        Whether the person may read interviews.
    """
    by_file = {state.interview.file: (number, state) for number, state in states.items()}

    def shown(fragment: Fragment) -> AskedQuote:
        number, state = by_file[fragment.interview]
        quote = quote_fragment(fragment, 0.0)
        return AskedQuote(
            number,
            fragment.start,
            fragment.end,
            quote.printed,
            quote.asked,
            found.labels.get(fragment.id, ()),
            _context(state, fragment) if reads else (),
            answers.answer(fragment),
        )

    asked = found.asked
    answered = [shown(each) for each in found.fragments if each.printing != "asked"]
    answered.sort(key=lambda each: each.said.id if each.said else 0, reverse=True)
    return QuotePage(found.few, tuple(shown(each) for each in asked[:SHOWN]), len(asked), tuple(answered))


def _context(state: InterviewState, fragment: Fragment) -> tuple[tuple[str, bool], ...]:
    """Words of the answer before a quote, the quote, and words after it."""
    answer = next(
        (said.parts for said in around(state, (fragment.start, fragment.end)) if any(o for _, o in said.parts)), ()
    )
    parts = []
    for at, (text, own) in enumerate(answer):
        if own or len(text) <= _ROOM:
            parts.append((text, own))
        elif at == 0:
            parts.append((f"… {text[-_ROOM:].partition(' ')[2]}", False))
        else:
            parts.append((f"{text[:_ROOM].rpartition(' ')[0]} …", False))
    return tuple(parts)
