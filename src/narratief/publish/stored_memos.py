"""Memos of the store in the form in which exports carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span, shared_enough
from narratief.publish.memo import ExchangeMemo
from narratief.store.review.memos import Memo
from narratief.store.review.off_record import words_off_record
from narratief.store.review.project_state import ProjectState
from narratief.store.review.review_state import InterviewState


def exchange_memos(memos: Iterable[Memo], state: ProjectState, project: str) -> list[ExchangeMemo]:
    """Turn stored memos into those that exports carry; one whose words are in no fragment goes to its interview.

    Memos on words that are not for publication, and those that repeat such words, stay behind.
    """
    by_file = {own.interview.file: own for own in state.interviews.values()}
    words = words_off_record(by_file.values())
    return [
        _exchange_memo(memo, own, project)
        for memo in memos
        for own in [by_file.get(memo.about.interview or "")]
        if not (own and memo.about.span and own.withholds(memo.about.span)) and not words.are_in(memo.text)
    ]


def _exchange_memo(memo: Memo, state: InterviewState | None, project: str) -> ExchangeMemo:
    """Turn a memo about words into one about the code or fragment that now holds these words."""
    about = memo.about
    made = ExchangeMemo(memo.text, "project", project, author=memo.changed.author.name, time=memo.changed.at)
    if state is None or about.interview is None:
        return replace(made, subject="theme", target=about.theme) if about.theme else made
    fragment = _fragment_at(state, about.span)
    if fragment is None:
        return replace(made, subject="interview", target=about.interview)
    made = replace(made, subject="fragment", target=fragment.id)
    place = (fragment.start, fragment.end)
    codes = (c for c in state.codes if (c.fragment.start, c.fragment.end) == place and c.theme == about.theme)
    coder = next((code.coder for code in codes if code.counts), "")
    return replace(made, subject="code", theme=about.theme, coder=coder) if coder and about.theme else made


def _fragment_at(state: InterviewState, span: Span | None) -> Fragment | None:
    """Find the fragment that holds words: exactly these words, else the first that shares enough of them."""
    if span is None:
        return None
    near = [f for f in state.marked_fragments if shared_enough((f.start, f.end), span)]
    return next((f for f in near if (f.start, f.end) == span), near[0] if near else None)
