"""What the workspace's flows work on, kept in the server's process under a name that Prefect may know.

A module of its own: a task goes to another process with its function and all that this names, and may not take a store
along.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from narratief.store.database import Store

_held: dict[str, tuple[Store, Sequence[str]]] = {}


@contextmanager
def holding(store: Store, files: Sequence[str]) -> Iterator[str]:
    """Hold a store and names of interviews while the block runs; gives the name they are held under."""
    name = uuid.uuid4().hex
    _held[name] = (store, files)
    try:
        yield name
    finally:
        del _held[name]


def held(name: str) -> tuple[Store, Sequence[str]]:
    """Give what is held under a name in this process.

    Raises
    ------
    KeyError
        When nothing is.
    """
    return _held[name]
