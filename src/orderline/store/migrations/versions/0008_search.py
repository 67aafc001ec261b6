"""Searching a whole shop: lines by product and day, and a mark of the catalogue, both kept by triggers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"

ADD = """INSERT INTO sold_lines (shop_id, product_id, placed_at, order_id, line_no)
SELECT NEW.shop_id, NEW.product_id, placed_at, NEW.order_id, NEW.line_no FROM orders
WHERE shop_id = NEW.shop_id AND id = NEW.order_id;"""
DROP = """DELETE FROM sold_lines WHERE shop_id = OLD.shop_id AND product_id = OLD.product_id
AND placed_at = (SELECT placed_at FROM orders WHERE shop_id = OLD.shop_id AND id = OLD.order_id)
AND order_id = OLD.order_id AND line_no = OLD.line_no;"""
MOVE = """UPDATE sold_lines SET placed_at = NEW.placed_at
WHERE shop_id = OLD.shop_id AND placed_at = OLD.placed_at AND order_id = OLD.id AND product_id IN
(SELECT product_id FROM order_lines WHERE shop_id = OLD.shop_id AND order_id = OLD.id);"""
MARK = """INSERT INTO catalogue_marks (shop_id, version) VALUES ({row}.shop_id, 1)
ON CONFLICT (shop_id) DO UPDATE SET version = catalogue_marks.version + 1;"""
NAMES = "UPDATE OF name_en, name_zh, aliases"
TRIGGERS = (
    ("sold_lines_added", "INSERT", "order_lines", "", ADD),
    ("sold_lines_removed", "DELETE", "order_lines", "", DROP),
    ("sold_lines_moved", "UPDATE OF product_id, order_id, line_no", "order_lines", "", f"{DROP}\n{ADD}"),
    ("sold_lines_dated", "UPDATE OF placed_at", "orders", "WHEN (OLD.placed_at <> NEW.placed_at)", MOVE),
    ("products_added", "INSERT", "products", "", MARK.format(row="NEW")),
    ("products_renamed", NAMES, "products", "", MARK.format(row="NEW")),
    ("products_removed", "DELETE", "products", "", MARK.format(row="OLD")),
)
"""Name, when (after what), on which table, under which condition, what is done."""


def upgrade() -> None:
    """Create the tables, their triggers, and their rows for what is already there."""
    op.create_table(
        "sold_lines",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("product_id", sa.String(length=64), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.String(length=64), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "product_id", "placed_at", "order_id", "line_no", name="pk_sold_lines"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "catalogue_marks",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_catalogue_marks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_orders_shop_id_placed_at", "orders", ["shop_id", "placed_at"], unique=False)
    op.execute(
        "INSERT INTO sold_lines (shop_id, product_id, placed_at, order_id, line_no) "
        "SELECT l.shop_id, l.product_id, o.placed_at, l.order_id, l.line_no FROM order_lines l "
        "JOIN orders o ON o.shop_id = l.shop_id AND o.id = l.order_id"
    )
    op.execute("INSERT INTO catalogue_marks (shop_id, version) SELECT shop_id, 1 FROM products GROUP BY shop_id")
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, when, table, condition, body in TRIGGERS:
        for statement in (_postgres if postgres else _sqlite)(name, when, table, condition, body):
            op.execute(statement)


def _sqlite(name: str, when: str, table: str, condition: str, body: str) -> tuple[str, ...]:
    return (f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW {condition} BEGIN {body} END",)


def _postgres(name: str, when: str, table: str, condition: str, body: str) -> tuple[str, ...]:
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    trigger = f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()"
    return (function, trigger)
