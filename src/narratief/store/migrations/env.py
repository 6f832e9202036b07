"""Alembic's entry: runs the migrations on the connection that `narratief.store.migrate` gives."""

from __future__ import annotations

from alembic import context

from narratief.store.migrate import include_name
from narratief.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=include_name,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
