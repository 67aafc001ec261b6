"""Quotes, actions, movements of money and stock, after-sales, claims, compensations, pick-ups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "actions",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("receipt_id", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_actions_shops"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_actions"),
    )
    op.create_index("ix_actions_shop_id_order_id", "actions", ["shop_id", "order_id"], unique=False)

    op.create_table(
        "pickup_slots",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="ck_pickup_slots_taken"),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_pickup_slots_shops"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_pickup_slots"),
    )
    op.create_index(
        "ix_pickup_slots_shop_id_area_starts_at", "pickup_slots", ["shop_id", "area", "starts_at"], unique=False
    )

    op.create_table(
        "ledger",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["shop_id", "action_id"], ["actions.shop_id", "actions.id"], name="fk_ledger_actions"),
        sa.PrimaryKeyConstraint("shop_id", "action_id", "seq", name="pk_ledger"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ledger_shop_id_order_id", "ledger", ["shop_id", "order_id"], unique=False)

    op.create_table(
        "after_sales",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("method_id", sa.String(length=64), nullable=True),
        sa.Column("difference", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_after_sales_orders"),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "seq", name="pk_after_sales"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "compensations",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_compensations_orders"
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", name="pk_compensations"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quotes",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("basis_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_quotes_orders"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_quotes"),
    )
    op.create_index("ix_quotes_shop_id_expires_at", "quotes", ["shop_id", "expires_at"], unique=False)

    op.create_table(
        "reservations",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sku_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity >= 1", name="ck_reservations_quantity"),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id"], ["orders.shop_id", "orders.id"], name="fk_reservations_orders"
        ),
        sa.ForeignKeyConstraint(["shop_id", "sku_id"], ["skus.shop_id", "skus.id"], name="fk_reservations_skus"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_reservations"),
    )
    op.create_index(
        "ix_reservations_shop_id_state_expires_at", "reservations", ["shop_id", "state", "expires_at"], unique=False
    )

    op.create_table(
        "after_sale_lines",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("after_sale_seq", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("new_sku_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id", "after_sale_seq"],
            ["after_sales.shop_id", "after_sales.order_id", "after_sales.seq"],
            name="fk_after_sale_lines_after_sales",
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "after_sale_seq", "seq", name="pk_after_sale_lines"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claims",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("shipment_seq", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id", "shipment_seq"],
            ["shipments.shop_id", "shipments.order_id", "shipments.seq"],
            name="fk_claims_shipments",
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "shipment_seq", name="pk_claims"),
    )
    op.create_table(
        "pickups",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("after_sale_seq", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.String(length=64), nullable=False),
        sa.Column("action_id", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "order_id", "after_sale_seq"],
            ["after_sales.shop_id", "after_sales.order_id", "after_sales.seq"],
            name="fk_pickups_after_sales",
        ),
        sa.ForeignKeyConstraint(
            ["shop_id", "slot_id"], ["pickup_slots.shop_id", "pickup_slots.id"], name="fk_pickups_pickup_slots"
        ),
        sa.PrimaryKeyConstraint("shop_id", "order_id", "after_sale_seq", name="pk_pickups"),
        sqlite_with_rowid=False,
    )
