"""The form of a download."""

from __future__ import annotations

from narratief.web.forms import FormModel


class ExportForm(FormModel):
    """A download to make.

    Attributes
    ----------
    formaat
        Name of a format.
    bevestigd
        Not empty for confirmed codes only.
    ook
        Numbers of other projects that go into the same file.
    """

    formaat: str
    bevestigd: str = ""
    ook: tuple[int, ...] = ()
