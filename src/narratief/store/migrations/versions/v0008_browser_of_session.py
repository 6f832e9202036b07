"""Know which kind of browser a session is of, so that people recognise their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the kind of browser; of sessions that are under way it is not known."""
    op.add_column("web_sessions", sa.Column("browser", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("web_sessions") as batch:
        batch.drop_column("browser")
