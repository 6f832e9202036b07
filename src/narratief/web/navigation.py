"""The main menu, and the places of a project with their pages: what one may not see is left out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from narratief.store.accounts.access import ALLOWED, Actor, Permission, may
from narratief.web.language_model import shown_model


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a menu.

    Attributes
    ----------
    path
        Whole path, or for a project's page the part after ``/projecten/{id}``.
    permission
        What one must be allowed to do to see it, in the main menu in any project; None for everyone who is logged in.
    also
        Beginnings of other paths that belong to it, written as `path`.
    asks_model
        Whether it is there only where a language model is set.
    """

    label: str
    path: str
    permission: Permission | None = None
    also: tuple[str, ...] = ()
    asks_model: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Pages of a project that serve one job.

    Attributes
    ----------
    key
        Letter that leads to it after a ``g``.
    """

    label: str
    key: str
    pages: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as a page shows it.

    Attributes
    ----------
    here
        Value of ``aria-current``: "page" on the page itself, "true" on one that belongs to it, "" elsewhere.
    """

    label: str
    path: str
    here: str


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as a page shows it: it leads to the first of its pages; ``here`` as in `ShownEntry`."""

    label: str
    key: str
    path: str
    pages: tuple[ShownEntry, ...]
    here: str


MAIN: tuple[Entry, ...] = (
    Entry("Projecten", "/projecten"),
    Entry("Alle projecten samen", "/synthese"),
    Entry("Citaten", "/citaten", Permission.SEE_RESULTS),
    Entry("Mensen", "/beheer/mensen", Permission.MANAGE_PEOPLE),
    Entry("Logboek", "/beheer/logboek", Permission.SEE_AUDIT),
)

PLACES: tuple[Place, ...] = (
    Place(
        "Overzicht",
        "o",
        (
            Entry("Wat nu?", "", Permission.SEE_PROJECT),
            Entry("Gegevens", "/gegevens", Permission.CHANGE_FACTS),
            Entry("Toegang", "/toegang", Permission.SHARE),
            Entry("Activiteit", "/activiteit", Permission.SEE_PROJECT),
            Entry("Verwerking", "/verwerking", Permission.RUN),
            Entry("Naamkluis", "/kluis", Permission.OPEN_VAULT),
            Entry("Wissen", "/wissen", Permission.ERASE),
        ),
    ),
    Place(
        "Gesprekken",
        "g",
        (
            Entry("Lezen", "/gesprekken", Permission.SEE_INTERVIEWS),
            Entry("Uploaden en controleren", "/bestanden", Permission.UPLOAD),
            Entry("Wat weggaat", "/woorden", Permission.FIX_PRIVACY),
            Entry("Kenmerken", "/kenmerken", Permission.CHANGE_ATTRIBUTES),
        ),
    ),
    Place(
        "Nakijken",
        "n",
        (
            Entry("Voorstellen", "/nakijken", Permission.REVIEW),
            Entry("Tweede codeur", "/tweede-codeur", Permission.SECOND_CODE),
            Entry("Tweede blik", "/tweede-blik", Permission.SECOND_CODE, asks_model=True),
            Entry("Codeboek", "/codeboek", Permission.SEE_UNCONFIRMED),
            Entry("Leren", "/leren", Permission.LEARN),
            Entry("Beslissingen", "/beslissingen", Permission.SEE_UNCONFIRMED),
        ),
    ),
    Place(
        "Ontdekken",
        "d",
        (
            Entry("Citaten", "/citaten", Permission.SEE_RESULTS),
            Entry("Vraag het de gesprekken", "/vraag", Permission.SEE_INTERVIEWS, asks_model=True),
            Entry("Clusters", "/clusters", Permission.CHANGE_CLUSTERS),
            Entry("Momenten", "/momenten", Permission.SEE_RESULTS),
            Entry("Matrices", "/matrices", Permission.SEE_RESULTS),
            Entry("Kruistabellen", "/kruistabellen", Permission.SEE_RESULTS),
            Entry("Verzadiging", "/verzadiging", Permission.SEE_UNCONFIRMED),
        ),
    ),
    Place(
        "Uitkomsten",
        "u",
        (
            Entry("Synthese", "/synthese", Permission.SEE_RESULTS),
            Entry("Exporteren", "/exporteren", Permission.EXPORT),
            Entry("Importeren", "/importeren", Permission.CHANGE_CODEBOOK),
            Entry("Hoe zeker is dit?", "/zekerheid", Permission.SEE_RESULTS),
        ),
    ),
)


def main_menu(request: Request, actor: Actor | None) -> list[Entry]:
    """Menu that stands on every page; empty for a visitor."""
    return [
        entry
        for entry in MAIN
        if actor is not None and (entry.permission is None or entry.permission in ALLOWED[actor.role])
    ]


def project_places(request: Request, actor: Actor | None, project_id: int, current: str) -> list[ShownPlace]:
    """Places of a project, with whole paths.

    Parameters
    ----------
    current
        Path of the page that is shown, or of the one that it belongs to; the longest path that it begins with is
        marked.
    """
    start = f"/projecten/{project_id}"
    seen = [(place, _seen_pages(request, actor, project_id, place)) for place in PLACES]
    at = _belongs_to(current, [page for _, pages in seen for page in pages], start)
    shown = []
    for place, pages in seen:
        if pages:
            marked = tuple(
                ShownEntry(p.label, start + p.path, _mark(request, start + p.path) if p is at else "") for p in pages
            )
            here = next((page.here for page in marked if page.here), "")
            shown.append(ShownPlace(place.label, place.key, marked[0].path, marked, "true" if here else ""))
    return shown


def _seen_pages(request: Request, actor: Actor | None, project_id: int, place: Place) -> list[Entry]:
    """Pages of a place that a person may see."""
    model = shown_model()
    return [
        page
        for page in place.pages
        if (page.permission is None or may(actor, page.permission, project_id)) and (model or not page.asks_model)
    ]


def _belongs_to(current: str, pages: list[Entry], start: str) -> Entry | None:
    """Page that a path belongs to: of those whose path it begins with, the one with the longest."""
    fits = [
        (len(path), page)
        for page in pages
        for path in (start + page.path, *(start + other for other in page.also))
        if current == path or (path != start and current.startswith(path + "/"))
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _mark(request: Request, path: str) -> str:
    """Value of ``aria-current`` for a page that one is at, or that the page one is at belongs to."""
    return "page" if request.url.path == path else "true"
