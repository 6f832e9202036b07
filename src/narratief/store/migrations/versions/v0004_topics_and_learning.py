"""Make the tables for clusters and learned tagger versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = {
    "topic_runs": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic_runs"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_topic_runs_project_id", ondelete="CASCADE"),
    ),
    "clusters": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clusters"),
        sa.ForeignKeyConstraint(["run_id"], ["topic_runs.id"], name="fk_clusters_run_id", ondelete="CASCADE"),
        sa.UniqueConstraint("run_id", "cluster", name="uq_clusters_run_id_cluster"),
    ),
    "cluster_members": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cluster_members"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name="fk_cluster_members_cluster_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_cluster_members_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["topic_runs.id"], name="fk_cluster_members_run_id", ondelete="CASCADE"),
    ),
    "topic_events": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic_events"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_topic_events_project_id", ondelete="CASCADE"),
    ),
    "tagger_versions": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("learned_from", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tagger_versions"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["tagger_versions.id"], name="fk_tagger_versions_parent_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_tagger_versions_project_id", ondelete="CASCADE"
        ),
    ),
}
NEVER_REUSE_IDS = ("topic_events",)
INDEXES = (
    ("topic_runs", ["project_id"]),
    ("cluster_members", ["cluster_id"]),
    ("cluster_members", ["interview_id"]),
    ("cluster_members", ["run_id"]),
    ("topic_events", ["project_id"]),
    ("tagger_versions", ["project_id"]),
)


def upgrade() -> None:
    """Make the tables, those that others refer to first, and their indexes."""
    for name, parts in TABLES.items():
        op.create_table(name, *parts, sqlite_autoincrement=name in NEVER_REUSE_IDS)
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    """Drop the tables with all that is in them."""
    for name in reversed(TABLES):
        op.drop_table(name)
