"""People: who may use the workspace, in which role, and on which projects."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone, Refusal
from narratief.store.accounts.access import OWN_PROJECTS_ONLY, ROLE_LABELS, Actor, Permission, Role
from narratief.store.accounts.audit import note
from narratief.store.accounts.login import LINK_LASTS, end_sessions, make_link
from narratief.store.accounts.people import actor_of, add_person, change_person, give_project, people, take_project
from narratief.store.accounts.second_factor import all_on, is_on, turn_off
from narratief.store.coding.projects import projects_of, title_of
from narratief.store.schema import Person
from narratief.web.deps import address_of, flash, render, require, store_of, workspace_address
from narratief.web.forms.people import PersonForm
from narratief.web.state import state_of

router = APIRouter(prefix="/beheer/mensen")
_HOME = [("Mensen", "/beheer/mensen")]
_NO_PERSON = "Dit account bestaat niet (meer)."
ROLE_HINTS = {
    Role.EVALUATOR: "maakt projecten, uploadt transcripten, ziet alleen eigen projecten",
    Role.RESEARCHER: "kijkt thema's na, beheert het codeboek, ziet alle projecten",
    Role.PARTICIPATION: "leest bevestigde uitkomsten en exporteert",
    Role.ADMINISTRATOR: "mag alles, ook mensen beheren en de naamkluis openen",
}


@router.get("")
def people_page(request: Request) -> Response:
    """List all accounts."""
    require(request, Permission.MANAGE_PEOPLE)
    with store_of(request).reading() as session:
        listed, second = people(session), all_on(session)
    return render(
        request,
        "beheer/mensen.html",
        title="Mensen",
        people=listed,
        roles=ROLE_LABELS,
        second=second,
        required=state_of(request).second_factor_required,
    )


@router.get("/nieuw")
def new_person_page(request: Request) -> Response:
    """Show the form for inviting somebody."""
    require(request, Permission.MANAGE_PEOPLE)
    return _new(request, {"role": Role.EVALUATOR.value})


@router.post("/nieuw")
def invite(
    request: Request,
    name: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    vault: Annotated[bool, Form()] = False,
) -> Response:
    """Make an account, and show the link by which the person chooses a password."""
    actor = require(request, Permission.MANAGE_PEOPLE)
    try:
        with store_of(request).writing() as session:
            person = add_person(session, email, name, _role(role), may_open_vault=vault)
            token = make_link(session, "invite", person)
            details = {"person": person.id, "role": role, "vault": vault}
            note(session, "person_added", actor, address=address_of(request), details=details)
    except Refusal as refusal:
        return _new(request, {"name": name, "email": email, "role": role, "vault": vault}, str(refusal))
    return _link_page(request, person, token, "invite")


@router.get("/{person_id:int}")
def person_page(request: Request, person_id: int) -> Response:
    """Show an account."""
    require(request, Permission.MANAGE_PEOPLE)
    return _person(request, person_id)


@router.post("/{person_id:int}")
def save_person(request: Request, person_id: int, form: Annotated[PersonForm, Form()]) -> Response:
    """Change an account's name, role and rights, and the projects of somebody who sees own projects only."""
    actor = require(request, Permission.MANAGE_PEOPLE)
    try:
        with store_of(request).writing() as session:
            person = _of(session, person_id)
            change_person(
                session,
                person,
                name=form.name.strip() or None,
                role=_role(form.role),
                may_open_vault=form.vault,
                active=form.active,
            )
            _give_projects(session, actor, person, form.projects)
            details = {
                "person": person.id,
                "role": person.role,
                "vault": person.may_open_vault,
                "active": person.active,
            }
            note(session, "rights_changed", actor, address=address_of(request), details=details)
    except Refusal as refusal:
        return _person(request, person_id, str(refusal))
    flash(request, f"Het account van {person.name} is opgeslagen.")
    return RedirectResponse("/beheer/mensen", 303)


@router.post("/{person_id:int}/link")
def new_link(request: Request, person_id: int) -> Response:
    """Make a link for choosing a (new) password; it is shown once."""
    actor = require(request, Permission.MANAGE_PEOPLE)
    with store_of(request).writing() as session:
        person = _of(session, person_id)
        purpose = "password" if person.password else "invite"
        token = make_link(session, purpose, person)
        note(session, "link_made", actor, address=address_of(request), details={"person": person.id})
    return _link_page(request, person, token, purpose)


