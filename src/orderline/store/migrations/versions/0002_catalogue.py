"""Products, variants, prices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "products",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="fk_products_shops"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_products"),
    )
    op.create_table(
        "skus",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("product_id", sa.String(length=64), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("sellable", sa.Boolean(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=True),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name="ck_skus_on_hand"),
        sa.CheckConstraint("reserved >= 0 AND (on_hand IS NULL OR reserved <= on_hand)", name="ck_skus_reserved"),
        sa.ForeignKeyConstraint(
            ["shop_id", "product_id"], ["products.shop_id", "products.id"], name="fk_skus_products"
        ),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_skus"),
    )
    op.create_index("ix_skus_shop_id_product_id", "skus", ["shop_id", "product_id"], unique=False)

    op.create_table(
        "prices",
        sa.Column("shop_id", sa.String(length=64), nullable=False),
        sa.Column("sku_id", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "sku_id"], ["skus.shop_id", "skus.id"], name="fk_prices_skus"),
        sa.PrimaryKeyConstraint("shop_id", "sku_id", "currency", name="pk_prices"),
        sqlite_with_rowid=False,
    )
