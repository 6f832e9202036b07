"""What is noted of residents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class AttributeRow(Base):
    """An attribute of the resident in an interview; one that is not filled in has no row.

    Attributes
    ----------
    name
        What it is, such as "rol"; one spelling within a project.
    value
        Never empty; one spelling within an attribute of a project.
    """

    __tablename__ = "resident_attributes"
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    who: Mapped[str]
