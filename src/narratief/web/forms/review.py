"""The form of the review queue."""

from __future__ import annotations

from narratief.domain.spans import Span
from narratief.web.forms import FormModel


class AnswerForm(FormModel):
    """What a person says of a code.

    Attributes
    ----------
    act
        "ja", "nee", "ander" (with ``new_theme``) or "later".
    contested
        Not empty when people differed about the code, so that the answer settles that.
    seen
        Last decision that the page knew of.
    asked
        Id of this request: sent twice, it is carried out once.
    filter_theme, filter_interview
        What the queue was narrowed to, for the way back.
    """

    act: str
    interview: int
    start: int
    end: int
    theme: str
    new_theme: str = ""
    contested: str = ""
    seen: int | None = None
    asked: str = ""
    filter_theme: str = ""
    filter_interview: str = ""

    @property
    def span(self) -> Span:
        """Place of the fragment."""
        return self.start, self.end
