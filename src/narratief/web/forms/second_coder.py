"""Forms of the second coder: a sample that is drawn, and a difference that is settled."""

from __future__ import annotations

from pydantic import Field

from narratief.domain.spans import Span
from narratief.web.forms import FormModel


class SampleForm(FormModel):
    """A sample to draw.

    Attributes
    ----------
    size
        Number of fragments; the bound is chosen, not measured: a larger one is a slip of the keyboard.
    theme
        Id of a theme that each fragment must have; empty for any.
    coders
        Numbers of the people who are asked to code it.
    """

    size: int = Field(default=50, ge=1, le=2000)
    name: str = ""
    theme: str = ""
    coders: tuple[int, ...] = ()


class AdjudicationForm(FormModel):
    """A difference between coders that is settled.

    Attributes
    ----------
    present
        "ja" when the theme holds.
    back
        Query of the page to go back to.
    """

    interview: int
    start: int
    end: int
    theme: str
    present: str
    back: str = ""

    @property
    def span(self) -> Span:
        """Place of the fragment."""
        return self.start, self.end
