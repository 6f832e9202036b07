"""Logging in and out, links that work once, and one's own account."""

from __future__ import annotations

from datetime import timedelta
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
    confirm_password,
    log_in,
    open_link,
)
from narratief.store.accounts.own_sessions import end_others, own_sessions
from narratief.store.accounts.people import MIN_PASSWORD, set_password
from narratief.store.accounts.second_factor import is_on
from narratief.store.schema import Person
from narratief.store.schema.base import now
from narratief.web.deps import actor_or_none, address_of, current_actor, flash, render, store_of
from narratief.web.login import after_password
from narratief.web.safe_redirect import safe_redirect
from narratief.web.sessions import cookie_name, log_in_browser, log_out_browser
from narratief.web.state import state_of

router = APIRouter()
_FRESH = timedelta(minutes=15)  # how long having logged in stands for a password (docs/asvs.md, 7.5.2); chosen
_DIFFERENT = "De twee wachtwoorden zijn niet gelijk."


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
            raise Refusal(_DIFFERENT)
        with store.writing() as session:
            known = (
                become_administrator(session, token, email, name, password)
                if first
                else choose_password(session, token, password)
            )
    except Refusal as refusal:
        return _link(request, first=first, person=person, email=email, name=name, refused=str(refusal))
    return after_password(request, known, "/", f"Welkom, {known.name}. U bent ingelogd.")


@router.get("/account")
def account_page(request: Request) -> Response:
    """Show one's own account."""
    return _account(request)


@router.post("/account/wachtwoord")
def change_password(
    request: Request,
    old: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; other browsers are logged out, this one goes on with a new session."""
    actor, store = current_actor(request), store_of(request)
    with store.reading() as session:
        person = session.get_one(Person, actor.id)
    try:
        if person.password is not None and not confirm_password(store, person, old, address_of(request)):
            return _account(request, {"old": "Dit is niet uw huidige wachtwoord."})
        if password != again:
            raise Refusal(_DIFFERENT)
        with store.writing() as session:
            person = session.merge(person)
            set_password(session, person, password)
            note(session, "password_set", person, address=address_of(request))
    except Refusal as refusal:
        return _account(request, {"password": str(refusal)})
    flash(request, "Uw wachtwoord is veranderd.")
    response = RedirectResponse("/account", 303)
    log_in_browser(request, response, store, person)
    return response


@router.post("/account/sessies")
def end_own_sessions(
    request: Request,
    session_password: Annotated[str, Form()] = "",
    which: Annotated[str, Form()] = "",
    marks: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """End one's own sessions in other browsers: those that were chosen, or all, once it is certain who asks."""
    actor, store = current_actor(request), store_of(request)
    token, address = request.cookies[cookie_name(request)], address_of(request)
    with store.reading() as session:
        person = session.get_one(Person, actor.id)
        fresh = next(row for row in own_sessions(session, actor.id, token) if row.own).started_at > now() - _FRESH
    try:
        if person.password is None and not fresh:
            raise Refusal("U bent al langer ingelogd.", "Log uit, log opnieuw in en probeer het dan nog eens.")
        if person.password is not None and not confirm_password(store, person, session_password, address):
            raise Refusal("Dit is niet uw huidige wachtwoord.")
        if which != "alle" and not marks:
            raise Refusal("Kies eerst waar u wilt uitloggen.")
    except Refusal as refusal:
        return _account(request, {"session_password": str(refusal)})
    with store.writing() as session:
        ended = end_others(session, actor.id, token, None if which == "alle" else marks)
        note(session, "sessions_ended", actor, address=address, details={"number": ended})
    flash(request, f"U bent op {ended} {'andere plek' if ended == 1 else 'andere plekken'} uitgelogd.")
    return RedirectResponse("/account", 303)


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


def _account(request: Request, errors: dict[str, str] | None = None) -> Response:
    """Show one's own account, with what was wrong with a new password."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        person = session.get_one(Person, actor.id)
        second = is_on(session, actor.id)
        sessions = own_sessions(session, actor.id, request.cookies[cookie_name(request)])
    return render(
        request,
        "account/account.html",
        status=422 if errors else 200,
        title="Mijn account",
        person=person,
        second=second,
        sessions=sessions,
        errors=errors or {},
        least=MIN_PASSWORD,
    )
