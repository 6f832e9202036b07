"""The check that every request passes before its route: logged in unless the page is public, sent by a page of ours.

A FastAPI dependency of the whole app, so that a new page is closed to visitors by default (OWASP ASVS 8.2.1). What
somebody may do there is still for the route to check (`narratief.web.deps.require`).
"""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from narratief.web.form_tokens import has_form_token
from narratief.web.problems import InvalidFormToken, NotLoggedIn, SecondFactorMissing, TooManyRequests
from narratief.web.security import SAFE_METHODS
from narratief.web.sessions import browser_session
from narratief.web.state import state_of

PUBLIC = frozenset(
    {"/inloggen", "/inloggen/code", "/uitloggen", "/link/{token}", "/inloggen/gemeente", "/inloggen/gemeente/terug"},
)
# shown without a session, so their forms have no token: they ask for a password or a link's secret anyway
WITHOUT_TOKEN = frozenset({"/inloggen", "/link/{token}"})
# all that is open to somebody who must set a second factor up first
SETTING_UP = frozenset({"/account/tweede-stap", "/account/tweede-stap/beginnen", "/account/tweede-stap/aanzetten"})


async def check_access(request: Request) -> None:
    """Let a request through, or refuse it by raising.

    Raises
    ------
    NotLoggedIn
        For a visitor, except on public pages.
    InvalidFormToken
        When it would change something and does not bring the token of its session.
    TooManyRequests
        When a person asks for more pages in a minute than anybody can read.
    SecondFactorMissing
        When the person must set a second factor up first.
    """
    path = request.scope["route"].path
    session = await run_in_threadpool(browser_session, request)
    if session is None:
        if path not in PUBLIC:
            raise NotLoggedIn
        return
    if not state_of(request).rate_limiter.allows(session.actor.id):
        raise TooManyRequests
    if session.needs_second_factor and path not in PUBLIC | SETTING_UP:
        raise SecondFactorMissing
    if request.method in SAFE_METHODS or path in WITHOUT_TOKEN:
        return
    if not await has_form_token(request, session.form_token):
        raise InvalidFormToken
