"""Saved views: what an address looks for as it is kept and back, and which view a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import QueryParams

from narratief.store.accounts.access import Actor, Role
from narratief.store.saved_views import SavedView
from narratief.web.views.finding import Wanted


@dataclass(frozen=True, slots=True)
class ShownViews:
    """Views beside a page of citations.

    Attributes
    ----------
    views
        Those that the person may open, each with whether the page shows just that.
    can_save
        Whether the page shows something to save that no view shows yet.
    own
        Those that the person may let show what the page shows.
    """

    views: tuple[tuple[SavedView, bool], ...]
    can_save: bool
    own: tuple[SavedView, ...]


def shown_views(views: Sequence[SavedView], wanted: Wanted, actor: Actor) -> ShownViews:
    """Lay the views out beside a page."""
    query = wanted.query()
    marked = tuple((view, query_of(view.asked) == query) for view in views)
    can_save = bool(query) and not any(here for _, here in marked)
    return ShownViews(marked, can_save, tuple(view for view in views if can_save and may_change(actor, view)))


def may_change(actor: Actor, view: SavedView) -> bool:
    """Whether a person may change a view: whose it is, and for shared ones an administrator (people leave)."""
    return view.owner_id == actor.id or (view.shared and actor.role == Role.ADMINISTRATOR)


def asked_in(query: str) -> dict[str, list[str]]:
    """What an address looks for, as it is kept: fields that mean nothing are left out."""
    return parse_qs(Wanted.read(QueryParams(query.lstrip("?"))).query().lstrip("?"), keep_blank_values=True)


def query_of(asked: Mapping[str, Sequence[str]]) -> str:
    """What a view looks for, as the query of an address, with its question mark."""
    return Wanted.read(QueryParams(urlencode(asked, doseq=True))).query()
