"""How many requests may wait at once: beyond that one is told so, and does not wait in vain."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from narratief.web.plain_page import plain_page

MOST_AT_ONCE = 200
"""Requests that are answered or wait at once. Chosen, not measured: five times the 40 that threads work on (Starlette's
number), so that the last one waits about as long as five requests take; 50 people who work at once never come near."""
RETRY_AFTER = 10
"""Seconds after which to try again. Chosen, not measured: what 200 requests take on a busy computer."""
log = logging.getLogger(__name__)


class QueueLimitMiddleware:
    """Refuses a request (503) while too many others are answered or wait: a queue that only grows helps nobody.

    Parameters
    ----------
    most
        Requests at once.
    """

    def __init__(self, app: ASGIApp, most: int = MOST_AT_ONCE) -> None:
        self.app, self._most, self._now = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._now >= self._most:
            log.warning("request refused: %s others are answered or wait", self._now)
            title, remedy = (
                "Het is nu te druk",
                "Wacht tien seconden, en probeer het dan opnieuw. Er ging niets verloren.",
            )
            answer = plain_page(Headers(scope=scope), 503, title, remedy, {"Retry-After": str(RETRY_AFTER)})
            await answer(scope, receive, send)
            return
        self._now += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._now -= 1
