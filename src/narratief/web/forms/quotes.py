"""The form that chooses a quote for publication."""

from __future__ import annotations

from narratief.domain.spans import Span
from narratief.web.forms import FormModel


class QuoteForm(FormModel):
    """A quote that is chosen, or not any more.

    Attributes
    ----------
    theme
        The theme that it illustrates; empty for the words as such.
    chosen
        "ja", or anything else when it is not to be published.
    back
        Page to go back to.
    """

    interview: int
    start: int
    end: int
    chosen: str
    theme: str = ""
    back: str = ""

    @property
    def span(self) -> Span:
        """Place of the quote."""
        return self.start, self.end
