"""Know attributes of residents: age group, role and the like, by interview."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "resident_attributes",
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", "name", name="pk_resident_attributes"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_resident_attributes_interview_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("resident_attributes")
