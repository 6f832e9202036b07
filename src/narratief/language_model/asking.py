"""Many questions to a language model, some at the same time; ended at once when the work is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

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
    under_way: dict[asyncio.Task[Answer], int] = {}
    done = failed = 0
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        try:
            while True:
                while failed < GIVES_UP_AFTER and len(under_way) < client.server.at_once:
                    if (one := next(waiting, None)) is None:
                        break
                    under_way[loop.create_task(client.ask(one[1]))] = one[0]
                if not under_way:
                    return
                ended = runner.run(_some(under_way))
                tell(done)
                for task in sorted(ended, key=lambda each: under_way[each]):
                    index = under_way.pop(task)
                    found = _outcome(task)
                    failed = failed + 1 if isinstance(found, NarratiefError) else 0
                    done += 1
                    tell(done)
                    yield index, found
        finally:
            runner.run(_end(client, list(under_way)))


async def _some(under_way: dict[asyncio.Task[Answer], int]) -> set[asyncio.Task[Answer]]:
    """Wait a moment for answers."""
    ended, _ = await asyncio.wait(under_way, timeout=_LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
    return ended


async def _end(client: Client, under_way: list[asyncio.Task[Answer]]) -> None:
    """End what is under way, and close the connections."""
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
    await client.close()


def _outcome(task: asyncio.Task[Answer]) -> Answer | NarratiefError:
    """What became of a question."""
    try:
        return task.result()
    except NarratiefError as error:
        return error
