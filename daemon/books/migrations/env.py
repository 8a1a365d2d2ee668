"""Alembic's entry: the store hands over its own open connection."""

from alembic import context

from daemon.books.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
