"""Shops, people, and how callers are recognised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "shops",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("hash_key", sa.LargeBinary(), nullable=False),
        sa.Column("demo_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_shops"),
    )
    op.create_table(
        "attempts",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("guess_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_attempts_shops"),
        sa.PrimaryKeyConstraint("shop_id", "day", "number_hash", "guess_hash", name="pk_attempts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customers",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("phone_tail", sa.String(length=4), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_customers_shops"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_customers"),
    )
    op.create_index("ix_customers_shop_id_email", "customers", ["shop_id", "email"], unique=False)
    op.create_index("ix_customers_shop_id_phone_tail", "customers", ["shop_id", "phone_tail"], unique=False)

    op.create_table(
        "addresses",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("line1", sa.Text(), nullable=True),
        sa.Column("line2", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=16), nullable=True),
        sa.Column("country", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_addresses_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_addresses"),
    )
    op.create_index("ix_addresses_shop_id_customer_id", "addresses", ["shop_id", "customer_id"], unique=False)

    op.create_table(
        "known_callers",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("hint_hash", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_known_callers_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "hint_hash", "customer_id", name="pk_known_callers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "payment_methods",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("brand", sa.String(length=32), nullable=True),
        sa.Column("last4", sa.String(length=4), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"], ["customers.shop_id", "customers.id"], name="fk_payment_methods_customers"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_payment_methods"),
    )
    op.create_index(
        "ix_payment_methods_shop_id_customer_id", "payment_methods", ["shop_id", "customer_id"], unique=False
    )
