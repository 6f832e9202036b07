"""What the machine found: runs that are never changed, which of them counts, and the text of the search index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from narratief.store.schema.base import Base, now


class MachineRun(Base):
    """One coding of one interview by the machine; a later run stands next to it.

    Attributes
    ----------
    key
        Hash of all that the outcome depends on: text, codebook, models.
    vectors, vectors_width
        General vectors of the fragments, by index: 16-bit floats, so many to a row. Read only when themes were added.
    """

    __tablename__ = "machine_runs"
    __table_args__ = (UniqueConstraint("interview_id", "key"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    key: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    vectors: Mapped[bytes | None] = mapped_column(deferred=True)
    vectors_width: Mapped[int] = mapped_column(default=0, server_default="0")
    fragments: Mapped[list[FragmentRow]] = relationship(
        order_by="FragmentRow.index", cascade="all, delete-orphan", passive_deletes=True
    )


class CurrentRun(Base):
    """Which run of an interview counts now."""

    __tablename__ = "current_runs"
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("machine_runs.id", ondelete="CASCADE"), index=True)


class FragmentRow(Base):
    """A fragment of a run; its words are the interview's text from start to end.

    Attributes
    ----------
    asked
        Whether the interviewer's turn before it is its question.
    """

    __tablename__ = "fragments"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("machine_runs.id", ondelete="CASCADE"), index=True)
    index: Mapped[int]
    turn: Mapped[int]
    resident_turn: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    asked: Mapped[bool]
    codes: Mapped[list[MachineCode]] = relationship(
        order_by="MachineCode.id", cascade="all, delete-orphan", passive_deletes=True
    )


class MachineCode(Base):
    """A theme that the coder 'narratief' gave; evidence is a list of positions in the interview's text."""

    __tablename__ = "machine_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    fragment_id: Mapped[int] = mapped_column(ForeignKey("fragments.id", ondelete="CASCADE"), index=True)
    theme: Mapped[str]
    score: Mapped[float]
    evidence: Mapped[list[Any]]


class SearchEntry(Base):
    """A fragment of a current run as the search index knows it: the stems of its words, in order."""

    __tablename__ = "search_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    stems: Mapped[str]
