"""Forms of the page on how a transcript was read: words hidden, and shown again."""

from __future__ import annotations

from narratief.domain.spans import Span
from narratief.web.forms import FormModel


class PlaceForm(FormModel):
    """A form about a place in the text.

    Attributes
    ----------
    start, end
        The place, in code points; None when words were filled in instead.
    edits
        How often the text had been edited when the page was shown.
    """

    start: int | None = None
    end: int | None = None
    edits: int | None = None

    @property
    def span(self) -> Span | None:
        """The place; None when the form names none."""
        return (self.start, self.end) if self.start is not None and self.end is not None else None


class HideForm(PlaceForm):
    """Words that were missed.

    Attributes
    ----------
    kind
        A kind of personal data.
    words, word
        Words that were typed, or that were clicked on.
    """

    kind: str = "person"
    words: str = ""
    word: str = ""


class UnhideForm(PlaceForm):
    """A pseudonym that was wrongly put in.

    Attributes
    ----------
    pseudonym
        As it stands in the text.
    """

    pseudonym: str = ""
