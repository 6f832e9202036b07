"""The form that says who may see a project."""

from __future__ import annotations

from typing import Literal

from narratief.web.forms import FormModel


class AccessForm(FormModel):
    """Who may see a project.

    Attributes
    ----------
    voor
        "iedereen", or "genoemd" for the named people only.
    mensen
        Numbers of the named people.
    gezien
        Mark of what the page showed (`narratief.store.accounts.sharing.Sharing.mark`).
    """

    voor: Literal["iedereen", "genoemd"]
    mensen: tuple[int, ...] = ()
    gezien: str = ""
