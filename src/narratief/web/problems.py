"""What may go wrong in a request, and the response to it: a Dutch page, or JSON for our own scripts."""

from __future__ import annotations

import logging
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.errors import Gone, InputError, NarratiefError, Refusal, StorageError
from narratief.store.accounts.audit import note
from narratief.store.faults import fault_of
from narratief.store.schema import ProjectRow
from narratief.web.logs import error_location
from narratief.web.pages import render, wants_json
from narratief.web.sessions import known_session
from narratief.web.state import state_of

log = logging.getLogger(__name__)

_TITLES = {
    400: ("Deze aanvraag klopt niet", "Ga terug en probeer het opnieuw."),
    403: ("U mag deze pagina niet zien", "Vraag de beheerder als u denkt dat u dit wel zou moeten mogen."),
    404: ("Deze pagina bestaat niet", "Misschien is zij verwijderd, of klopt het adres niet."),
    405: ("Dit kan hier niet", "Ga terug en probeer het opnieuw."),
    413: ("Dit is te groot", "Upload kleinere bestanden, of minder tegelijk."),
    429: ("U vraagt te veel pagina's tegelijk", "Wacht een minuut en probeer het dan opnieuw."),
    503: ("Dit kan nu niet", "Probeer het over een paar minuten opnieuw."),
    422: ("Niet alles is goed ingevuld", "Ga terug en controleer het formulier."),
}

# the first kind that fits counts, so a kind stands before what it is a kind of
_STATUS: dict[type[NarratiefError], int] = {StorageError: 503, InputError: 400, Gone: 404, Refusal: 409}


class NotLoggedIn(Exception):
    """The page is for people who are logged in; the visitor is sent to the login page, and back afterwards."""


class InvalidFormToken(Exception):
    """A form was sent that is not of this session's pages: an old tab, or another site."""


class SecondFactorMissing(Exception):
    """The person must set their second factor up before they go on."""


class TooManyRequests(Exception):
    """One person asks for more pages in a minute than anybody can read."""


class Forbidden(Exception):
    """The person is known but may not do this."""


def add_exception_handlers(app: FastAPI) -> None:
    """Answer every problem of a request with a page of its own."""
    app.add_exception_handler(NotLoggedIn, lambda request, _: login_redirect(request))
    app.add_exception_handler(InvalidFormToken, _stale)
    app.add_exception_handler(SecondFactorMissing, _to_second_factor)
    app.add_exception_handler(TooManyRequests, _too_many_requests)
    app.add_exception_handler(Forbidden, _forbidden)
    app.add_exception_handler(NarratiefError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for impossible in (DataError, OverflowError, UnicodeEncodeError):
        app.add_exception_handler(impossible, _impossible)
    app.add_exception_handler(DBAPIError, _fault)
    app.add_exception_handler(OSError, _fault)
    app.add_exception_handler(Exception, _unforeseen)


def problem_page(request: Request, status: int, message: str = "", remedy: str = "") -> Response:
    """Make the page of a problem; without a message it says what its status means."""
    title, standard = _TITLES.get(status, ("Er ging iets mis", "Probeer het opnieuw."))
    told, help_ = message or title, remedy if message else standard
    if wants_json(request):
        return JSONResponse({"error": told, "remedy": help_}, status)
    return render(request, "fout.html", status=status, title=title, message=message, remedy=help_, back=_back(request))


def _back(request: Request) -> str:
    """Page of ours that the visitor came from; empty when there is none."""
    came = urlsplit(request.headers.get("referer", ""))
    looped = request.method == "GET" and came.path == request.url.path
    if came.netloc != request.url.netloc or came.path in ("", "/") or came.path.startswith("//") or looped:
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def login_redirect(request: Request) -> Response:
    """Redirect a visitor to the login page, and back afterwards if they were only looking."""
    if wants_json(request):
        return JSONResponse({"error": "U bent niet (meer) ingelogd.", "remedy": "Log opnieuw in."}, 401)
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = "" if request.method != "GET" or back == "/" else "?" + urlencode({"naar": back})
    return RedirectResponse(f"/inloggen{query}", 303)


def _to_second_factor(request: Request, error: Exception) -> Response:
    """Redirect to the page where one sets the second factor up."""
    if wants_json(request):
        told = {"error": "Zet eerst de tweede stap bij het inloggen aan.", "remedy": "Dat doet u bij uw account."}
        return JSONResponse(told, 403)
    return RedirectResponse("/account/tweede-stap", 303)


def _too_many_requests(request: Request, error: Exception) -> Response:
    """Answer 429, and log it: it may be a script that fetches everything."""
    session = known_session(request)
    log.warning("more pages in a minute than one person may ask for: person %s", session and session.actor.id)
    answer = problem_page(request, 429)
    answer.headers["retry-after"] = "60"
    return answer


def _forbidden(request: Request, error: Exception) -> Response:
    """Answer 403, and note the attempt in the audit log."""
    visit = known_session(request)
    actor = visit.actor if visit else None
    details = {"method": request.method, "path": request.scope["route"].path}
    with state_of(request).store.writing() as session:
        number = request.path_params.get("project_id")
        row = session.get(ProjectRow, number) if number is not None else None
        address = request.client.host if request.client else ""
        note(session, "refused", actor, project_id=row.id if row else None, address=address, details=details)
    return problem_page(request, 403)


def _told(request: Request, error: Exception) -> Response:
    """Say what narratief itself says is the matter; the kind of error decides the status."""
    if not isinstance(error, NarratiefError):
        raise error
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return problem_page(request, status, error.message, error.remedy)
    return problem_page(request, 500, error.message, error.remedy)


def _invalid(request: Request, error: Exception) -> Response:
    """Answer 422: a form lacks a field or has a wrong kind of value, which is not repeated."""
    return problem_page(request, 422)


def _stale(request: Request, error: Exception) -> Response:
    """Say that the page was of an earlier session, and how to go on."""
    log.warning("form without its token refused: %s", request.scope["route"].path)
    return problem_page(
        request, 403, "Deze pagina is verouderd.", "Ga terug, laad de pagina opnieuw en stuur hem nog eens."
    )


def _impossible(request: Request, error: Exception) -> Response:
    """Answer 422: the database cannot hold a value, such as a number too large or half of a character."""
    log.warning("value refused by the database: %s", error_location(error))
    return problem_page(request, 422)


def _http(request: Request, error: Exception) -> Response:
    """Answer with a status that the framework raised."""
    return problem_page(request, error.status_code if isinstance(error, HTTPException) else 500)


def _fault(request: Request, error: Exception) -> Response:
    """Say that the disk is full or the database away; any other error is unforeseen and goes on.

    A script that gets this status may send its request again: what has an id is kept once.
    """
    fault = fault_of(error)
    if fault is None:
        raise error
    log.error("a request failed: %s", error_location(error))
    return problem_page(request, 503, fault.problem.message, fault.problem.remedy)


def _unforeseen(request: Request, error: Exception) -> Response:
    """Answer 500 without a word of the error: it may quote a transcript.

    It is logged here as well as by uvicorn, whose logger Prefect takes over with the first job and silences.
    """
    log.error("a page failed: %s", error_location(error))
    return problem_page(request, 500)
