"""The login cookie: only a random token, out of reach of scripts, and of other sites."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request, Response

from narratief.store.accounts.access import Actor
from narratief.store.accounts.login import BY_PASSWORD, LONGEST, end_session, session_of, stale, start_session, touch
from narratief.store.accounts.people import actor_of
from narratief.store.accounts.second_factor import is_on
from narratief.store.database import Store
from narratief.store.schema import Person
from narratief.web.browser_kind import browser_kind
from narratief.web.state import state_of

_NAME = "narratief"


def cookie_name(request: Request) -> str:
    """Name of the cookie; over https with the prefix by which browsers bind it to this host and to https."""
    return f"__Host-{_NAME}" if request.url.scheme == "https" else _NAME


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A browser that is logged in.

    Attributes
    ----------
    form_token
        What its forms must bring; see `narratief.web.form_tokens`.
    needs_second_factor
        True when everybody must have a second factor, and this person, who logged in by password, has none yet.
    """

    actor: Actor
    form_token: str
    needs_second_factor: bool = False


def browser_session(request: Request) -> BrowserSession | None:
    """Who is logged in with this browser, looked up once per request; None for a visitor."""
    if not hasattr(request.state, "browser_session"):
        request.state.browser_session = _look_up(request)
    return known_session(request)


def known_session(request: Request) -> BrowserSession | None:
    """Who is logged in, as far as that was looked up; None too for a request that was refused before."""
    found: BrowserSession | None = getattr(request.state, "browser_session", None)
    return found


def log_in_browser(request: Request, response: Response, store: Store, person: Person, way: str = BY_PASSWORD) -> None:
    """Begin a session for a person with a fresh token; one that the browser had ends."""
    with store.writing() as session:
        old = request.cookies.get(cookie_name(request))
        if old:
            end_session(session, old)
        token, row = start_session(session, person, way, browser_kind(request.headers.get("user-agent", "")))
        # for a page that answers this very request
        request.state.browser_session = BrowserSession(actor_of(session, person), row.form_token)
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def log_out_browser(request: Request, response: Response, store: Store) -> None:
    """End the session and take the cookie away."""
    token = request.cookies.get(cookie_name(request))
    if token:
        with store.writing() as session:
            end_session(session, token)
    response.delete_cookie(cookie_name(request), path="/", httponly=True, secure=request.url.scheme == "https")


def _look_up(request: Request) -> BrowserSession | None:
    """Find the session of the cookie, and note that it is in use."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    state = state_of(request)
    with state.store.reading() as session:
        found = session_of(session, token)
        if found is None:
            return None
        person, row = found
        required = state.second_factor_required and row.way == BY_PASSWORD
        lacking = required and not is_on(session, person.id)
        visit, renew = BrowserSession(actor_of(session, person), row.form_token, lacking), stale(row)
    if renew:
        with state.store.writing() as session:
            touch(session, row)
    return visit
