"""Keep the vectors of a run's fragments, so that an added theme does not ask for the whole coding anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the vectors, and how many numbers a row of them has."""
    op.add_column("machine_runs", sa.Column("vectors", sa.LargeBinary(), nullable=True))
    op.add_column("machine_runs", sa.Column("vectors_width", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("machine_runs") as batch:
        batch.drop_column("vectors_width")
        batch.drop_column("vectors")
