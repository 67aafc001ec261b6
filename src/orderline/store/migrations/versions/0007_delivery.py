"""What delivery, the API and the second factor need; quotes for what belongs to no order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Create and widen tables."""
    op.create_table(
        "api_keys",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_api_keys_shops"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_api_keys"),
    )
    op.create_index("uq_api_keys_hash", "api_keys", ["hash"], unique=True)

    op.create_table(
        "simulated",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("operation", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_simulated_shops"),
        sa.PrimaryKeyConstraint("shop_id", "system", "key", name="pk_simulated"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "step_up_codes",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_step_up_codes_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_step_up_codes"),
    )
    op.create_index("ix_step_up_codes_shop_id_customer_id", "step_up_codes", ["shop_id", "customer_id"], unique=False)

    op.add_column("outbox", sa.Column("requeues", sa.Integer(), server_default="0", nullable=False))
    op.add_column("outbox", sa.Column("position", sa.BigInteger(), server_default="0", nullable=False))
    with op.batch_alter_table("quotes") as batch_op:
        batch_op.alter_column("order_id", existing_type=sa.String(length=64), nullable=True)
