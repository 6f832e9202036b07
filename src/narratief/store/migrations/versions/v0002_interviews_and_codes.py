"""Make the tables for interviews, codebooks, machine runs and the search index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = {
    "interviews": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("role_confidence", sa.Double(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_interviews_project_id", ondelete="CASCADE"),
        sa.UniqueConstraint("project_id", "file", name="uq_interviews_project_id_file"),
    ),
    "turns": (
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", "index", name="pk_turns"),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name="fk_turns_interview_id", ondelete="CASCADE"),
    ),
    "codebook_versions": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("codebook", JSON, nullable=False),
        sa.Column("moves", JSON, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_codebook_versions"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["codebook_versions.id"], name="fk_codebook_versions_parent_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name="fk_codebook_versions_project_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("project_id", "number", name="uq_codebook_versions_project_id_number"),
    ),
    "machine_runs": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_machine_runs"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_machine_runs_interview_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("interview_id", "key", name="uq_machine_runs_interview_id_key"),
    ),
    "current_runs": (
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", name="pk_current_runs"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_current_runs_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["machine_runs.id"], name="fk_current_runs_run_id", ondelete="CASCADE"),
    ),
    "fragments": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("resident_turn", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fragments"),
        sa.ForeignKeyConstraint(["run_id"], ["machine_runs.id"], name="fk_fragments_run_id", ondelete="CASCADE"),
    ),
    "machine_codes": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fragment_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_machine_codes"),
        sa.ForeignKeyConstraint(
            ["fragment_id"], ["fragments.id"], name="fk_machine_codes_fragment_id", ondelete="CASCADE"
        ),
    ),
    "search_entries": (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entries"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_search_entries_interview_id", ondelete="CASCADE"
        ),
    ),
}
NEVER_REUSE_IDS = ("interviews", "machine_runs")
INDEXES = (
    ("current_runs", ["run_id"]),
    ("fragments", ["run_id"]),
    ("machine_codes", ["fragment_id"]),
    ("search_entries", ["interview_id"]),
)


def upgrade() -> None:
    """Make the tables, those that others refer to first, and their indexes."""
    for name, parts in TABLES.items():
        op.create_table(name, *parts, sqlite_autoincrement=name in NEVER_REUSE_IDS)
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    _search_index()


def downgrade() -> None:
    """Drop the tables with all that is in them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    for name in reversed(TABLES):
        op.drop_table(name)


def _search_index() -> None:
    """Index the stems: FTS5 that follows the table by triggers on SQLite, an index on a tsvector on PostgreSQL."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX search_fts ON search_entries USING gin (to_tsvector('simple', stems))")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5("
        "stems, content='search_entries', content_rowid='id', tokenize=\"unicode61 remove_diacritics 0\")"
    )
    removed = "INSERT INTO search_fts(search_fts, rowid, stems) VALUES ('delete', old.id, old.stems);"
    added = "INSERT INTO search_fts(rowid, stems) VALUES (new.id, new.stems);"
    for name, moment, acts in (
        ("added", "INSERT", added),
        ("removed", "DELETE", removed),
        ("changed", "UPDATE", removed + added),
    ):
        op.execute(f"CREATE TRIGGER search_fts_{name} AFTER {moment} ON search_entries BEGIN {acts} END")
