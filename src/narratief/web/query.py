"""Query parameters of filter forms: a browser sends each field of a form, an empty one as an empty text."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BeforeValidator

T = TypeVar("T")


def none_if_empty(value: object) -> object:
    """Read the empty text of a field that was left open as no value."""
    return None if value == "" else value


FilterValue = Annotated[T | None, BeforeValidator(none_if_empty)]
"""Type of a query parameter that a filter form fills in; None when the field is empty or left out.

HTML forms leave out unchecked boxes only, and FastAPI takes an empty text for an absent value in forms, not in
addresses.
"""
