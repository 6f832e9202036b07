"""The columns of a decision that say what was done, and how they are read by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from narratief.domain.actions import Action
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span
from narratief.store.json_fields import JsonFields, UnreadableField

Values = Mapping[str, Any]
"""What a column of JSON holds."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a decision that say what was done.

    Attributes
    ----------
    kind
        A `Kind`, or whatever else a row has there.
    target
        What it is about beside words and theme: a memo, a turning point, a cluster, a version, an undone kind.
    before, after
        What was the case, and what the person made of it.
    undoes
        Id of the decision that it undoes.
    """

    kind: str
    target: str | None = None
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    undoes: int | None = None


class Row(NamedTuple):
    """The same columns, the JSON in them ready to be read by type."""

    kind: Kind
    target: str | None
    before: JsonFields
    after: JsonFields
    undoes: int | None

    @property
    def target_number(self) -> int:
        """The target as the id that it is for some kinds."""
        if self.target is None or not self.target.isdecimal():
            raise UnreadableField("target")
        return int(self.target)


Reader = Callable[[Row], Action]
"""Reads an act out of the columns of its kind."""


def lists_of(spans: Sequence[Span]) -> list[list[int]]:
    """Turn positions into the lists that JSON has."""
    return [list(span) for span in spans]
