"""The form of a turning point."""

from __future__ import annotations

from narratief.web.forms import FormModel


class MomentForm(FormModel):
    """What to do with a turning point.

    Attributes
    ----------
    act
        "bevestigen", "hernoemen", "samenvoegen", "verwerpen", "eerder" or "later".
    seen
        Last decision that the page knew of.
    label
        Its new name.
    other
        Id of the one that it is merged with.
    """

    act: str
    seen: int
    label: str = ""
    other: str = ""
