"""The form of an account."""

from __future__ import annotations

from narratief.web.forms import FormModel


class PersonForm(FormModel):
    """An account as an administrator changes it.

    Attributes
    ----------
    name
        Empty to leave it as it is.
    role
        A `narratief.store.accounts.access.Role`.
    vault
        Whether this person may open the name vault.
    active
        Whether the account is open.
    projects
        Numbers of the projects of somebody who sees own projects only.
    """

    name: str = ""
    role: str = ""
    vault: bool = False
    active: bool = False
    projects: tuple[int, ...] = ()
