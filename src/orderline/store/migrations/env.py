"""Run by alembic: migrations over the connection that `orderline.store.upgrade` opened."""

from alembic import context

from orderline.store.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
