"""Search hits as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from narratief.domain.fragment import WITHHELD
from narratief.store.review.search import Hit
from narratief.web.views.reading import Piece, cut


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A fragment that was found, with the found words marked and its themes by label."""

    hit: Hit
    project: str
    pieces: tuple[Piece, ...]
    themes: tuple[str, ...]


def shown_hits(hits: Iterable[Hit], titles: Mapping[int, str], labels: Mapping[str, str]) -> list[ShownHit]:
    """Hits as pages show them, in the order found.

    Parameters
    ----------
    titles
        Of projects, by number.
    labels
        Of themes, by id.
    """
    return [
        ShownHit(
            hit,
            titles.get(hit.project_id, hit.project),
            cut(hit.text, (0, len(hit.text)), [(a, b, "gevonden") for a, b in hit.highlights]),
            tuple(labels.get(theme, theme) for theme in hit.themes),
        )
        for hit in hits
    ]


def lines(found: Iterable[ShownHit]) -> list[dict[str, object]]:
    """Hits as lines of a workbook."""
    return [
        {
            "Project": one.project,
            "Gesprek": one.hit.file,
            "Fragment": WITHHELD if one.hit.withheld else one.hit.text,
            "Thema's": "; ".join(one.themes),
            "Begin": one.hit.start,
            "Eind": one.hit.end,
        }
        for one in found
    ]
