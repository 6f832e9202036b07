"""Views of the page of citations that people saved under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class SavedViewRow(Base):
    """What somebody looks for in a project, under a name; its id stays its address whatever changes.

    Attributes
    ----------
    person_id
        Whose it is.
    key
        The name as names are compared: no two in a project are alike.
    asked
        Fields of the query of the page's address, each with its values.
    shared
        Whether everybody who sees the project's results sees it.
    """

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("project_id", "key"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    key: Mapped[str]
    asked: Mapped[dict[str, Any]]
    shared: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(default=now)
