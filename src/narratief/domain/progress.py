"""How far a job is, told to whoever listens (a progress bar, a web page)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int, int], None]
_listeners: list[Listener] = []


def report_progress(step: str, done: int, total: int) -> None:
    """Tell every listener that `done` of `total` parts of a step (a Dutch description) are finished."""
    for listener in list(_listeners):
        listener(step, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let a listener hear of progress for as long as the context lasts, whatever thread the work runs in."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