@router.post("/{person_id:int}/uitloggen")
def log_out_everywhere(request: Request, person_id: int) -> Response:
    """End all sessions of a person (a lost laptop)."""
    actor = require(request, Permission.MANAGE_PEOPLE)
    with store_of(request).writing() as session:
        person = _of(session, person_id)
        end_sessions(session, person_id)
        note(session, "logged_out_everywhere", actor, address=address_of(request), details={"person": person_id})
    flash(request, f"{person.name} is overal uitgelogd.")
    return RedirectResponse(f"/beheer/mensen/{person_id}", 303)


@router.post("/{person_id:int}/tweede-stap")
def reset_second_factor(request: Request, person_id: int) -> Response:
    """Turn a person's second factor off, and end all their sessions (a lost phone)."""
    actor = require(request, Permission.MANAGE_PEOPLE)
    with store_of(request).writing() as session:
        person = _of(session, person_id)
        if not turn_off(session, person_id):
            raise Refusal("De tweede stap van deze persoon staat niet aan.")
        end_sessions(session, person_id)
        note(session, "second_factor_reset", actor, address=address_of(request), details={"person": person_id})
    flash(request, f"De tweede stap van {person.name} is uit. {person.name} is overal uitgelogd.")
    return RedirectResponse(f"/beheer/mensen/{person_id}", 303)


def _new(request: Request, values: dict[str, object], refused: str = "") -> Response:
    """Show the form for inviting somebody, with what was filled in."""
    return render(
        request,
        "beheer/nieuw.html",
        status=422 if refused else 200,
        title="Iemand uitnodigen",
        values={"name": "", "email": "", "vault": False} | values,
        refused=refused,
        roles=_choices(),
        current="/beheer/mensen",
        breadcrumbs=[*_HOME, ("Iemand uitnodigen", "")],
    )


def _person(request: Request, person_id: int, refused: str = "") -> Response:
    """Show the form of an account, as it is kept."""
    with store_of(request).reading() as session:
        person, second = _of(session, person_id), is_on(session, person_id)
        known: Actor = actor_of(session, person)
        projects = [(row.id, title_of(row), row.id in known.projects) for row in projects_of(session)]
    return render(
        request,
        "beheer/persoon.html",
        status=422 if refused else 200,
        title=person.name,
        person=person,
        second=second,
        projects=projects,
        own_only=Role(person.role) in OWN_PROJECTS_ONLY,
        refused=refused,
        roles=_choices(),
        current="/beheer/mensen",
        breadcrumbs=[*_HOME, (person.name, "")],
    )


def _link_page(request: Request, person: Person, token: str, purpose: str) -> Response:
    """Show a one-time link; it is kept nowhere and cannot be shown again."""
    hours = int(LINK_LASTS[purpose].total_seconds() // 3600)
    return render(
        request,
        "beheer/link.html",
        title="Link voor " + person.name,
        person=person,
        link=f"{workspace_address(request)}/link/{token}",
        lasts=f"{hours // 24} dagen" if hours >= 48 else f"{hours} uur",
        current="/beheer/mensen",
        breadcrumbs=[*_HOME, (person.name, f"/beheer/mensen/{person.id}"), ("Link", "")],
    )


def _of(session: Session, person_id: int) -> Person:
    """Find an account by its number, or refuse."""
    person = session.get(Person, person_id)
    if person is None:
        raise Gone(_NO_PERSON)
    return person


def _role(value: str) -> Role:
    """Read a role from a form, or refuse."""
    try:
        return Role(value)
    except ValueError:
        raise Refusal("Kies een rol.") from None


def _choices() -> list[tuple[str, str]]:
    """Roles to choose from, each with what it is for."""
    return [(role.value, f"{label}: {ROLE_HINTS[role]}") for role, label in ROLE_LABELS.items()]


def _give_projects(session: Session, actor: Actor, person: Person, wanted: Collection[int]) -> None:
    """Make the person a member of exactly these projects; nothing changes for somebody who sees all projects."""
    if Role(person.role) not in OWN_PROJECTS_ONLY:
        return
    now = actor_of(session, person).projects
    known = {row.id for row in projects_of(session)}
    asked = known.intersection(wanted)
    for project_id in sorted(asked - now):
        give_project(session, person.id, project_id)
        note(session, "member_added", actor, project_id=project_id, details={"person": person.id})
    for project_id in sorted((now & known) - asked):
        take_project(session, person.id, project_id)
        note(session, "member_removed", actor, project_id=project_id, details={"person": person.id})
