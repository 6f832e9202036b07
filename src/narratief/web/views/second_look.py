"""What a language model and the machine coder say differently of the same fragments, and how far they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from narratief.domain.code import MACHINE
from narratief.domain.spans import Span
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.project_state import ProjectState, project_state
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.review.samples import Comparison, Item
from narratief.store.review.second_opinions import Opinion, Said, dropped_of, last_answer, second_opinions
from narratief.web.views.agreement import Agreement, agreement
from narratief.web.views.queue import Second

_HALF = 0.5  # score of a theme that only the model gave: nothing is known of how sure it is


@dataclass(frozen=True, slots=True)
class SecondLookPage:
    """What the page about the second look shows.

    Attributes
    ----------
    model, made
        Name of the model, and when it answered last (as a moment); empty and None when it was never asked.
    asked
        Fragments that it was asked about and that are there still.
    left
        Fragments that it was not asked about.
    found
        How far it agrees with the machine coder; None when it was never asked.
    differ
        Codes that one of the two gave and the other did not, and that nobody decided about yet.
    dropped
        What of its answers did not hold, in words, with how often.
    """

    model: str
    made: object
    asked: int
    left: int
    found: Agreement | None
    differ: int
    dropped: tuple[tuple[str, int], ...]


def second_look_page(session: Session, project_id: int) -> SecondLookPage:
    """Work out what the page shows."""
    state, codebook = project_state(session, project_id), codebook_of(session, project_id)
    opinions = second_opinions(session, project_id)
    comparison = _comparison(state, opinions)
    fragments = sum(len(own.fragments) for own in state.interviews.values())
    last = last_answer(session, project_id)
    if last is None:
        return SecondLookPage("", None, 0, fragments, None, 0, ())
    from narratief.language_model.checks import DROPPED_IN_WORDS, Dropped

    known = {each.value: words for each, words in DROPPED_IN_WORDS.items()}
    assert set(known) == {each.value for each in Dropped}, "each reason has words"
    dropped = tuple((known.get(name, name), count) for name, count in dropped_of(session, project_id).most_common())
    seconds = second_by_code(state, opinions)
    themes = set(codebook.theme_ids)
    return SecondLookPage(
        last.model,
        last.made_at,
        len(comparison.items),
        fragments - len(comparison.items),
        agreement(comparison, codebook, MACHINE, last.model) if comparison.items else None,
        sum(second.open for (_, _, theme), second in seconds.items() if theme in themes),
        dropped,
    )


def second_by_code(state: ProjectState, opinions: Mapping[int, Opinion]) -> dict[tuple[int, Span, str], Second]:
    """What the model says differently, by interview, fragment and theme; empty when it was never asked."""
    found: dict[tuple[int, Span, str], Second] = {}
    for number, opinion in opinions.items():
        if number in state.interviews:
            found |= {(number, *key): second for key, second in _differences(state.interviews[number], opinion)}
    return found


def _differences(own: InterviewState, opinion: Opinion) -> list[tuple[tuple[Span, str], Second]]:
    """What differs in one interview."""
    present = {(code.fragment.start, code.fragment.end, code.theme): code for code in own.codes}
    made: list[tuple[tuple[Span, str], Second]] = []
    for (start, end, theme), code in present.items():
        span = (start, end)
        if code.by_machine and span in opinion.asked and (span, theme) not in opinion.codes:
            made.append(((span, theme), Second(opinion.model, code, open=code.status == "machine")))
    fragments = {(fragment.start, fragment.end): fragment for fragment in own.fragments}
    for (span, theme), said in opinion.codes.items():
        if span in fragments and (*span, theme) not in present:
            code = CurrentCode(
                fragments[span],
                theme,
                "machine",
                _HALF,
                opinion.model,
                (said.evidence,),
                later=(span, theme) in own.put_off,
            )
            made.append(((span, theme), Second(opinion.model, code, _reason(own, span, said), open=True)))
    return made


def _reason(own: InterviewState, span: Span, said: Said) -> str:
    """The model's reason; not told of words that are off the record, which it may repeat."""
    return "" if own.withholds(span) else said.reason


def _comparison(state: ProjectState, opinions: Mapping[int, Opinion]) -> Comparison:
    """Put the machine coder's themes and the model's side by side, on the fragments that it was asked about."""
    items: list[Item] = []
    first: list[frozenset[str]] = []
    second: list[frozenset[str]] = []
    model = ""
    for number, opinion in opinions.items():
        if number not in state.interviews:
            continue
        own, model = state.interviews[number], opinion.model
        ours = _by_span(((code.fragment.start, code.fragment.end), code.theme) for code in own.codes if code.by_machine)
        theirs = _by_span(opinion.codes)
        for fragment in own.fragments:
            span = (fragment.start, fragment.end)
            if span in opinion.asked:
                items.append(Item(len(items), len(items), number, fragment.interview, span, fragment.text))
                first.append(frozenset(ours[span]))
                second.append(frozenset(theirs[span]))
    return Comparison(tuple(items), {MACHINE: tuple(first), model: tuple(second)})


def _by_span(codes: Iterable[tuple[Span, str]]) -> defaultdict[Span, set[str]]:
    """Themes by fragment."""
    found: defaultdict[Span, set[str]] = defaultdict(set)
    for span, theme in codes:
        found[span].add(theme)
    return found
