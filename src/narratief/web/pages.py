"""Pages: the Jinja environment, its filters, and rendering with what every page shows."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from narratief.domain.dutch import listed, long_date, number
from narratief.store.accounts.access import ROLE_LABELS, Permission, may
from narratief.synthesis.wording import period
from narratief.web.form_tokens import FormTokenExtension, form_token_in_pages
from narratief.web.language_model import shown_model
from narratief.web.navigation import main_menu, project_places
from narratief.web.sessions import known_session
from narratief.web.views.background import Background, background_of

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
FLASHES = "meldingen"
_ZONE = ZoneInfo("Europe/Amsterdam")


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a page.

    Parameters
    ----------
    template
        Path below ``templates``.
    context
        What the template shows. Known everywhere: ``project`` (a ProjectRow or anything with id and title: shows the
        project's places), ``breadcrumbs`` (pairs of label and path, the last without path), ``current`` (path of the
        menu entry that this page belongs to, when it is not the page's own), ``language_model`` (the one that is set).
    """
    session = known_session(request)
    actor = session.actor if session else None
    project, current = context.get("project"), context.get("current", request.url.path)
    shared = {
        "request": request,
        "actor": actor,
        "may": lambda permission, project_id=None: may(actor, Permission(permission), project_id),
        "menu": main_menu(request, actor),
        "places": project_places(request, actor, project.id, current) if project is not None else [],
        "breadcrumbs": [],
        "project": None,
        "current": current,
        "flashes": request.session.pop(FLASHES, []) if "session" in request.scope else [],
        "background": background_of(request, actor) if actor and status == 200 else Background(),
        "role_label": ROLE_LABELS[actor.role] if actor else "",
        "language_model": shown_model() if actor else None,
    }
    with form_token_in_pages(session.form_token if session else ""):
        return HTMLResponse(environment().get_template(template).render(shared | context), status)


def wants_json(request: Request) -> bool:
    """Whether the answer goes to one of our scripts and not to a person."""
    return "application/json" in request.headers.get("accept", "")


@cache
def environment() -> Environment:
    """The Jinja environment; a name that a template uses and does not get is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[FormTokenExtension],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "datum": dutch_date,
        "tijdstip": dutch_moment,
        "klok": dutch_clock,
        "aantal": number,
        "opsomming": listed,
        "periode": dutch_period,
    }
    made.globals["static"] = static_url
    return made


@cache
def static_url(name: str) -> str:
    """Address of a file in ``static`` with a hash of its content, so that browsers may keep it for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def dutch_date(moment: datetime | date | None) -> str:
    """Write a date as readers do: 4 maart 2026; nothing for None."""
    if moment is None:
        return ""
    day = _here(moment) if isinstance(moment, datetime) else moment
    return long_date(day)


def dutch_moment(moment: datetime | None) -> str:
    """Write a moment with its time, as on a clock in the Netherlands: 4 maart 2026, 14:05."""
    return f"{dutch_date(moment)}, {_here(moment):%H:%M}" if moment else ""


def dutch_clock(moment: datetime) -> str:
    """Write the time of a moment as on a clock in the Netherlands: 14:05."""
    return f"{_here(moment):%H:%M}"


def dutch_period(text: str) -> str:
    """Write a period of months: maart 2024 tot en met juni 2025; nothing for an empty one."""
    return period(text) if text else ""


def _here(moment: datetime) -> datetime:
    """Bring a moment to the clock of the Netherlands; one without zone is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_ZONE)
