"""Searching a whole shop by sales channel: of a channel that few orders came by, no others are looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0010"

ADD = """INSERT INTO sold_lines (shop_id, product_id, placed_at, order_id, line_no, channel)
SELECT NEW.shop_id, NEW.product_id, placed_at, NEW.order_id, NEW.line_no, channel FROM orders
WHERE shop_id = NEW.shop_id AND id = NEW.order_id;"""
DROP = """DELETE FROM sold_lines WHERE shop_id = OLD.shop_id AND product_id = OLD.product_id
AND placed_at = (SELECT placed_at FROM orders WHERE shop_id = OLD.shop_id AND id = OLD.order_id)
AND order_id = OLD.order_id AND line_no = OLD.line_no;"""
MOVE = """UPDATE sold_lines SET placed_at = NEW.placed_at, channel = NEW.channel
WHERE shop_id = OLD.shop_id AND placed_at = OLD.placed_at AND order_id = OLD.id AND product_id IN
(SELECT product_id FROM order_lines WHERE shop_id = OLD.shop_id AND order_id = OLD.id);"""
OTHER = "WHEN (OLD.placed_at <> NEW.placed_at OR OLD.channel <> NEW.channel)"
TRIGGERS = (
    ("sold_lines_added", "INSERT", "order_lines", "", ADD),
    ("sold_lines_removed", "DELETE", "order_lines", "", DROP),
    ("sold_lines_moved", "UPDATE OF product_id, order_id, line_no", "order_lines", "", f"{DROP}\n{ADD}"),
    ("sold_lines_dated", "UPDATE OF placed_at, channel", "orders", OTHER, MOVE),
)
"""Name, when (after what), on which table, under which condition, what is done: those of 0008, with the channel."""


def upgrade() -> None:
    """Make `sold_lines` anew with the channel of each order, and index it and the orders by it."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, _, table, _, _ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgres else f"DROP TRIGGER {name}")
    op.drop_table("sold_lines")
    op.create_table(
        "sold_lines",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("product_id", sa.String(length=64), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "product_id", "placed_at", "order_id", "line_no", name="pk_sold_lines"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO sold_lines (shop_id, product_id, placed_at, order_id, line_no, channel) "
        "SELECT l.shop_id, l.product_id, o.placed_at, l.order_id, l.line_no, o.channel FROM order_lines l "
        "JOIN orders o ON o.shop_id = l.shop_id AND o.id = l.order_id"
    )
    by_channel = ["shop_id", "product_id", "channel", "placed_at"]
    op.create_index("ix_sold_lines_shop_id_product_id_channel_placed_at", "sold_lines", by_channel)
    op.create_index("ix_orders_shop_id_channel_placed_at", "orders", ["shop_id", "channel", "placed_at"])
    for name, when, table, condition, body in TRIGGERS:
        created = f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW {condition}"
        if postgres:
            function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            op.execute(f"{function} $$ BEGIN {body} RETURN NULL; END $$")
            op.execute(f"{created} EXECUTE FUNCTION {name}()")
        else:
            op.execute(f"{created} BEGIN {body} END")
