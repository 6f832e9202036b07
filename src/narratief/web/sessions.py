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

_NAME = "narratief"


def cookie_name(request: Request) -> str:
    """Give the cookie's name; over https one that browsers bind to this host and to https."""
    return f"__Host-{_NAME}" if request.url.scheme == "https" else _NAME


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A browser that is logged in.

    Attributes
    ----------
    form_token
        What its forms must bring; see `narratief.web.form_tokens`.
    needs_second_factor
        That everybody must have a second factor, and this person, who came by password, has none yet.
    """

    actor: Actor
    form_token: str
    needs_second_factor: bool = False


def browser_session(request: Request, store: Store) -> BrowserSession | None:
    """Give who is logged in with this browser; None for a visitor."""
    token = request.cookies.get(cookie_name(request))
    if not token:
        return None
    with store.reading() as session:
        found = session_of(session, token)
        if found is None:
            return None
        person, row = found
        required = request.app.state.second_factor_required and row.way == BY_PASSWORD
        owes = required and not is_on(session, person.id)
        visit, renew = BrowserSession(actor_of(session, person), row.form_token, owes), stale(row)
    if renew:
        with store.writing() as session:
            touch(session, row)
    return visit


def log_in_browser(request: Request, response: Response, store: Store, person: Person, way: str = BY_PASSWORD) -> None:
    """Begin a session for a person with a fresh token; one that the browser had ends."""
    with store.writing() as session:
        old = request.cookies.get(cookie_name(request))
        if old:
            end_session(session, old)
        token, row = start_session(session, person, way, browser_kind(request.headers.get("user-agent", "")))
        request.state.form_token = row.form_token  # for a page that answers this very request
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
