"""What shops keep besides: names apart, districts, coupons, positions, data of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "order_coupons",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("coupon_id", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.Column("off", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=True),
        sa.Column("skus", sa.JSON(), nullable=False),
        sa.Column("stack_order", sa.Integer(), nullable=False),
        sa.Column("stacks", sa.Boolean(), nullable=False),
        sa.Column("after_return", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_order_coupons_orders"
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "coupon_id", name="pk_order_coupons"),
        sqlite_with_rowid=False,
    )
    op.add_column("addresses", sa.Column("district", sa.Text(), nullable=True))

    op.add_column("customers", sa.Column("given_name", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("family_name", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("extra", sa.JSON(), nullable=True))

    op.add_column("orders", sa.Column("item_changes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("cancel_reason", sa.String(length=32), nullable=True))
    op.add_column("orders", sa.Column("expedited", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("orders", sa.Column("parent_id", sa.String(length=64), nullable=True))
    op.add_column("orders", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("extra", sa.JSON(), nullable=True))

    op.add_column("products", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("products", sa.Column("extra", sa.JSON(), nullable=True))

    op.add_column("skus", sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    op.add_column("skus", sa.Column("extra", sa.JSON(), nullable=True))
