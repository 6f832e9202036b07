"""What a hostile file is: its name, why it is hostile, and how its bytes are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Expected = Literal["read", "refused", "either"]


@dataclass(frozen=True)
class Case:
    """A hostile file.

    Attributes
    ----------
    name
        File name; its folder tells which reader gets it (transcripts, exchange, settings, lines).
    reason
        What is hostile about it.
    expected
        Whether it can be read all the same, must be refused, or either.
    """

    name: str
    reason: str
    make: Callable[[], bytes]
    expected: Expected = "refused"

    @property
    def reader(self) -> str:
        return self.name.split("/")[0]
