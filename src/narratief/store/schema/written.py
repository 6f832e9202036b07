"""Files that were written outside the database, so that what is erased can be erased there too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class WrittenFile(Base):
    """A file with words of residents that narratief wrote: a table, a report, an export.

    Attributes
    ----------
    project_id
        None for a file over several projects.
    path
        Whole path.
    """

    __tablename__ = "written_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    path: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(default=now)
