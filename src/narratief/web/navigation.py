"""The main menu and the menu of a project: an entry is shown when its page exists and the person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.routing import Match

from narratief.store.accounts.access import ALLOWED, Actor, Permission, may
from narratief.web.state import state_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a menu.

    Attributes
    ----------
    path
        Whole path, or for a project's menu the part after ``/projecten/{id}``.
    permission
        What one must be allowed to do to see it, in the main menu in any project; None for everyone who is logged in.
    """

    label: str
    path: str
    permission: Permission | None = None


MAIN: tuple[Entry, ...] = (
    Entry("Projecten", "/projecten"),
    Entry("Alle projecten samen", "/synthese"),
    Entry("Zoeken", "/zoeken", Permission.SEE_INTERVIEWS),
    Entry("Mensen", "/beheer/mensen", Permission.MANAGE_PEOPLE),
    Entry("Logboek", "/beheer/logboek", Permission.SEE_AUDIT),
)

OF_PROJECT: tuple[Entry, ...] = (
    Entry("Overzicht", "", Permission.SEE_PROJECT),
    Entry("Transcripten", "/bestanden", Permission.UPLOAD),
    Entry("Gesprekken", "/gesprekken", Permission.SEE_INTERVIEWS),
    Entry("Nakijken", "/nakijken", Permission.REVIEW),
    Entry("Beslissingen", "/beslissingen", Permission.SEE_UNCONFIRMED),
    Entry("Clusters", "/clusters", Permission.CHANGE_CLUSTERS),
    Entry("Codeboek", "/codeboek", Permission.SEE_UNCONFIRMED),
    Entry("Leren", "/leren", Permission.LEARN),
    Entry("Tweede codeur", "/tweede-codeur", Permission.SECOND_CODE),
    Entry("Verzadiging", "/verzadiging", Permission.SEE_UNCONFIRMED),
    Entry("Synthese", "/synthese", Permission.SEE_RESULTS),
    Entry("Momenten", "/momenten", Permission.SEE_RESULTS),
    Entry("Matrices", "/matrices", Permission.SEE_RESULTS),
    Entry("Zoeken", "/zoeken", Permission.SEE_INTERVIEWS),
    Entry("Exporteren", "/exporteren", Permission.EXPORT),
    Entry("Importeren", "/importeren", Permission.CHANGE_CODEBOOK),
    Entry("Naamkluis", "/kluis", Permission.OPEN_VAULT),
    Entry("Wissen", "/wissen", Permission.ERASE),
)


def main_menu(request: Request, actor: Actor | None) -> list[Entry]:
    """Menu that stands on every page; empty for a visitor."""
    return [
        entry
        for entry in MAIN
        if actor is not None
        and (entry.permission is None or entry.permission in ALLOWED[actor.role])
        and _exists(request, entry.path)
    ]


def project_menu(request: Request, actor: Actor | None, project_id: int) -> list[Entry]:
    """Menu of a project, with whole paths."""
    start = f"/projecten/{project_id}"
    return [
        Entry(entry.label, start + entry.path)
        for entry in OF_PROJECT
        if (entry.permission is None or may(actor, entry.permission, project_id))
        and _exists(request, start + entry.path)
    ]


def _exists(request: Request, path: str) -> bool:
    """Whether a route of the workspace answers this path."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] == Match.FULL for route in state_of(request).page_routes)
