"""From a project's fragments to its timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from narratief.domain.fragment import Printing
from narratief.domain.result import ProjectResult
from narratief.turning_points.grouping import group_mentions
from narratief.turning_points.mentions import Expressions, expressions_by_interview, mentions_of
from narratief.turning_points.model import Timeline, TurningPoint
from narratief.turning_points.order import in_order
from narratief.turning_points.shared import StoriesTogether, shared_events, stories_together

MIN_RESIDENTS = 2
"""Residents who must mention a moment for it to be a turning point: what one tells may matter to that one alone."""


def find_turning_points(result: ProjectResult) -> Timeline:
    """Find the turning points of a process, as residents tell them."""
    return _found(result, tuple(each.printing for each in result.fragments))


@lru_cache(maxsize=4)  # of a hundred interviews it takes seconds, and a page asks again for each click
def _found(result: ProjectResult, printing: tuple[Printing, ...]) -> Timeline:
    """Find them.

    Parameters
    ----------
    printing
        What may be printed of each fragment, which fragments are not told apart by: a quote that somebody refused since
        must not come from the cache.
    """
    expressions, together = _whatever_the_themes(
        replace(result, codes=(), measured=None, reviewed=None, waiting=0, part_of_draft=False)
    )
    mentions = mentions_of(result, expressions)
    moments = group_mentions(result.name, mentions, shared_events(result, mentions, together))
    return timeline_of(result.name, result.residents, in_order(moments))


@lru_cache(maxsize=4)  # each decision about a theme gives another result, and changes nothing of this
def _whatever_the_themes(result: ProjectResult) -> tuple[Expressions, list[StoriesTogether]]:
    """What points at moments, and which stories are of one event: all that takes long.

    Parameters
    ----------
    result
        A project without codes.
    """
    expressions = expressions_by_interview(result)
    return expressions, stories_together(result, mentions_of(result, expressions))


def timeline_of(project: str, residents: int, ordered: Iterable[TurningPoint]) -> Timeline:
    """Divide moments, already in order, into turning points and others."""
    moments = tuple(ordered)
    chosen = tuple(moment for moment in moments if _is_turning_point(moment))
    others = tuple(moment for moment in moments if not _is_turning_point(moment))
    return Timeline(project, residents, chosen, others)


def _is_turning_point(moment: TurningPoint) -> bool:
    """Tell whether enough residents mention a moment, with a theme."""
    return moment.residents >= MIN_RESIDENTS and bool(moment.themes)
