"""Logging in, with the code of the second factor where it is on; logging out; and links that work once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.store.accounts.audit import note
from narratief.store.accounts.login import (
    NO_LINK,
    WRONG,
    become_administrator,
    choose_password,
    log_in,
    open_link,
)
from narratief.store.accounts.pending_logins import end_pending_login, pending_login_of
from narratief.store.accounts.people import MIN_PASSWORD
from narratief.store.accounts.recovery_codes import codes_left
from narratief.store.accounts.second_factor import (
    TOO_OFTEN,
    WRONG_CODE,
    code_fits,
)
from narratief.store.schema import Person
from narratief.web.deps import actor_or_none, address_of, flash, render, store_of
from narratief.web.login import DIFFERENT, after_password, forget_pending_login, pending_login
from narratief.web.safe_redirect import safe_redirect
from narratief.web.sessions import log_in_browser, log_out_browser
from narratief.web.state import state_of

router = APIRouter()
_PASSWORD_FIRST = "Vul eerst uw e-mailadres en wachtwoord in."  # noqa: S105 - told on the login page
_FEW_CODES = 3  # with fewer recovery codes left new ones are advised; chosen, not measured


@router.get("/inloggen")
def login_page(request: Request, naar: str = "/") -> Response:
    """Show the login page; somebody who is logged in goes on at once."""
    if actor_or_none(request) is not None:
        return RedirectResponse(safe_redirect(naar), 303)
    return _login(request, naar)


@router.post("/inloggen")
def login(
    request: Request,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    naar: Annotated[str, Form()] = "/",
) -> Response:
    """Log in, and go on to the page that was asked for."""
    store = store_of(request)
    try:
        person = log_in(store, email, password, address_of(request))
    except Refusal as refusal:
        return _login(request, naar, email, str(refusal), status=429)
    if person is None:
        return _login(request, naar, email, WRONG, status=422)
    return after_password(request, person, safe_redirect(naar))


@router.get("/inloggen/code")
def code_page(request: Request) -> Response:
    """Ask for the code; a browser that gave no password is sent back to that step."""
    return _code_page(request) if _pending_person(request) is not None else _password_first(request)


@router.post("/inloggen/code")
def give_code(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Check the code, and begin the session."""
    store, person = store_of(request), _pending_person(request)
    if person is None:
        return _password_first(request)
    try:
        if not code_fits(store, person, code, address_of(request)):
            return _code_page(request, WRONG_CODE, status=422)
    except Refusal as refusal:
        return _code_page(request, str(refusal), status=429 if refusal.message == TOO_OFTEN else 409)
    token, to = pending_login(request)
    forget_pending_login(request)
    with store.writing() as session:
        if not end_pending_login(session, token):
            return _password_first(request)
        left = codes_left(session, person.id)
        note(session, "login", person, address=address_of(request))
    if left < _FEW_CODES:
        flash(request, f"U hebt nog {left} herstelcodes. Maak nieuwe bij uw account.", "info")
    response = RedirectResponse(safe_redirect(to), 303)
    log_in_browser(request, response, store, person)
    return response


@router.post("/uitloggen")
def logout(request: Request) -> Response:
    """Log out."""
    actor = actor_or_none(request)
    flash(request, "U bent uitgelogd.")
    response = RedirectResponse("/inloggen", 303)
    log_out_browser(request, response, store_of(request))
    response.headers["Clear-Site-Data"] = '"storage"'
    if actor is not None:
        with store_of(request).writing() as session:
            note(session, "logout", actor, address=address_of(request))
    return response


@router.get("/link/{token}")
def link_page(request: Request, token: str) -> Response:
    """Show what a one-time link is for: the first administrator's account, or choosing a password."""
    with store_of(request).reading() as session:
        link = open_link(session, token)
        person = session.get(Person, link.person_id) if link and link.person_id else None
    if link is None:
        raise Refusal(NO_LINK, "Vraag de beheerder om een nieuwe link.")
    return _link(request, first=link.purpose == "administrator", person=person)


@router.post("/link/{token}")
def use_link_page(
    request: Request,
    token: str,
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
) -> Response:
    """Make the first administrator's account, or set the password of the link's person, and log in."""
    store = store_of(request)
    with store.reading() as session:
        link = open_link(session, token)
        person = session.get(Person, link.person_id) if link and link.person_id else None
    if link is None:
        raise Refusal(NO_LINK, "Vraag de beheerder om een nieuwe link.")
    first = link.purpose == "administrator"
    try:
        if password != again:
            raise Refusal(DIFFERENT)
        with store.writing() as session:
            known = (
                become_administrator(session, token, email, name, password)
                if first
                else choose_password(session, token, password)
            )
    except Refusal as refusal:
        return _link(request, first=first, person=person, email=email, name=name, refused=str(refusal))
    return after_password(request, known, "/", f"Welkom, {known.name}. U bent ingelogd.")


def _login(request: Request, back: str, email: str = "", refused: str = "", status: int = 200) -> Response:
    """Show the login form, with what went wrong and what was filled in except the password."""
    return render(
        request,
        "account/inloggen.html",
        status=status,
        title="Inloggen",
        back=safe_redirect(back),
        email=email,
        refused=refused,
        sign_on=state_of(request).sign_on is not None,
    )


def _password_first(request: Request) -> Response:
    """Show the login page when no password was given, or too long ago."""
    forget_pending_login(request)
    return _login(request, "/", refused=_PASSWORD_FIRST, status=422)


def _pending_person(request: Request) -> Person | None:
    """The person who gave a password in this browser and has yet to give the code."""
    token, _ = pending_login(request)
    if not token:
        return None
    with store_of(request).reading() as session:
        return pending_login_of(session, token)


def _code_page(request: Request, refused: str = "", status: int = 200) -> Response:
    """Show the form for the code after the password."""
    return render(request, "account/code.html", status=status, title="Code invullen", refused=refused)


def _link(
    request: Request, *, first: bool, person: Person | None, email: str = "", name: str = "", refused: str = ""
) -> Response:
    """Show the form of a one-time link."""
    return render(
        request,
        "account/link.html",
        status=422 if refused else 200,
        title="Beheerder worden" if first else "Wachtwoord kiezen",
        first=first,
        person=person,
        email=email,
        name=name,
        refused=refused,
        least=MIN_PASSWORD,
    )
