"""One process at a time evaluates a project, be it the command line or the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from narratief.domain.progress import report_progress
from narratief.store.database import Store, open_store
from narratief.store.locks import exclusive_lock

WAITS = "Wacht tot een andere verwerking klaar is"
"""What progress tells while another process works on the same project."""


@contextmanager
def alone_on_project(key: str, store: Store | None = None) -> Iterator[None]:
    """Let no other process evaluate a project meanwhile; waits for one that does, and tells so.

    Parameters
    ----------
    key
        Of the project.
    store
        Default: the one that `open_store` gives.
    """
    with exclusive_lock(store or open_store(), f"project {key}", lambda: report_progress(WAITS, 0, 1)):
        yield
