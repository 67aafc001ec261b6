"""What a key of the API may do, and which signed messages were taken in already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Create and widen tables."""
    op.add_column("api_keys", sa.Column("scopes", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "inbox",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_inbox_shops"),
        sa.PrimaryKeyConstraint("shop_id", "system", "id", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
