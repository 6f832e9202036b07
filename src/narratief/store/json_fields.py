"""Reading JSON out of a database column with the types that it must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from narratief.domain.interview import ROLES, Role
from narratief.domain.spans import Span

T = TypeVar("T")


class UnreadableField(ValueError):
    """A field that no version of narratief wrote; the message names the field, and never its value."""


class JsonFields:
    """One column of JSON, read field by field; each method raises `UnreadableField` when the field is not what it says.

    Parameters
    ----------
    column
        Name of the column, for errors.
    values
        What it holds.
    """

    __slots__ = ("_column", "_values")

    def __init__(self, column: str, values: object) -> None:
        if not isinstance(values, Mapping):
            raise UnreadableField(column)
        self._column, self._values = column, values

    def __contains__(self, name: str) -> bool:
        """Whether a field is there, if only to hold nothing."""
        return name in self._values

    def is_null(self, name: str) -> bool:
        """Tell whether a field is there and holds nothing."""
        return name in self._values and self._values[name] is None

    def text(self, name: str, *, default: str | None = None) -> str:
        """Text of a field; the default, when there is one, where the field is not there."""
        if default is not None and name not in self:
            return default
        return self._of(name, str)

    def texts(self, name: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """All texts of a field that holds a list of them; the default, when there is one, where it is not there."""
        if default is not None and name not in self:
            return default
        return self._all_texts(name, self._values.get(name))

    def lists_of_texts(self, name: str, *, default: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        """All lists of texts of a field that holds a list of those; the default where the field is not there."""
        if name not in self:
            return default
        return tuple(self._all_texts(name, values) for values in self._of(name, list))

    def number(self, name: str) -> int:
        """Whole number of a field."""
        value = self._of(name, int)
        if isinstance(value, bool):
            raise self._unreadable(name)
        return value

    def number_or_none(self, name: str) -> int | None:
        """Whole number of a field; None when the field is not there or holds nothing."""
        return None if self._values.get(name) is None else self.number(name)

    def fraction(self, name: str) -> float:
        """Number of a field, whole or not: JSON and databases may write 1.0 as 1."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._unreadable(name)
        return float(value)

    def flag(self, name: str) -> bool:
        """Yes or no of a field."""
        return self._of(name, bool)

    def one_of(self, name: str, allowed: Sequence[T]) -> T:
        """Value of a field that can hold a few values only."""
        found = self._values.get(name)
        for each in allowed:
            if found == each:
                return each
        raise self._unreadable(name)

    def spans(self, name: str) -> tuple[Span, ...]:
        """All positions of a field that holds a list of them."""
        found = []
        for pair in self._of(name, list):
            match pair:
                case [int(start), int(end)]:
                    found.append((start, end))
                case _:
                    raise self._unreadable(name)
        return tuple(found)

    def roles(self, name: str) -> dict[str, Role]:
        """Roles of a field, by whatever its keys are."""
        values = self._values.get(name)
        if not isinstance(values, Mapping):
            raise self._unreadable(name)
        roles = JsonFields(f"{self._column}.{name}", values)
        return {key: roles.one_of(key, ROLES) for key in values}

    def roles_by_turn(self, name: str) -> dict[int, Role]:
        """Roles of a field, by the number of a turn."""
        roles = self.roles(name)
        if not all(key.isdecimal() for key in roles):
            raise self._unreadable(name)
        return {int(key): role for key, role in roles.items()}

    def _all_texts(self, name: str, values: object) -> tuple[str, ...]:
        """Texts of a list that holds nothing else."""
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._unreadable(name)
        return tuple(values)

    def _of(self, name: str, kind: type[T]) -> T:
        """Value of a field that must be of this type."""
        value = self._values.get(name)
        if not isinstance(value, kind):
            raise self._unreadable(name)
        return value

    def _unreadable(self, name: str) -> UnreadableField:
        """Error about a field of this column."""
        return UnreadableField(f"{self._column}.{name}")
