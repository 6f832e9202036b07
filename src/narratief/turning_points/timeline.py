"""From a project's fragments to its timeline."""

from __future__ import annotations

from collections.abc import Iterable

from narratief.domain.result import ProjectResult
from narratief.turning_points.grouping import Embed, group_mentions
from narratief.turning_points.mentions import mentions_of
from narratief.turning_points.model import Timeline, TurningPoint
from narratief.turning_points.order import in_order


def find_turning_points(result: ProjectResult, embed: Embed | None = None, at_least: int = 2) -> Timeline:
    """Find the turning points of a process, as residents tell them.

    Parameters
    ----------
    embed
        Turns texts into unit vectors; lets moments be grouped by meaning besides by words.
    at_least
        Number of residents who must mention a moment for it to be a turning point.
    """
    ordered = in_order(group_mentions(result.name, mentions_of(result), embed))
    return timeline_of(result.name, result.residents, ordered, at_least)


def timeline_of(project: str, residents: int, ordered: Iterable[TurningPoint], at_least: int) -> Timeline:
    """Divide moments, already in order, into turning points and others.

    A month alone ("in mei") is a turning point only when several residents tell the same theme with it: else each of
    them likely tells of something else in that month.
    """
    moments = tuple(ordered)
    turning = tuple(
        moment
        for moment in moments
        if moment.residents >= at_least and moment.themes and (not _only_a_date(moment) or _shared_theme(moment))
    )
    return Timeline(project, residents, turning, tuple(moment for moment in moments if moment not in turning))


def _only_a_date(moment: TurningPoint) -> bool:
    """Tell whether nothing but a month or a season says that residents mean the same."""
    return moment.unsure and not moment.event and moment.when is not None


def _shared_theme(moment: TurningPoint) -> bool:
    """Tell whether two residents tell the same theme with a moment."""
    told = [theme for perspective in moment.perspectives for theme in perspective.themes]
    return any(told.count(theme) > 1 for theme in told)
