"""Run by Alembic: on a connection that ``storage.schema`` hands over, or offline never."""

from __future__ import annotations

from alembic import context

from storage.schema import METADATA, is_ours

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    include_object=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
