"""Many questions to a language model, some at the same time; ended at once when the work is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait

from anyio.from_thread import start_blocking_portal

from narratief.domain.errors import NarratiefError
from narratief.language_model.client import Answer, Client
from narratief.language_model.prompts import Prompt

GIVES_UP_AFTER = 2
"""Questions in a row without an answer after which no more are put: the server is away. Chosen, not measured."""
_LOOK_EVERY = 0.5  # seconds between looks at whether the work was stopped; chosen


def answers(
    client: Client, prompts: Sequence[Prompt], tell: Callable[[int], None] = lambda done: None
) -> Iterator[tuple[int, Answer | NarratiefError]]:
    """Put questions, and give each answer as it comes.

    They are put from a thread of their own, so that this may be called where a loop of events runs, as in a notebook.

    Parameters
    ----------
    client
        Is closed at the end, also when the caller stops early.
    tell
        Is told time and again how many are answered; what it raises (the work was stopped) ends all.

    Yields
    ------
    tuple
        Index of the question, and the answer or why there is none. After `GIVES_UP_AFTER` questions in a row without
        an answer the rest is not put, and not given.
    """
    waiting = iter(enumerate(prompts))
    under_way: dict[Future[Answer], int] = {}
    done = failed = 0
    with start_blocking_portal() as portal:
        try:
            while True:
                while failed < GIVES_UP_AFTER and len(under_way) < client.server.at_once:
                    if (one := next(waiting, None)) is None:
                        break
                    under_way[portal.start_task_soon(client.ask, one[1])] = one[0]
                if not under_way:
                    return
                ended, _ = wait(under_way, timeout=_LOOK_EVERY, return_when=FIRST_COMPLETED)
                tell(done)
                for future in sorted(ended, key=lambda each: under_way[each]):
                    index = under_way.pop(future)
                    found = _outcome(future)
                    failed = failed + 1 if isinstance(found, NarratiefError) else 0
                    done += 1
                    tell(done)
                    yield index, found
        finally:
            for future in under_way:
                future.cancel()
            portal.call(client.close)


def _outcome(future: Future[Answer]) -> Answer | NarratiefError:
    """What became of a question."""
    try:
        return future.result()
    except NarratiefError as error:
        return error
