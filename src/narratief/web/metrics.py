"""`/metrics`: numbers for Prometheus, off unless a setting says who may read them. No words, names or addresses."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narratief.domain.networks import networks
from narratief.domain.settings import get_settings
from narratief.store.database import Store
from narratief.store.schema import Job

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

PATH = "/metrics"
_STATES = ("queued", "running", "done", "failed", "stopped")


class MetricsMiddleware:
    """Counts requests, and answers `PATH` for who may read it; for anybody else there is no such page.

    Parameters
    ----------
    wrong
        Tells which part of the workspace does not work; see `narratief.web.health`.
    """

    def __init__(self, app: ASGIApp, store: Store, wrong: Callable[[], str]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

        self._app, self._registry = app, CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "narratief_requests", "Requests answered, by class of status", ["status"], registry=self._registry
        )
        self._seconds = Histogram("narratief_request_seconds", "Time to answer a request", registry=self._registry)
        self._registry.register(_StoreCollector(store, wrong))
        given = get_settings("metrics_token").metrics_token
        self._token = given.get_secret_value().encode() if given else b""
        self._from = tuple(ipaddress.ip_network(each, strict=False) for each in networks("metrics_from"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for the numbers, or count one for something else."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH and scope["method"] == "GET" and self._may_read(scope):
            from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

            numbers = await run_in_threadpool(generate_latest, self._registry)
            await Response(numbers, media_type=CONTENT_TYPE_PLAIN_0_0_4)(scope, receive, send)
        else:
            await self._counted(scope, receive, send)

    def _may_read(self, scope: Scope) -> bool:
        """Whether a request brings the token, or comes from an address that may read."""
        sent = Headers(scope=scope).get("authorization", "").removeprefix("Bearer ").encode()
        if self._token and hmac.compare_digest(sent, self._token):
            return True
        try:
            address = ipaddress.ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(address in network for network in self._from)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it by the class of its status."""
        status, began = "5xx", time.monotonic()

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = f"{message['status'] // 100}xx"
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            self._requests.labels(status).inc()
            self._seconds.observe(time.monotonic() - began)


class _StoreCollector:
    """What is asked of the store when the numbers are read: jobs by state, and whether all works."""

    def __init__(self, store: Store, wrong: Callable[[], str]) -> None:
        self._store, self._wrong = store, wrong

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the numbers of now; those of jobs are missing while the database is away."""
        from prometheus_client.core import GaugeMetricFamily

        yield GaugeMetricFamily("narratief_ready", "1 when /gezond says ok", value=float(not self._wrong()))
        jobs = GaugeMetricFamily("narratief_jobs", "Jobs by state", labels=["state"])
        try:
            with self._store.engine.connect() as connection:
                counted = dict(connection.execute(select(Job.state, func.count()).group_by(Job.state)).tuples().all())
        except SQLAlchemyError:
            return
        for state in _STATES:
            jobs.add_metric([state], counted.get(state, 0))
        yield jobs


def is_asked_for() -> bool:
    """Whether a setting says who may read the numbers."""
    given = get_settings("metrics_token", "metrics_from")
    return bool(given.metrics_token or given.metrics_from)
