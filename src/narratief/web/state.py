"""What the app holds for as long as it runs, with its types: Starlette's ``app.state`` knows none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.datastructures import State
from starlette.routing import BaseRoute

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import OAuth

    from narratief.pipeline.worker import Worker
    from narratief.store.database import Store
    from narratief.web.hosts import Hosts
    from narratief.web.rate_limit import RateLimiter
    from narratief.web.shown_first import HeldFiles


class WorkspaceState(State):
    """State of the app.

    Attributes
    ----------
    hosts
        Names that the workspace answers to.
    model_worker
        Worker for jobs that ask a language model; None when none is set.
    sign_on
        Client for single sign-on; None when that is not set up.
    second_factor_required
        Whether everybody who logs in by password must have a second factor.
    held_files
        Files that wait for somebody's yes.
    page_routes
        Routes that menus may lead to.
    """

    store: Store
    hosts: Hosts
    worker: Worker
    model_worker: Worker | None
    rate_limiter: RateLimiter
    sign_on: OAuth | None
    second_factor_required: bool
    held_files: HeldFiles
    page_routes: Sequence[BaseRoute]


def state_of(request: Request) -> WorkspaceState:
    """State of the app that answers a request."""
    state: WorkspaceState = request.app.state
    return state
