"""From a project's fragments to its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from narratief.domain.result import ProjectResult
from narratief.turning_points.grouping import group_mentions
from narratief.turning_points.mentions import mentions_of
from narratief.turning_points.model import Timeline, TurningPoint
from narratief.turning_points.order import in_order
from narratief.turning_points.shared import shared_events

MIN_RESIDENTS = 2
"""Residents who must mention a moment for it to be a turning point: what one tells may matter to that one alone."""


@lru_cache(maxsize=4)  # of a hundred interviews it takes seconds, and a page asks again for each click
def find_turning_points(result: ProjectResult) -> Timeline:
    """Find the turning points of a process, as residents tell them."""
    mentions = mentions_of(result)
    moments = group_mentions(result.name, mentions, shared_events(result, mentions))
    return timeline_of(result.name, result.residents, in_order(moments))


def timeline_of(project: str, residents: int, ordered: Iterable[TurningPoint]) -> Timeline:
    """Divide moments, already in order, into turning points and others."""
    moments = tuple(ordered)
    chosen = tuple(moment for moment in moments if _is_turning_point(moment))
    others = tuple(moment for moment in moments if not _is_turning_point(moment))
    return Timeline(project, residents, chosen, others)


def _is_turning_point(moment: TurningPoint) -> bool:
    """Tell whether enough residents mention a moment, with a theme."""
    return moment.residents >= MIN_RESIDENTS and bool(moment.themes)
