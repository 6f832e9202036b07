"""The workspace as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from starlette.responses import RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from narratief import __version__
from narratief.domain.settings import get_settings
from narratief.pipeline.apart import WITH_MODELS
from narratief.pipeline.job_kinds import job_kinds, model_job_kinds, prepare
from narratief.pipeline.worker import Worker
from narratief.store.database import Store
from narratief.web.access_control import check_access
from narratief.web.body_limit import BodyLimitMiddleware
from narratief.web.health import Health, HealthMiddleware
from narratief.web.hosts import HostMiddleware, Hosts, hosts_of_settings
from narratief.web.metrics import MetricsMiddleware, is_asked_for
from narratief.web.pages import STATIC
from narratief.web.problems import add_exception_handlers
from narratief.web.queue_limit import QueueLimitMiddleware
from narratief.web.rate_limit import RateLimiter
from narratief.web.routes import ROUTERS
from narratief.web.security import (
    CrossOriginMiddleware,
    SecurityHeadersMiddleware,
    SignedCookieMiddleware,
    signing_secret,
)
from narratief.web.shown_first import HeldFiles
from narratief.web.single_sign_on import sign_on_of
from narratief.web.state import WorkspaceState

if TYPE_CHECKING:
    from narratief.pipeline.coding import Coded


class Workspace(FastAPI):
    """The app, with its security headers around everything, also around the answer to an unforeseen error."""

    state: WorkspaceState

    def build_middleware_stack(self) -> ASGIApp:
        """Put headers and first refusals around the framework's own error handling, which no added middleware can."""
        limited = QueueLimitMiddleware(super().build_middleware_stack())
        app: ASGIApp = HostMiddleware(limited, self.state.hosts)
        health = Health(self.state.store, lambda: self.state.worker)
        if is_asked_for():
            app = MetricsMiddleware(app, self.state.store, health.wrong)
        return SecurityHeadersMiddleware(HealthMiddleware(app, health))


def create_app(store: Store, hosts: Hosts | None = None) -> Workspace:
    """Make the workspace on an open store.

    Parameters
    ----------
    hosts
        Names that it answers to; default `hosts_of_settings`.

    The worker for background jobs runs as long as the app does (its lifespan); a test that does not enter the lifespan
    has none.
    """
    app = Workspace(
        title="narratief",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_access)],
        lifespan=_lifespan,
    )
    app.state = WorkspaceState()
    app.state.store = store
    app.state.hosts = hosts or hosts_of_settings()
    app.state.worker = Worker(store, job_kinds(_evaluate), prepare=prepare)
    model = get_settings("language_model").language_model
    app.state.model_worker = Worker(store, model_job_kinds(), beside=True) if model else None
    app.state.rate_limiter = RateLimiter()
    app.state.sign_on = sign_on_of(get_settings("oidc_issuer", "oidc_client_id", "oidc_client_secret"))
    app.state.second_factor_required = get_settings("second_factor").second_factor == "verplicht"
    app.state.held_files = HeldFiles()
    app.add_middleware(SignedCookieMiddleware, secret=signing_secret())
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(CrossOriginMiddleware, first=app.state.hosts.first)
    for router in ROUTERS:
        app.include_router(router)
    app.state.page_routes = [route for router in ROUTERS for route in router.routes]
    app.add_api_route("/", _home, methods=["GET"])
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_exception_handlers(app)
    return app


@asynccontextmanager
async def _lifespan(app: Workspace) -> AsyncIterator[None]:
    """Run the worker as long as the app runs; who waits for a page gets the processor before it."""
    WITH_MODELS.gives_way = True
    app.state.worker.start()
    beside = app.state.model_worker
    if beside is not None:
        beside.start()
    try:
        yield
    finally:
        app.state.worker.stop()
        if beside is not None:
            beside.stop()


def _evaluate(store: Store, project_id: int, files: list[str], out_dir: Path) -> Coded:
    """Let a flow of Prefect evaluate accepted interviews; Prefect takes seconds to load, and pages do without."""
    from flows.workspace import evaluate

    return evaluate(store, project_id, files, out_dir)


def _home(request: Request) -> RedirectResponse:
    """Redirect from the bare address to the list of projects."""
    return RedirectResponse("/projecten", 303)
