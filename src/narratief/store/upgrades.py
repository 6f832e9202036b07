"""Who brings a database of an earlier version up to date in this process: with a backup, which is made above the store.

Who starts a program says so with `upgrade_by` (`narratief.cli.app`, `flows`). Kept apart from `database`, which takes a
while to load.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from narratief.domain.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    Upgrade = Callable[[Engine], object]

_upgrades: list[Upgrade] = []


def upgrade_by(act: Upgrade) -> None:
    """Say what makes a backup of an installation and then brings its database up to date."""
    _upgrades[:] = [act]


def upgrade_earlier(engine: Engine) -> None:
    """Bring a database of an earlier version up to date as was said.

    Raises
    ------
    InputError
        When nobody said how: nothing is changed without a backup.
    """
    if not _upgrades:
        raise InputError(
            "database",
            "Deze database is van een oudere versie van narratief.",
            "Geef eerst de opdracht 'narratief retention'. Die maakt een reservekopie en werkt de database bij.",
        )
    _upgrades[0](engine)
