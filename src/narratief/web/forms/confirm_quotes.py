"""The form that says whether a publication may print a quote."""

from __future__ import annotations

from narratief.domain.spans import Span
from narratief.web.forms import FormModel


class ConfirmQuoteForm(FormModel):
    """What a person says of a quote.

    Attributes
    ----------
    mag
        "ja" when it may be printed, "nee" when it may not.
    """

    interview: int
    start: int
    end: int
    mag: str

    @property
    def span(self) -> Span:
        """Place of the quote."""
        return self.start, self.end
