"""The people of a demonstration: one of each role that works with stories."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from narratief.domain.decision import Author
from narratief.store.accounts.access import ROLE_LABELS, Role
from narratief.store.accounts.people import add_person, give_project, set_password
from narratief.store.database import Store

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look like another: these are typed over from a screen
_GROUPS, _GROUP = 4, 4  # sixteen of 32 characters: 80 bits, which nobody guesses


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to try the workspace as.

    Attributes
    ----------
    password
        Kept nowhere else: told once.
    """

    role: Role
    email: str
    name: str
    password: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """The role, in Dutch."""
        return ROLE_LABELS[self.role]


ACCOUNTS = (
    Account(Role.EVALUATOR, "evaluator@demo.invalid", "Eva (demo)"),
    Account(Role.RESEARCHER, "onderzoeker@demo.invalid", "Onno (demo)"),
    Account(Role.PARTICIPATION, "participatieteam@demo.invalid", "Pat (demo)"),
)
"""Their addresses end with a name that can never be somebody's (RFC 2606)."""


def make_accounts(store: Store, projects: Iterable[int]) -> tuple[list[Account], dict[Role, Author]]:
    """Make the accounts, each a member of all projects.

    Returns
    -------
    tuple
        The accounts with their passwords, and by role who decides.
    """
    made, authors, numbers = [], {}, list(projects)
    with store.writing() as session:
        for account in ACCOUNTS:
            password = _password()
            person = add_person(session, account.email, account.name, account.role)
            set_password(session, person, password)
            for number in numbers:
                give_project(session, person.id, number)
            authors[account.role] = Author(person.id, person.name)
            made.append(Account(account.role, account.email, account.name, password))
    return made, authors


def _password() -> str:
    """A password that nobody guesses and that can be typed over."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
