"""Which stories of different residents tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from narratief.domain.vectors import Array, Mask
from narratief.turning_points.comparing import Compared, Places
from narratief.turning_points.likeness import ENOUGH as ALIKE
from narratief.turning_points.stories import Story
from narratief.turning_points.story_model import Regression, load_story_model

ENOUGH = -0.8
"""Mean log-odds from which stories are put together. Chosen on projects that were each scored by a model that had not
learned from it (models/turning_points/recipe/learn_stories.py)."""
SURE = 0.5
"""Mean log-odds from which that is sure; chosen on the same."""
LEAST_TOLD = -1.0
"""Log-odds of telling of an event under which a story that names none is left out; -2 to -0.5 hardly differed."""
_OF_ONE_RESIDENT = -3.0
"""Log-odds that two stories of one resident are of one event: a story that goes on later is rare."""
_NAMED = 0.5
"""Log-odds at least of stories that name one event (`likeness`); 2 found the same events."""
_NEVER = -12.0
"""Log-odds of stories that name events which surely differ: one such pair keeps small groups apart."""
TELLS_SOMETHING = 2.0
"""Weight of shared words under which stories have nothing in common: less than one word that few texts have. With 3
fewer were found, with 1 more, and more of these wrong (docs/measurements.md)."""
_AT_ONCE = 1_000_000
"""Pairs that are compared at once. Chosen, not measured: each table of them takes 8 MB."""
_CORE = 3_000
"""Stories that are compared with each other, those that tell of an event most surely; of a thousand interviews all
pairs took 20 GB. The others join the group they fit (cluster a sample, label the rest: CURE, Guha et al. 1998). Chosen:
150 interviews of half an hour hold about so many, and a table of their pairs takes 72 MB."""

Group = tuple[tuple[int, ...], float]
"""Places of the stories of one event, in order, and the mean log-odds between those of different residents."""


def linked(stories: Sequence[Story]) -> list[Group]:
    """Put together stories of one event that several residents tell of."""
    compared = Compared(stories, _divided(stories)[0].tolist())
    kept = []
    for group, odds in grouped(compared, load_story_model().same_event, ENOUGH):
        if own := tuple(_sharing(compared, np.array(group))):
            kept.append((own, odds))
    return kept


def grouped(compared: Compared, regression: Regression, enough: float) -> list[Group]:
    """Group stories by the mean log-odds between groups, the likest first, as long as that is enough."""
    core, others = _divided(compared.stories)
    groups = _of_core(compared, regression, enough, core)
    return _joined(compared, regression, enough, groups, others)


def _divided(stories: Sequence[Story]) -> tuple[Places, Places]:
    """Places of the stories that tell of an event: the surest, which are compared with each other, and the rest."""
    kept = [at for at, each in enumerate(stories) if (each.tells > LEAST_TOLD or each.mentions) and not each.denied]
    surest = sorted(kept, key=lambda at: (-stories[at].tells, at))
    return np.array(sorted(surest[:_CORE]), np.intp), np.array(sorted(surest[_CORE:]), np.intp)


def _of_core(compared: Compared, regression: Regression, enough: float, core: Places) -> list[Group]:
    """Group the stories of the core.

    Stories of one group hang together by pairs that are each enough, since a mean is never more than all of its parts.
    So those that do not are grouped apart from each other, and no table of all pairs is needed.
    """
    groups: list[Group] = []
    for places in _hanging_together(compared, regression, enough, core):
        odds = log_odds(compared, regression, places, places)
        others = _of_others(compared, places, places)
        for members in _clustered(odds, enough):
            if (across := others[np.ix_(members, members)]).any():
                groups.append((tuple(places[members].tolist()), float(np.mean(odds[np.ix_(members, members)][across]))))
    return sorted(groups)


def _joined(
    compared: Compared, regression: Regression, enough: float, groups: Sequence[Group], others: Places
) -> list[Group]:
    """Let stories outside the core join the group with the most mean log-odds, where that is enough.

    The log-odds of a group stay those of its core.
    """
    if not groups:
        return []
    members = np.concatenate([places for places, _ in groups])
    sizes = np.array([len(places) for places, _ in groups])
    starts = np.cumsum(sizes) - sizes
    joining: list[list[int]] = [[] for _ in groups]
    at_once = max(1, _AT_ONCE // len(members))
    for start in range(0, len(others), at_once):
        part = others[start : start + at_once]
        odds = np.add.reduceat(log_odds(compared, regression, part, members), starts, axis=1) / sizes
        likest = odds.argmax(axis=1)
        fits = odds.max(axis=1) >= enough
        for at, group in zip(part[fits].tolist(), likest[fits].tolist(), strict=True):
            joining[group].append(at)
    return sorted((tuple(sorted((*places, *new))), odds) for (places, odds), new in zip(groups, joining, strict=True))


def _sharing(compared: Compared, places: Places) -> Iterator[int]:
    """Yield the stories of a group that have something in common with one of another resident there."""
    at_once = max(1, _AT_ONCE // len(places))
    for start in range(0, len(places), at_once):
        here = places[start : start + at_once]
        told = compared.shared(here, places) >= TELLS_SOMETHING  # a time alone makes no event
        common = (told | (compared.alike(here, places) >= ALIKE)) & _of_others(compared, here, places)
        yield from here[np.any(common, axis=1)].tolist()


def log_odds(compared: Compared, regression: Regression, ones: Places, others: Places) -> Array:
    """Log-odds that two stories are of one event: shape (ones, others)."""
    odds = np.full((len(ones), len(others)), regression.start)
    for weight, number in zip(regression.numbers, compared.numbers(ones, others), strict=True):
        odds += weight * number
    alike = compared.alike(ones, others) >= ALIKE
    odds[alike] = np.maximum(odds[alike], _NAMED)
    odds[compared.apart(ones, others) > 0] = _NEVER
    odds[~_of_others(compared, ones, others)] = _OF_ONE_RESIDENT
    return odds


def _hanging_together(compared: Compared, regression: Regression, enough: float, kept: Places) -> Iterator[Places]:
    """Yield places of stories, two or more, that pairs with enough log-odds lead to from each other."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    at_once = max(1, _AT_ONCE // max(1, len(kept)))
    pairs = []
    for start in range(0, len(kept), at_once):
        odds = log_odds(compared, regression, kept[start : start + at_once], kept[start:])
        pairs.append(np.argwhere(odds >= enough) + start)
    ones, others = np.concatenate([np.empty((0, 2), np.intp), *pairs]).T
    table = coo_array((np.ones(len(ones)), (ones, others)), shape=(len(kept), len(kept)))
    labels = connected_components(table, directed=False)[1]
    for members in _by_label(labels):
        if len(members) > 1:
            yield kept[members]


def _clustered(odds: Array, enough: float) -> Iterator[Places]:
    """Yield groups of places in a table of log-odds, made from two or more."""
    from scipy.cluster.hierarchy import fcluster, linkage  # loads for a while, and the workspace starts with this
    from scipy.spatial.distance import squareform

    farthest = max(odds.max(), enough) + 1  # distances may not be negative
    distances = farthest - odds
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    yield from _by_label(fcluster(tree, farthest - enough, "distance"))


def _by_label(labels: Places) -> Iterator[Places]:
    """Yield the places that have each label, in order."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, label in enumerate(labels.tolist()):
        groups[label].append(at)
    for members in groups.values():
        yield np.array(members)


def _of_others(compared: Compared, ones: Places, others: Places) -> Mask:
    """Which stories are of different residents."""
    return np.asarray(compared.interviews[ones, None] != compared.interviews[None, others], bool)
