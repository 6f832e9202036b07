"""A second factor for who logs in with a password, its recovery codes, and logins that still owe the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXED = ("recovery_codes", "half_logins")


def upgrade() -> None:
    """Add three tables, and how each session began."""
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factors"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_second_factors_person_id", ondelete="CASCADE"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_recovery_codes_person_id", ondelete="CASCADE"),
    )
    op.create_table(
        "half_logins",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_half_logins"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_half_logins_person_id", ondelete="CASCADE"),
    )
    for table in INDEXED:
        op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    op.add_column("web_sessions", sa.Column("way", sa.Text(), nullable=False, server_default="password"))


def downgrade() -> None:
    """Forget them; passwords are enough again."""
    with op.batch_alter_table("web_sessions") as batch:
        batch.drop_column("way")
    for table in (*INDEXED, "second_factors"):
        op.drop_table(table)
