"""What holds for a whole installation: facts that every program on every computer must agree on."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base

VERSION, VAULT_KEY = "version", "vault_key"
"""Names of facts: the version that last changed the tables, and which key names are encrypted with (never the key)."""


class InstallationFact(Base):
    """A fact, by its name; see `VERSION` and `VAULT_KEY`."""

    __tablename__ = "installation"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
