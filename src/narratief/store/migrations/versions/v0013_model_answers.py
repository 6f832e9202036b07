"""Keep what a language model was asked and answered, and its codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "model_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("messages", JSON, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("places", JSON, nullable=False),
        sa.Column("dropped", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_answers"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_model_answers_project_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_model_answers_interview_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_model_answers_project_id", "model_answers", ["project_id"])
    op.create_index("ix_model_answers_interview_id", "model_answers", ["interview_id"])
    op.create_table(
        "second_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_second_codes"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["model_answers.id"], name="fk_second_codes_answer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_second_codes_interview_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_second_codes_answer_id", "second_codes", ["answer_id"])
    op.create_index("ix_second_codes_interview_id", "second_codes", ["interview_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("second_codes")
    op.drop_table("model_answers")
