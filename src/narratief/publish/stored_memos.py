"""Memos out of the store, in the form in which exports carry them."""

from __future__ import annotations

from collections.abc import Iterable

from narratief.domain.fragment import Fragment
from narratief.domain.spans import Span, shared_enough
from narratief.publish.memo import ExchangeMemo
from narratief.store.review.memos import Memo
from narratief.store.review.review_state import InterviewState
from narratief.store.review.states import ProjectState


def exchange_memos(memos: Iterable[Memo], state: ProjectState, project: str) -> list[ExchangeMemo]:
    """Give memos as exports take them; one whose words are in no fragment goes to its interview."""
    by_file = {own.interview.file: own for own in state.interviews.values()}
    return [_exchange_memo(memo, by_file.get(memo.about.interview or ""), project) for memo in memos]


def _exchange_memo(memo: Memo, state: InterviewState | None, project: str) -> ExchangeMemo:
    """Turn a memo about words into one about the code or fragment that now holds these words."""
    about = memo.about
    shared = {"text": memo.text, "project": project, "author": memo.changed.author.name, "time": memo.changed.at}
    if state is None or about.interview is None:
        if about.theme:
            return ExchangeMemo(subject="theme", target=about.theme, **shared)
        return ExchangeMemo(subject="project", **shared)
    home = _home(state, about.span)
    if home is None:
        return ExchangeMemo(subject="interview", target=about.interview, **shared)
    coder = next((c.coder for c in state.codes if c.fragment.id == home.id and c.theme == about.theme and c.counts), "")
    if coder and about.theme:
        return ExchangeMemo(subject="code", target=home.id, theme=about.theme, coder=coder, **shared)
    return ExchangeMemo(subject="fragment", target=home.id, **shared)


def _home(state: InterviewState, span: Span | None) -> Fragment | None:
    """Find the fragment that words belong to: exactly these words, else the first that shares enough of them."""
    if span is None:
        return None
    near = [f for f in state.fragments if shared_enough((f.start, f.end), span)]
    return next((f for f in near if (f.start, f.end) == span), near[0] if near else None)
