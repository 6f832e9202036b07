"""What routes need of a request: the store, who is logged in and what they may do, pages and messages."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from narratief.domain.decision import Author
from narratief.domain.errors import Gone
from narratief.store.accounts.access import WITHOUT_PROJECT, Actor, Permission, may
from narratief.store.coding.projects import NO_PROJECT, get_project
from narratief.store.database import Store
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.web.pages import FLASHES, render, wants_json
from narratief.web.problems import Forbidden, NotLoggedIn
from narratief.web.sessions import browser_session
from narratief.web.state import state_of

__all__ = [
    "actor_or_none",
    "address_of",
    "current_actor",
    "flash",
    "form_of",
    "interview_in",
    "project_row",
    "render",
    "require",
    "store_of",
    "wake_worker",
    "wants_json",
    "who_of",
    "workspace_address",
]
_LONGEST = 500  # chosen so that three messages fit in the 4,096 bytes that browsers keep of a cookie (RFC 6265, 6.1)


def store_of(request: Request) -> Store:
    """The store that the app was made with."""
    return state_of(request).store


def workspace_address(request: Request) -> str:
    """Where the workspace is for people, such as ``https://narratief.uw-gemeente.nl``: for links that are sent on."""
    first = state_of(request).hosts.first
    return f"{request.url.scheme}://{first}" if first else str(request.base_url).rstrip("/")


def wake_worker(request: Request) -> None:
    """Have the worker look in its queue at once: a job was just put there."""
    state = state_of(request)
    state.worker.wake()
    if state.model_worker is not None:
        state.model_worker.wake()


def actor_or_none(request: Request) -> Actor | None:
    """The person who is logged in, or None for a visitor."""
    session = browser_session(request)
    return session.actor if session else None


def current_actor(request: Request) -> Actor:
    """The person who is logged in.

    Raises
    ------
    NotLoggedIn
        For a visitor; leads to the login page and back.
    """
    actor = actor_or_none(request)
    if actor is None:
        raise NotLoggedIn
    return actor


def require(request: Request, permission: Permission, project_id: int | None = None) -> Actor:
    """Check that the person who is logged in may do something, before the store is opened for it.

    Parameters
    ----------
    project_id
        Of the project that it is about; needed for every permission that is about one.

    Returns
    -------
    Actor
        That person.

    Raises
    ------
    NotLoggedIn
        For a visitor.
    Forbidden
        When they may not; also for a project that does not exist, so that its number reveals nothing.
    Gone
        When they might, but the project does not exist, or is for named people only and they are none of them: a number
        reveals nothing there either.
    """
    actor = _permitted(request, permission, project_id)
    if project_id is not None:
        with store_of(request).reading() as session:
            get_project(session, project_id)
    return actor


def _permitted(request: Request, permission: Permission, project_id: int | None) -> Actor:
    """Check rights alone; see `require`."""
    actor = current_actor(request)
    if permission not in WITHOUT_PROJECT and project_id is None:
        raise ValueError(f"{permission} is about a project")
    if not may(actor, permission, project_id):
        if may(replace(actor, closed=frozenset()), permission, project_id):
            raise Gone(NO_PROJECT)
        raise Forbidden
    return actor


def project_row(
    request: Request, session: Session, permission: Permission, project_id: int
) -> tuple[Actor, ProjectRow]:
    """Check that the person who is logged in may do something in a project, and look the project up.

    Raises
    ------
    NotLoggedIn, Forbidden, Gone
        As `require`.
    """
    return _permitted(request, permission, project_id), get_project(session, project_id)


def interview_in(session: Session, project_id: int, interview_id: int) -> InterviewRow:
    """Look an interview of a project up.

    Raises
    ------
    Gone
        When the project has no such interview.
    """
    row = session.get(InterviewRow, interview_id)
    if row is None or row.project_id != project_id:
        raise Gone("Dit gesprek bestaat niet (meer).")
    return row


def who_of(actor: Actor) -> Author:
    """A person as the author of decisions."""
    return Author(actor.id, actor.name)


def flash(request: Request, text: str, kind: Literal["success", "error", "info"] = "success") -> None:
    """Show a message on the next page; it travels in a cookie, so it is cut short, and the last three are kept."""
    told = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    request.session[FLASHES] = [*request.session.get(FLASHES, [])[-2:], [kind, told]]


async def form_of(request: Request) -> FormData:
    """Read a form whose field names are not known beforehand (``Depends(form_of)``)."""
    return await request.form()


def address_of(request: Request) -> str:
    """Network address of the browser; behind a proxy that uvicorn trusts, the address that the proxy reports."""
    return request.client.host if request.client else ""
