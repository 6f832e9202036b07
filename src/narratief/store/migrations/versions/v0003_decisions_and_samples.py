"""Make the tables for people's decisions and blind coding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = {
    "decisions": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_decisions_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_decisions_person_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_decisions_project_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name="fk_decisions_undoes", ondelete="CASCADE"),
        sa.UniqueConstraint("project_id", "request", name="uq_decisions_project_id_request"),
    ),
    "samples": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_samples"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_samples_project_id", ondelete="CASCADE"),
    ),
    "sample_items": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("machine", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sample_items"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_sample_items_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name="fk_sample_items_sample_id", ondelete="CASCADE"),
    ),
    "assignments": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_assignments_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name="fk_assignments_sample_id", ondelete="CASCADE"),
        sa.UniqueConstraint("sample_id", "person_id", name="uq_assignments_sample_id_person_id"),
    ),
    "blind_codes": (
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "item_id", name="pk_blind_codes"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name="fk_blind_codes_assignment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["sample_items.id"], name="fk_blind_codes_item_id", ondelete="CASCADE"),
    ),
}
NEVER_REUSE_IDS = ("decisions",)
INDEXES = (
    ("decisions", ["interview_id", "id"]),
    ("decisions", ["project_id", "kind"]),
    ("decisions", ["undoes"]),
    ("samples", ["project_id"]),
    ("sample_items", ["interview_id"]),
    ("sample_items", ["sample_id"]),
    ("blind_codes", ["item_id"]),
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
