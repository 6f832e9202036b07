"""The main menu and the menu of a project: an entry is shown when its page exists and the person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from starlette.routing import Match

from narratief.store.accounts.access import ALLOWED, Act, Actor, may
from narratief.web.state import state_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a menu.

    Attributes
    ----------
    path
        Whole path, or for a project's menu the part after ``/projecten/{id}``.
    act
        What one must be allowed to do to see it, in the main menu in any project; None for everyone who is logged in.
    """

    label: str
    path: str
    act: Act | None = None


MAIN: tuple[Entry, ...] = (
    Entry("Projecten", "/projecten"),
    Entry("Alle projecten samen", "/synthese"),
    Entry("Zoeken", "/zoeken", Act.SEE_INTERVIEWS),
    Entry("Mensen", "/beheer/mensen", Act.MANAGE_PEOPLE),
    Entry("Logboek", "/beheer/logboek", Act.SEE_AUDIT),
)

OF_PROJECT: tuple[Entry, ...] = (
    Entry("Overzicht", "", Act.SEE_PROJECT),
    Entry("Transcripten", "/bestanden", Act.UPLOAD),
    Entry("Gesprekken", "/gesprekken", Act.SEE_INTERVIEWS),
    Entry("Nakijken", "/nakijken", Act.REVIEW),
    Entry("Beslissingen", "/beslissingen", Act.SEE_UNCONFIRMED),
    Entry("Clusters", "/clusters", Act.CHANGE_CLUSTERS),
    Entry("Codeboek", "/codeboek", Act.SEE_UNCONFIRMED),
    Entry("Leren", "/leren", Act.LEARN),
    Entry("Tweede codeur", "/tweede-codeur", Act.SECOND_CODE),
    Entry("Verzadiging", "/verzadiging", Act.SEE_UNCONFIRMED),
    Entry("Synthese", "/synthese", Act.SEE_RESULTS),
    Entry("Momenten", "/momenten", Act.SEE_RESULTS),
    Entry("Matrices", "/matrices", Act.SEE_RESULTS),
    Entry("Zoeken", "/zoeken", Act.SEE_INTERVIEWS),
    Entry("Exporteren", "/exporteren", Act.EXPORT),
    Entry("Importeren", "/importeren", Act.CHANGE_CODEBOOK),
    Entry("Naamkluis", "/kluis", Act.OPEN_VAULT),
    Entry("Wissen", "/wissen", Act.ERASE),
)


def main_menu(request: Request, actor: Actor | None) -> list[Entry]:
    """Menu that stands on every page; empty for a visitor."""
    return [
        entry
        for entry in MAIN
        if actor is not None
        and (entry.act is None or entry.act in ALLOWED[actor.role])
        and _exists(request, entry.path)
    ]


def project_menu(request: Request, actor: Actor | None, project_id: int) -> list[Entry]:
    """Menu of a project, with whole paths."""
    start = f"/projecten/{project_id}"
    return [
        Entry(entry.label, start + entry.path)
        for entry in OF_PROJECT
        if (entry.act is None or may(actor, entry.act, project_id)) and _exists(request, start + entry.path)
    ]


def _exists(request: Request, path: str) -> bool:
    """Whether a route of the workspace answers this path."""
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] == Match.FULL for route in state_of(request).page_routes)
