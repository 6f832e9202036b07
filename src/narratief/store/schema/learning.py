"""Versions of the light-weight part of the tagger, learned from people's decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from narratief.domain.actions import TaggerState
from narratief.store.schema.base import Base, now


class TaggerVersion(Base):
    """A tagger as retrained once.

    Attributes
    ----------
    project_id
        None when it was learned for all projects.
    weights
        What the tagger needs besides the shipped models, as it serialised it.
    learned_from
        Number of examples and the last decision that it knew.
    before, after
        Scores on held-out decisions, of the version in use then and of this one.
    state
        proposed, accepted, refused or withdrawn (rolled back); the last accepted one is in use.
    """

    __tablename__ = "tagger_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("tagger_versions.id", ondelete="SET NULL"))
    weights: Mapped[bytes] = mapped_column(LargeBinary)
    learned_from: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    state: Mapped[TaggerState] = mapped_column(Text, default="proposed")
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
