"""Step-up codes as salted hashes, what an action carried out, what an exchanged piece costs, when an order changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Create and widen tables. No table is made anew that triggers hang on: SQLite would lose them."""
    op.drop_index("ix_step_up_codes_shop_id_customer_id", "step_up_codes")
    op.drop_table("step_up_codes")
    op.create_table(
        "step_up_codes",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("call_id", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_step_up_codes_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_step_up_codes"),
    )
    op.create_index(
        "ix_step_up_codes_shop_id_customer_id_sent_at",
        "step_up_codes",
        ["shop_id", "customer_id", "sent_at"],
        unique=False,
    )
    op.add_column("simulated", sa.Column("said", sa.JSON(), nullable=True))
    op.add_column("actions", sa.Column("quote_id", sa.String(length=64), nullable=True))
    op.add_column("after_sale_lines", sa.Column("unit_price", sa.BigInteger(), nullable=True))
    op.create_index("ix_compensations_shop_id_at", "compensations", ["shop_id", "at"], unique=False)
    op.add_column("orders", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_orders_shop_id_changed_at", "orders", ["shop_id", "changed_at"], unique=False)
