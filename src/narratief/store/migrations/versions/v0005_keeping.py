"""Remember when a project's names and originals went, and which files were written of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = ("vault_destroyed_at", "originals_deleted_at")


def upgrade() -> None:
    """Add two moments to projects, and the table of written files."""
    for name in MOMENTS:
        op.add_column("projects", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "written_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_written_files"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_written_files_project_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("path", name="uq_written_files_path"),
    )
    op.create_index("ix_written_files_project_id", "written_files", ["project_id"])


def downgrade() -> None:
    """Forget both."""
    op.drop_table("written_files")
    with op.batch_alter_table("projects") as batch:
        for name in MOMENTS:
            batch.drop_column(name)
