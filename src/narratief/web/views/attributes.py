"""The table of residents and their attributes, as the page shows it and as it comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from narratief.domain.attributes import SUGGESTED, alike, checked_name, in_order, plain
from narratief.domain.errors import NarratiefError, Refusal
from narratief.store.attributes import AttributeChange, Attributes, checked_value

ROWS = 50
"""Interviews on a page: with twelve attributes still fewer fields than a form may have (1,000)."""


@dataclass(frozen=True, slots=True)
class AttributeCell:
    """A cell: the name of its field, what stands in it, and what is wrong with that."""

    field: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class ResidentLine:
    """An interview with its cells; `seen` holds the values as they were shown, to be sent back with them."""

    interview: int
    file: str
    seen: str
    cells: tuple[AttributeCell, ...]


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """A page of the table.

    Attributes
    ----------
    names
        Of the columns.
    known
        Those columns in which something is filled in for somebody in the project.
    options
        Per column the values to choose from; any other may be typed.
    suggested
        Attributes to add.
    """

    names: tuple[str, ...]
    known: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    lines: tuple[ResidentLine, ...]
    suggested: tuple[str, ...]


@dataclass(slots=True)
class Typed:
    """What came back of a page.

    Attributes
    ----------
    values
        Field → what was typed, for cells that somebody changed.
    errors
        Field → what is wrong with it.
    """

    names: tuple[str, ...] = ()
    changes: list[AttributeChange] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def columns(known: Attributes, extra: Sequence[str]) -> tuple[str, ...]:
    """Columns to show: what is filled in and what is asked for; the suggested ones when there is nothing yet."""
    have = set(map(alike, known.names))
    more = [name for name in dict.fromkeys(map(plain, extra)) if name and alike(name) not in have]
    names = (*known.names, *more)
    return in_order(names) if names else tuple(SUGGESTED)


def attribute_table(
    talks: Sequence[tuple[int, str]], known: Attributes, names: tuple[str, ...], typed: Typed
) -> AttributeTable:
    """Lay out a page of interviews (number and file name), with what was typed where that was not kept."""
    lines = []
    for interview, file in talks:
        values = [known.of(interview).get(name, "") for name in names]
        cells = []
        for number, value in enumerate(values):
            at = _field(interview, number)
            cells.append(AttributeCell(at, typed.values.get(at, value), typed.errors.get(at, "")))
        lines.append(ResidentLine(interview, file, json.dumps(values, ensure_ascii=False), tuple(cells)))
    options = tuple(tuple(dict.fromkeys((*known.used(name), *_suggested_values(name)))) for name in names)
    shown = set(map(alike, names))
    left = tuple(name for name in SUGGESTED if alike(name) not in shown)
    return AttributeTable(names, tuple(n for n in names if n in known.names), options, tuple(lines), left)


def read_table(form: FormData) -> Typed:
    """Read what somebody changed on a page; cells as they were shown are no change, whatever they are now."""
    names = tuple(str(each) for each in form.getlist("kolom"))
    typed = Typed(names)
    for key, seen in form.multi_items():
        number = key.removeprefix("was-")
        if number == key or not number.isdecimal() or len(number) > _DIGITS:
            continue
        for place, (name, before) in enumerate(zip(names, _values(seen, len(names)), strict=True)):
            at = _field(int(number), place)
            value = plain(str(form.get(at, before)))
            if value == before:
                continue
            typed.values[at] = value
            try:
                if value:
                    checked_name(name)
                change = AttributeChange(int(number), name, checked_value(value), before)
            except Refusal as refusal:
                typed.errors[at] = told(refusal)
            else:
                typed.changes.append(change)
    return typed


_DIGITS = 9
"""Digits of an interview's number that are read: more is no number of a row."""


def told(error: NarratiefError) -> str:
    """What is wrong and what to do, as one text."""
    return " ".join(part for part in (error.message, error.remedy) if part)


def _field(interview: int, column: int) -> str:
    """Name of a cell's field."""
    return f"k{interview}-{column}"


def _values(seen: object, number: int) -> list[str]:
    """Values as a page showed them; empty ones where that cannot be read."""
    try:
        values = json.loads(str(seen))
    except ValueError:
        values = []
    known = [str(each) for each in values] if isinstance(values, list) else []
    return [*known, *[""] * number][:number]


def _suggested_values(name: str) -> tuple[str, ...]:
    """Values that pages suggest for an attribute."""
    by_name: Mapping[str, tuple[str, ...]] = {alike(each): values for each, values in SUGGESTED.items()}
    return by_name.get(alike(name), ())
