"""What a language model was asked and what it answered, and the codes among it that held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class ModelAnswer(Base):
    """One question to a language model with its answer; never changed, so that an outcome can be explained.

    Attributes
    ----------
    interview_id
        The interview whose words were sent; None when words of several were.
    purpose
        What it was asked for: the name of the prompt file.
    version
        Of the prompt file.
    model
        Name of the model.
    hash
        Of all that the answer depends on (`narratief.language_model.prompts.Prompt.hash_for`).
    messages
        What was sent: pairs of role and text, pseudonymised.
    answer
        What the model wrote, whatever it is.
    places
        Of the words that were sent: interview, start and end in its stored text, in the order in which they were sent.
    dropped
        How much of the answer did not hold, by why.
    """

    __tablename__ = "model_answers"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    version: Mapped[int]
    model: Mapped[str]
    hash: Mapped[str]
    messages: Mapped[list[Any]]
    answer: Mapped[str] = mapped_column(Text)
    places: Mapped[list[Any]]
    dropped: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str]


class SecondCode(Base):
    """A theme that a language model gave a fragment, with the words that it quoted; nobody's decision.

    Attributes
    ----------
    start, end
        Of the fragment, in the interview's stored text.
    evidence
        Start and end of the words that it quoted.
    """

    __tablename__ = "second_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("model_answers.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    theme: Mapped[str]
    evidence: Mapped[list[Any]]
    reason: Mapped[str]
