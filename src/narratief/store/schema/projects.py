"""Projects, their interviews (pseudonymised) and the versions of their codebook."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from narratief.domain.interview import Role
from narratief.store.schema.base import Base, now


class ProjectRow(Base):
    """A participation project.

    Attributes
    ----------
    key
        Tells projects with the same name apart; its folder has it too (`narratief.domain.project_identity`).
    name
        Name in every output (that of the folder when it was made); fragments' ids depend on it.
    folder
        Where its transcripts lie now; None for a project made in the workspace that has no folder yet.
    facts
        Fields of `narratief.domain.project.ProjectFacts`.
    keep_words
        Words that are no personal data here (the street that is redesigned).
    named_only
        Whether only its members see it, and administrators; else everybody whose role sees all projects does too.
    archived_at
        Since when it is out of sight; None when it is in use.
    vault_destroyed_at
        When the key to its names was last destroyed; interviews of before cannot be traced back any more.
    originals_deleted_at
        When its transcripts were deleted at the end of the retention period; the interviews kept then stay.
    """

    __tablename__ = "projects"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    folder: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    keep_words: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    named_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived_at: Mapped[datetime | None]
    vault_destroyed_at: Mapped[datetime | None]
    originals_deleted_at: Mapped[datetime | None]


class InterviewRow(Base):
    """A pseudonymised interview; its original is never in the store.

    Attributes
    ----------
    key
        Hash of the content and settings it was read from; see `narratief.store.project_repository`.
    text
        The stored text that all positions point into.
    edits
        How often people changed the text (personal data); part of the key of what is computed from it.
    """

    __tablename__ = "interviews"
    __table_args__ = (UniqueConstraint("project_id", "file"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    file: Mapped[str]
    key: Mapped[str]
    text: Mapped[str]
    edits: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[list[Any]]
    role_confidence: Mapped[float]
    read_at: Mapped[datetime] = mapped_column(default=now)
    turns: Mapped[list[TurnRow]] = relationship(
        order_by="TurnRow.index", cascade="all, delete-orphan", passive_deletes=True
    )


class TurnRow(Base):
    """A turn: its words are the interview's text from start to end; its role is as read, before people's fixes."""

    __tablename__ = "turns"
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True)
    speaker: Mapped[str]
    role: Mapped[Role] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]


class CodebookVersion(Base):
    """A codebook as it was at one moment; never changed.

    Attributes
    ----------
    number
        1, 2, 3, … within the project.
    parent_id
        The version it was made from.
    codebook
        Fields of `narratief.domain.codebook.Codebook`.
    moves
        Theme id → id of the theme that takes its codes over (None: its codes are no longer counted).
    origin
        "file" (codebook.yaml or the default one) or "person".
    """

    __tablename__ = "codebook_versions"
    __table_args__ = (UniqueConstraint("project_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    number: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("codebook_versions.id", ondelete="SET NULL"))
    codebook: Mapped[dict[str, Any]]
    moves: Mapped[dict[str, Any]]
    origin: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str]
