"""What routes need: the store, who is logged in, what they may, pages and messages."""

from __future__ import annotations

from typing import Literal

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from narratief.domain.decision import Author
from narratief.domain.errors import Gone
from narratief.store.accounts.access import WITHOUT_PROJECT, Act, Actor, may
from narratief.store.coding.projects import get_project
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
]
_LONGEST = 500


def store_of(request: Request) -> Store:
    """The store that the app was made with."""
    return state_of(request).store


def wake_worker(request: Request) -> None:
    """Let the worker look into its queue now, for a job that was put there."""
    state_of(request).worker.wake()


def actor_or_none(request: Request) -> Actor | None:
    """The person who is logged in, or None for a visitor."""
    session = browser_session(request)
    return session.actor if session else None


def current_actor(request: Request) -> Actor:
    """Give the person of the session.

    Raises
    ------
    NotLoggedIn
        For a visitor; leads to the login page and back.
    """
    actor = actor_or_none(request)
    if actor is None:
        raise NotLoggedIn
    return actor


def require(request: Request, act: Act, project_id: int | None = None) -> Actor:
    """Give the person of the session when they may do something.

    Parameters
    ----------
    project_id
        Of the project that it is about; needed for every act that is about one.

    Raises
    ------
    NotLoggedIn
        For a visitor.
    Forbidden
        When they may not; also for a project that does not exist, so that its number tells nothing.
    """
    actor = current_actor(request)
    if act not in WITHOUT_PROJECT and project_id is None:
        raise ValueError(f"{act} is about a project")
    if not may(actor, act, project_id):
        raise Forbidden
    return actor


def project_row(request: Request, session: Session, act: Act, project_id: int) -> tuple[Actor, ProjectRow]:
    """Give the person and the project when they may do something in it.

    Raises
    ------
    NotLoggedIn, Forbidden
        As `require`.
    Refusal
        When the project does not exist.
    """
    return require(request, act, project_id), get_project(session, project_id)


def interview_in(session: Session, project_id: int, interview_id: int) -> InterviewRow:
    """Give an interview of a project.

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
    """Give a person as decisions name them."""
    return Author(actor.id, actor.name)


def flash(request: Request, text: str, kind: Literal["success", "error", "info"] = "success") -> None:
    """Put a message on the next page that is shown; it travels in a cookie, so it is short, and three are kept."""
    told = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    request.session[FLASHES] = [*request.session.get(FLASHES, [])[-2:], [kind, told]]


async def form_of(request: Request) -> FormData:
    """Give a form's fields; for routes with fields that are not known beforehand (``Depends(form_of)``)."""
    return await request.form()


def address_of(request: Request) -> str:
    """Give the network address of the browser; behind a proxy that uvicorn trusts, the one that the proxy tells."""
    return request.client.host if request.client else ""
