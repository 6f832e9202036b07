"""Runs that a work pool's workers took show that they live, so that `flows.resume` sees which ones were cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.runtime import deployment, flow_run

from narratief.store.database import open_store
from narratief.store.jobs.alive import alive


@contextmanager
def sign_of_life() -> Iterator[None]:
    """Show that the present run of a deployment lives; for another run there is nobody who looks."""
    if flow_run.id is None or deployment.id is None:
        yield
        return
    with alive(open_store(), str(flow_run.id)):
        yield
