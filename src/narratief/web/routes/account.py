"""One's own account: the password, and the browsers in which one is logged in."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.store.accounts.audit import note
from narratief.store.accounts.login import (
    confirm_password,
)
from narratief.store.accounts.own_sessions import end_others, own_sessions
from narratief.store.accounts.people import MIN_PASSWORD, set_password
from narratief.store.accounts.second_factor import is_on
from narratief.store.schema import Person
from narratief.store.schema.base import now
from narratief.web.deps import address_of, current_actor, flash, render, store_of
from narratief.web.login import DIFFERENT, NOT_YOURS
from narratief.web.sessions import cookie_name, log_in_browser

router = APIRouter()
_FRESH = timedelta(minutes=15)  # how long having logged in stands for a password (docs/asvs.md, 7.5.2); chosen


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
            return _account(request, {"old": NOT_YOURS})
        if password != again:
            raise Refusal(DIFFERENT)
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
            raise Refusal(NOT_YOURS)
        if which != "alle" and not marks:
            raise Refusal("Kies eerst waar u wilt uitloggen.")
    except Refusal as refusal:
        return _account(request, {"session_password": str(refusal)})
    with store.writing() as session:
        ended = end_others(session, actor.id, token, None if which == "alle" else marks)
        note(session, "sessions_ended", actor, address=address, details={"number": ended})
    flash(request, f"U bent op {ended} {'andere plek' if ended == 1 else 'andere plekken'} uitgelogd.")
    return RedirectResponse("/account", 303)


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
