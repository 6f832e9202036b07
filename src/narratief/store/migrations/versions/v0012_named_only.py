"""Let a project be for the people who are named in it only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice; who saw a project goes on seeing it."""
    op.add_column("projects", sa.Column("named_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("projects") as batch:
        batch.drop_column("named_only")
