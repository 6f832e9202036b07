"""Words that are not for publication: what the rules find in an interview, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from narratief.domain.actions import Action, HoldBack, OffRecordAction
from narratief.domain.decision import Decision
from narratief.domain.interview import Interview
from narratief.domain.off_record import OffRecord, OwnWords
from narratief.domain.spans import Span, find_words, without_outer_space
from narratief.privacy.off_record import find_off_record
from narratief.store.review.review_state import InterviewState

_MOST_KEPT = 1000
"""Interviews whose words the rules are not asked again for each decision. Chosen, as a bound for the memory."""
_MARKED = "{name} hield deze woorden buiten publicatie."


def off_record_of(interview: Interview, decisions: Iterable[Decision[Action]]) -> tuple[OffRecord, ...]:
    """Collect the words of an interview that are not for publication, in order.

    Words that a person released and that are no longer there are not released anywhere else.

    Parameters
    ----------
    decisions
        Those about this interview that hold, oldest first; others than on this are passed over.
    """
    found = list(_by_rules(interview))
    for decision in decisions:
        if not isinstance(decision.action, OffRecordAction):
            continue
        span = find_words(interview.text, decision.span, decision.text)
        if span is None:
            continue
        found = [part for each in found for part in _without(interview.text, each, span)]
        if isinstance(decision.action, HoldBack):
            name = decision.author.name
            found.append(OffRecord(*span, _MARKED.format(name=name), name))
    return tuple(sorted(found, key=lambda each: each.span))


@lru_cache(maxsize=_MOST_KEPT)
def _by_rules(interview: Interview) -> tuple[OffRecord, ...]:
    """What the rules find, which no decision changes."""
    return find_off_record(interview)


def forget() -> None:
    """Drop the interviews that are kept here (after something was erased)."""
    _by_rules.cache_clear()


def words_off_record(states: Iterable[InterviewState]) -> OwnWords:
    """Collect what is off the record in interviews, to know it again in memos and examples."""
    known = list(states)
    return OwnWords.of(
        [state.interview for state in known],
        {state.interview.id: [each.span for each in state.off_record] for state in known},
        [fragment for state in known for fragment in state.marked_fragments],
    )


def _without(text: str, each: OffRecord, span: Span) -> list[OffRecord]:
    """Take a stretch out of words that are held back: what is left of them, in at most two parts."""
    if span[1] <= each.start or each.end <= span[0]:
        return [each]
    parts = ((each.start, span[0]), (span[1], each.end))
    left = (without_outer_space(text, part) for part in parts if part[0] < part[1])
    return [OffRecord(*part, each.reason, each.by) for part in left if part[0] < part[1]]
