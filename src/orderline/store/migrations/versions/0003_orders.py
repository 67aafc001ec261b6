"""Orders, lines, payments, parcels, scans, delays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "orders",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("number_digits", sa.String(length=64), nullable=False),
        sa.Column("number_tail", sa.String(length=4), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("address_id", sa.String(length=64), nullable=True),
        sa.Column("phone_tail", sa.String(length=4), nullable=True),
        sa.Column("postcode", sa.String(length=16), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("warehouse_step", sa.String(length=32), nullable=True),
        sa.Column("warehouse_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("jurisdiction", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "address_id"], ["addresses.shop_id", "addresses.id"], name="fk_orders_addresses"
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_orders_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_orders"),
    )
    op.create_index(
        "ix_orders_shop_id_customer_id_placed_at", "orders", ["shop_id", "customer_id", "placed_at"], unique=False
    )
    op.create_index("ix_orders_shop_id_number_digits", "orders", ["shop_id", "number_digits"], unique=False)
    op.create_index(
        "ix_orders_shop_id_number_tail_phone_tail", "orders", ["shop_id", "number_tail", "phone_tail"], unique=False
    )
    op.create_index(
        "ix_orders_shop_id_number_tail_postcode", "orders", ["shop_id", "number_tail", "postcode"], unique=False
    )
    op.create_index("uq_orders_number", "orders", ["shop_id", "number"], unique=True)

    op.create_table(
        "delays",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("restock_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_delays_orders"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "seq", name="pk_delays"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "order_lines",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(length=64), nullable=False),
        sa.Column("sku_id", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("policy_set", sa.String(length=64), nullable=False),
        sa.CheckConstraint("discount >= 0", name="ck_order_lines_discount"),
        sa.CheckConstraint("quantity >= 1", name="ck_order_lines_quantity"),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_order_lines_orders"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "line_no", name="pk_order_lines"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payments",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("method_id", sa.String(length=64), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("decline_code", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount >= 0", name="ck_payments_amount"),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_payments_customers"
        ),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_payments_orders"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_payments"),
    )
    op.create_index("ix_payments_shop_id_customer_id_at", "payments", ["shop_id", "customer_id", "at"], unique=False)
    op.create_index("ix_payments_shop_id_order_id_seq", "payments", ["shop_id", "order_id", "seq"], unique=False)

    op.create_table(
        "shipments",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("carrier_en", sa.Text(), nullable=True),
        sa.Column("carrier_zh", sa.Text(), nullable=True),
        sa.Column("tracking", sa.String(length=64), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_nos", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_shipments_orders"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "seq", name="pk_shipments"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scans",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("shipment_seq", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("place_en", sa.Text(), nullable=False),
        sa.Column("place_zh", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id", "shipment_seq"],
            ["shipments.shop_id", "shipments.order_id", "shipments.seq"],
            name="fk_scans_shipments",
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "shipment_seq", "seq", name="pk_scans"),
        sqlite_with_rowid=False,
    )
