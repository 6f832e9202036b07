"""The second factor on one's own account: turned on and off, and its recovery codes."""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.store.accounts.audit import note
from narratief.store.accounts.login import confirm_password, end_sessions
from narratief.store.accounts.recovery_codes import codes_left, fresh_codes, save_codes
from narratief.store.accounts.second_factor import (
    WRONG_CODE,
    address_for_app,
    begin,
    code_fits,
    is_on,
    secret_to_confirm,
    turn_off,
    turn_on,
)
from narratief.store.schema import Person, SecondFactor
from narratief.web.deps import address_of, current_actor, flash, render, store_of
from narratief.web.login import NOT_YOURS
from narratief.web.sessions import browser_session, log_in_browser
from narratief.web.state import state_of

router = APIRouter()
_HOME = [("Mijn account", "/account"), ("Tweede stap", "/account/tweede-stap")]


@router.get("/account/tweede-stap")
def state_page(request: Request) -> Response:
    """Show whether the second factor is on, and what one can do."""
    return _state(request)


@router.post("/account/tweede-stap/beginnen")
def start(request: Request, password: Annotated[str, Form()] = "") -> Response:
    """Show a new secret for the app, once the password was given again."""
    actor, store = current_actor(request), store_of(request)
    with store.reading() as session:
        person = session.get_one(Person, actor.id)
    try:
        if person.password is not None and not confirm_password(store, person, password, address_of(request)):
            return _state(request, {"password": NOT_YOURS})
        with store.writing() as session:
            secret = begin(session, person)
    except Refusal as refusal:
        return _state(request, {"password": str(refusal)})
    return _setting_up(request, person, secret)


@router.post("/account/tweede-stap/aanzetten")
def confirm(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Turn it on by a code of the app; show the recovery codes, this once, and log the person out elsewhere."""
    actor, store, recovery = current_actor(request), store_of(request), fresh_codes()
    try:
        with store.writing() as session:
            person = session.get_one(Person, actor.id)
            secret = secret_to_confirm(session, person)
            on = turn_on(session, person, code, recovery)
            if on:
                end_sessions(session, person.id)
                note(session, "second_factor_on", person, address=address_of(request))
    except Refusal as refusal:
        return _state(request, {"password": str(refusal)})
    if not on:
        return _setting_up(request, person, secret, WRONG_CODE)
    return _with_fresh_session(request, person, recovery.shown, "De tweede stap staat aan")


@router.post("/account/tweede-stap/uitzetten")
def end(request: Request, password: Annotated[str, Form()] = "", code: Annotated[str, Form()] = "") -> Response:
    """Turn it off, with password and code; not where everybody must have it."""
    if state_of(request).second_factor_required:
        return _state(request, {"code": "De tweede stap is hier verplicht. U kunt hem niet uitzetten."})
    try:
        person = _known_again(request, password, code)
    except Refusal as refusal:
        return _state(request, {"code": str(refusal)})
    with store_of(request).writing() as session:
        turn_off(session, person.id)
        end_sessions(session, person.id)
        note(session, "second_factor_off", person, address=address_of(request))
    flash(request, "De tweede stap is uit. Op andere plekken bent u uitgelogd.")
    response = RedirectResponse("/account/tweede-stap", 303)
    log_in_browser(request, response, store_of(request), person)
    return response


@router.post("/account/tweede-stap/herstelcodes")
def renew_codes(request: Request, password: Annotated[str, Form()] = "", code: Annotated[str, Form()] = "") -> Response:
    """Make new recovery codes in place of the earlier ones, with password and code."""
    recovery = fresh_codes()
    try:
        person = _known_again(request, password, code)
    except Refusal as refusal:
        return _state(request, {"code": str(refusal)})
    with store_of(request).writing() as session:
        save_codes(session, person.id, recovery)
        end_sessions(session, person.id)
        note(session, "recovery_codes_made", person, address=address_of(request))
    return _with_fresh_session(request, person, recovery.shown, "Nieuwe herstelcodes")


def _known_again(request: Request, password: str, code: str) -> Person:
    """Check by both factors that it is the person of the session who asks.

    Raises
    ------
    Refusal
        When a factor is wrong, tried too often, or there is no second one.
    """
    actor, store, address = current_actor(request), store_of(request), address_of(request)
    with store.reading() as session:
        person = session.get_one(Person, actor.id)
        if not is_on(session, person.id):
            raise Refusal("De tweede stap staat niet aan.")
    if not confirm_password(store, person, password, address):
        raise Refusal(NOT_YOURS)
    if not code_fits(store, person, code, address):
        raise Refusal(WRONG_CODE)
    return person


def _setting_up(request: Request, person: Person, secret: str, refused: str = "") -> Response:
    """Show the secret as QR code and as text, and ask for the first code; it is shown on this page only."""
    qr = segno.make(address_for_app(secret, person), error="m", micro=False)
    return render(
        request,
        "account/tweede_stap_instellen.html",
        status=422 if refused else 200,
        title="Tweede stap aanzetten",
        qr=qr.svg_data_uri(scale=5, dark="#000", light="#fff"),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        errors={"code": refused} if refused else {},
        current="/account",
        breadcrumbs=[*_HOME, ("Aanzetten", "")],
    )


def _with_fresh_session(request: Request, person: Person, codes: tuple[str, ...], title: str) -> Response:
    """Show new recovery codes; this browser goes on with a new session, all others have ended."""
    response = RedirectResponse("/account/tweede-stap", 303)
    log_in_browser(request, response, store_of(request), person)
    page = render(
        request,
        "account/herstelcodes.html",
        title=title,
        codes=codes,
        current="/account",
        breadcrumbs=[*_HOME, ("Herstelcodes", "")],
    )
    page.raw_headers.extend(pair for pair in response.raw_headers if pair[0] == b"set-cookie")
    return page


def _state(request: Request, errors: dict[str, str] | None = None) -> Response:
    """Show the page of the second factor, with what was wrong."""
    actor, visit = current_actor(request), browser_session(request)
    with store_of(request).reading() as session:
        person, on = session.get_one(Person, actor.id), is_on(session, actor.id)
        since, left = _since(session, actor.id), codes_left(session, actor.id)
    return render(
        request,
        "account/tweede_stap.html",
        status=422 if errors else 200,
        title="Tweede stap bij inloggen",
        person=person,
        on=on,
        since=since,
        left=left,
        required=state_of(request).second_factor_required,
        owes=visit is not None and visit.needs_second_factor,
        errors=errors or {},
        current="/account",
        breadcrumbs=[_HOME[0], ("Tweede stap", "")],
    )


def _since(session: Session, person_id: int) -> object:
    """Moment since which the second factor is on; None when it is off."""
    row = session.get(SecondFactor, person_id)
    return row.confirmed_at if row is not None else None
