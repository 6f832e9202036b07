"""Themes against the values of one attribute, counted in residents, without a number of a small group.

A value that fewer residents have than the threshold gets no column: such values are put together, with the smallest
other one when they are still too few, so that nothing about a small group follows from the rest. Within a row each
count below the threshold is hidden, and as many others as needed (`narratief.publish.open_data.suppress`), because the
number of all residents who told a theme stands on other pages too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratief.domain.attributes import SUGGESTED, alike
from narratief.domain.codebook import Theme
from narratief.domain.result import ProjectResult
from narratief.publish.open_data.suppress import THRESHOLD, is_safe

TOGETHER, UNKNOWN = "andere antwoorden samen", "niet ingevuld"


@dataclass(frozen=True, slots=True)
class Group:
    """A column: residents with a value.

    Attributes
    ----------
    label
        The value; `UNKNOWN` for residents of whom none is known, `TOGETHER` for several values.
    values
        Those that it holds; an empty one is that none is known. Who may not read interviews may not see these.
    residents
        How many there are, at least the threshold.
    """

    label: str
    values: tuple[str, ...]
    residents: int


@dataclass(frozen=True, slots=True)
class CrosstabRow:
    """A theme: residents who told it, per group and in all; None for what is not shown."""

    theme: Theme
    cells: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Crosstab:
    """The table.

    Attributes
    ----------
    groups
        Fewer than two when no division is possible; then there are no rows.
    left_out
        Themes told by fewer residents than the threshold: nothing of them could be shown.
    residents
        That the numbers are about.
    """

    attribute: str
    groups: tuple[Group, ...]
    rows: tuple[CrosstabRow, ...]
    left_out: tuple[Theme, ...]
    residents: int


def crosstab(result: ProjectResult, attribute: str, values: Mapping[str, str]) -> Crosstab:
    """Count themes per group of residents, over the interviews that a project's numbers are about.

    Parameters
    ----------
    attribute
        Its name.
    values
        File name of an interview → value; without those of which none is known.
    """
    value_of = {file: values.get(file, "") for file in result.basis}
    groups = _groups(Counter(value_of.values()), attribute)
    if len(groups) < 2:
        return Crosstab(attribute, (), (), (), len(value_of))
    place = {value: number for number, group in enumerate(groups) for value in group.values}
    fragments = {fragment.id: fragment.interview for fragment in result.fragments}
    told: defaultdict[str, set[str]] = defaultdict(set)
    for code in result.counted().codes:
        told[code.theme].add(fragments[code.fragment])
    rows, left_out = [], []
    for theme in result.codebook.themes:
        by_group = Counter(place[value_of[file]] for file in told[theme.id])
        counts = [by_group[number] for number in range(len(groups))]
        if sum(counts) >= THRESHOLD:
            rows.append(CrosstabRow(theme, hide_small(counts, [each.residents for each in groups]), sum(counts)))
        elif sum(counts):
            left_out.append(theme)
    return Crosstab(attribute, groups, tuple(rows), tuple(left_out), len(value_of))


def hide_small(counts: Sequence[int], residents: Sequence[int]) -> tuple[int | None, ...]:
    """Hide each count below the threshold, zeros too, and others until none follows from the total.

    Parameters
    ----------
    counts
        Residents per group who told of one theme; together at least the threshold, and the total is known.
    residents
        Residents per group.
    """
    hidden = {number for number, count in enumerate(counts) if count < THRESHOLD}
    more = sorted((count, number) for number, count in enumerate(counts) if number not in hidden)
    least = [0] * len(counts)
    while hidden and more and not is_safe(counts, residents, hidden, least):
        hidden.add(more.pop(0)[1])
    return tuple(None if number in hidden else count for number, count in enumerate(counts))


def _groups(sizes: Mapping[str, int], attribute: str) -> tuple[Group, ...]:
    """Divide residents by value; small values go together, with the smallest others until they are enough."""
    order = sorted(sizes, key=lambda value: _order(attribute, value))
    by_size = sorted(sizes, key=lambda value: (sizes[value], _order(attribute, value)))
    together: list[str] = []
    for value in by_size:
        if sizes[value] >= THRESHOLD and (not together or sum(sizes[each] for each in together) >= THRESHOLD):
            break
        together.append(value)
    groups = [Group(value or UNKNOWN, (value,), sizes[value]) for value in order if value not in together]
    if together:
        held = tuple(value for value in order if value in together)
        groups.append(Group(TOGETHER, held, sum(sizes[value] for value in together)))
    return tuple(groups)


def _order(attribute: str, value: str) -> tuple[int, int, str]:
    """Place of a value among others: suggested ones as suggested, then by the alphabet, what is not known last."""
    known = {alike(each): number for number, each in enumerate(SUGGESTED.get(alike(attribute), ()))}
    return int(not value), known.get(alike(value), len(known)), alike(value)
