"""The step after a right password: log in at once, or ask for the code of the second factor first."""

from __future__ import annotations

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from narratief.store.accounts.pending_logins import begin_pending_login
from narratief.store.accounts.second_factor import is_on
from narratief.store.schema import Person
from narratief.web.deps import flash, store_of
from narratief.web.sessions import log_in_browser

CODE_PAGE = "/inloggen/code"
DIFFERENT = "De twee wachtwoorden zijn niet gelijk."
NOT_YOURS = "Dit is niet uw huidige wachtwoord."
_PENDING = "halverwege"  # in the signed cookie: token of the pending login, and the path to go on to


def after_password(request: Request, person: Person, to: str, welcome: str = "") -> Response:
    """Begin a session and go on to a page of ours, or ask for the code of the second factor first.

    Parameters
    ----------
    welcome
        Message for somebody who is logged in at once.
    """
    store = store_of(request)
    with store.writing() as session:
        pending = begin_pending_login(session, person) if is_on(session, person.id) else None
    if pending is not None:
        request.session[_PENDING] = [pending, to]
        return RedirectResponse(CODE_PAGE, 303)
    if welcome:
        flash(request, welcome)
    response = RedirectResponse(to, 303)
    log_in_browser(request, response, store, person)
    return response


def pending_login(request: Request) -> tuple[str, str]:
    """Token of this browser's pending login, and the path to go on to; the token is empty when none is pending."""
    token, to = request.session.get(_PENDING, ["", "/"])
    return str(token), str(to)


def forget_pending_login(request: Request) -> None:
    """Remove the pending login from the browser."""
    request.session.pop(_PENDING, None)
