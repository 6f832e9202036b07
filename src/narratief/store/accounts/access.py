"""Who may do what: one table, and one pure function over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is in narratief."""

    EVALUATOR = "evaluator"
    RESEARCHER = "researcher"
    PARTICIPATION = "participation"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.EVALUATOR: "Evaluator",
    Role.RESEARCHER: "Onderzoeker",
    Role.PARTICIPATION: "Participatieteam",
    Role.ADMINISTRATOR: "Beheerder",
}


class Permission(StrEnum):
    """What one may or may not do.

    Attributes
    ----------
    SEE_PROJECT
        See that a project exists, its facts and how far it is.
    SEE_INTERVIEWS
        Read whole (pseudonymised) interviews, and search in them.
    SEE_RESULTS
        See the synthesis; for the participation team of confirmed codes only.
    SEE_UNCONFIRMED
        See codes that nobody confirmed.
    SHARE
        Say who may see a project.
    CHANGE_ATTRIBUTES
        See and note attributes of residents (age group, role); who may read interviews sees them too.
    """

    SEE_PROJECT = "see_project"
    SEE_INTERVIEWS = "see_interviews"
    SEE_RESULTS = "see_results"
    SEE_UNCONFIRMED = "see_unconfirmed"
    CREATE_PROJECT = "create_project"
    SHARE = "share"
    CHANGE_FACTS = "change_facts"
    UPLOAD = "upload"
    FIX_SPEAKERS = "fix_speakers"
    FIX_PRIVACY = "fix_privacy"
    CHANGE_ATTRIBUTES = "change_attributes"
    RUN = "run"
    REVIEW = "review"
    CHANGE_CLUSTERS = "change_clusters"
    CHANGE_CODEBOOK = "change_codebook"
    SECOND_CODE = "second_code"
    DRAW_SAMPLE = "draw_sample"
    ADJUDICATE = "adjudicate"
    LEARN = "learn"
    CHOOSE_QUOTES = "choose_quotes"
    EXPORT = "export"
    OPEN_VAULT = "open_vault"
    ERASE = "erase"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"


_SEE = {Permission.SEE_PROJECT, Permission.SEE_RESULTS}
_READ = _SEE | {Permission.SEE_INTERVIEWS, Permission.SEE_UNCONFIRMED}
_TAKE_IN = {
    Permission.CREATE_PROJECT,
    Permission.CHANGE_FACTS,
    Permission.UPLOAD,
    Permission.FIX_SPEAKERS,
    Permission.FIX_PRIVACY,
    Permission.CHANGE_ATTRIBUTES,
    Permission.RUN,
}
_STUDY = {
    Permission.REVIEW,
    Permission.CHANGE_CLUSTERS,
    Permission.CHANGE_CODEBOOK,
    Permission.SECOND_CODE,
    Permission.DRAW_SAMPLE,
    Permission.ADJUDICATE,
    Permission.LEARN,
}
_MANAGE = {Permission.SHARE, Permission.ERASE, Permission.MANAGE_PEOPLE, Permission.SEE_AUDIT}
_PUBLISH = {Permission.CHOOSE_QUOTES, Permission.EXPORT}

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.EVALUATOR: frozenset(_READ | _TAKE_IN | {Permission.SHARE}),
    Role.RESEARCHER: frozenset(_READ | _TAKE_IN | _STUDY | _PUBLISH),
    Role.PARTICIPATION: frozenset(_SEE | _PUBLISH),
    Role.ADMINISTRATOR: frozenset(_READ | _TAKE_IN | _STUDY | _PUBLISH | _MANAGE),
}
OWN_PROJECTS_ONLY = frozenset({Role.EVALUATOR})
"""Whoever has one of these roles sees only projects that they are a member of."""
WITHOUT_PROJECT = frozenset({Permission.CREATE_PROJECT, Permission.MANAGE_PEOPLE, Permission.SEE_AUDIT})
"""Permissions that are about no project."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who is logged in, as far as rights go.

    Attributes
    ----------
    projects
        Ids of the projects that they are a member of.
    closed
        Ids of the projects that are for their members only, where they are none and do not administrate.
    """

    id: int
    name: str
    role: Role
    may_open_vault: bool = False
    active: bool = True
    projects: frozenset[int] = field(default_factory=frozenset)
    closed: frozenset[int] = field(default_factory=frozenset)


def may(person: Actor | None, permission: Permission, project: int | None = None) -> bool:
    """Tell whether a person may do something.

    Parameters
    ----------
    person
        None for somebody who is not logged in, who may nothing.
    permission
        What they want to do.
    project
        Id of the project that it is about; needed for every permission that is about one.
    """
    if person is None or not person.active:
        return False
    if permission not in WITHOUT_PROJECT:
        if project is None:
            return False
        if project in person.closed or (person.role in OWN_PROJECTS_ONLY and project not in person.projects):
            return False
    if permission == Permission.OPEN_VAULT:
        return person.role == Role.ADMINISTRATOR or (person.role == Role.RESEARCHER and person.may_open_vault)
    return permission in ALLOWED[person.role]
