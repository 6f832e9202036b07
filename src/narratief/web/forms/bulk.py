"""The form that decides about many suggestions at one press."""

from __future__ import annotations

from pydantic import Field

from narratief.web.forms import FormModel


class BulkForm(FormModel):
    """What the page showed, and what the person wants.

    Attributes
    ----------
    act
        "ja" or "nee".
    grens
        Score in hundredths from which suggestions are accepted, or up to which they are rejected.
    aantal
        How many suggestions the page showed.
    zonder
        Keys of suggestions that are left open.
    gelezen
        Not empty when the person says to have read the conversations.
    batch
        Id of this press.
    """

    act: str
    grens: int
    aantal: int
    batch: str
    zonder: list[str] = Field(default_factory=list)
    gelezen: str = ""
    seen: int | None = None
