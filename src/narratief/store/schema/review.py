"""People's decisions, and the blind coding of samples."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class DecisionRow(Base):
    """One act of a person; rows are only ever added.

    The place it is about is kept as words and position (never as the id of a fragment), so that it outlives a new
    division into fragments.

    Attributes
    ----------
    id
        Also the order: of two decisions about the same thing, the later one holds.
    kind
        A `narratief.domain.kinds.Kind`.
    start, end, text
        The words it is about, in the interview's text; None and "" when it is not about words.
    theme
        The theme it is about, when any.
    target, before, after, undoes
        What was done; `narratief.store.decision_codec` says how each kind of act stands in these.
    seen
        Id of the last decision that the person's screen knew of.
    request
        Id that the client gave; the same request sent twice is one decision.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("project_id", "request"),
        Index(None, "project_id", "kind"),
        Index(None, "interview_id", "id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    who: Mapped[str]
    kind: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    theme: Mapped[str | None]
    target: Mapped[str | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"), index=True)
    seen: Mapped[int | None]
    request: Mapped[str | None]


class Sample(Base):
    """Fragments drawn to be coded blind by several coders."""

    __tablename__ = "samples"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    seed: Mapped[int]
    themes: Mapped[list[Any]]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str]


class SampleItem(Base):
    """One fragment of a sample: its place, and the themes that the machine gave it when it was drawn."""

    __tablename__ = "sample_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    machine: Mapped[list[Any]]


class Assignment(Base):
    """That a person codes a sample; others' codes stay hidden from them until it is finished."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("sample_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class BlindCode(Base):
    """The themes a person gave one item (an empty list: none fits); fixed once the assignment is finished."""

    __tablename__ = "blind_codes"
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("sample_items.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    themes: Mapped[list[Any]]
    at: Mapped[datetime] = mapped_column(default=now)
