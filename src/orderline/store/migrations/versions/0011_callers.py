"""Finding a caller by name, postcode, e-mail and day of birth: columns with sounds of names, and indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from orderline.store.sounds import normal_postcode, sounds_of

revision = "0011"
down_revision: str | None = "0009"

BATCH = 5_000


def upgrade() -> None:
    """Add the columns, fill them for the customers that are there, and index them."""
    op.add_column("customers", sa.Column("born_on", sa.Date(), nullable=True))
    op.add_column("customers", sa.Column("given_sound", sa.String(length=32), nullable=True))
    op.add_column("customers", sa.Column("family_sound", sa.String(length=32), nullable=True))
    op.add_column("addresses", sa.Column("postcode_key", sa.String(length=16), nullable=True))
    customers = sa.table(
        "customers",
        *map(sa.column, ("shop_id", "id", "name", "given_name", "family_name", "given_sound", "family_sound")),
    )
    connection = op.get_bind()
    found = connection.execute(
        sa.select(
            customers.c.shop_id, customers.c.id, customers.c.name, customers.c.given_name, customers.c.family_name
        )
    ).all()
    change = (
        customers.update()
        .where(customers.c.shop_id == sa.bindparam("of_shop"), customers.c.id == sa.bindparam("of_id"))
        .values(given_sound=sa.bindparam("given_sound"), family_sound=sa.bindparam("family_sound"))
    )
    for start in range(0, len(found), BATCH):
        connection.execute(
            change,
            [
                {"of_shop": shop, "of_id": key, **sounds_of(name, given, family)}
                for shop, key, name, given, family in found[start : start + BATCH]
            ],
        )
    addresses = sa.table("addresses", *map(sa.column, ("shop_id", "id", "postcode", "postcode_key")))
    codes = connection.execute(
        sa.select(addresses.c.postcode).where(addresses.c.postcode.is_not(None)).distinct()
    ).scalars()
    for code in codes.all():
        connection.execute(
            addresses.update().where(addresses.c.postcode == code).values(postcode_key=normal_postcode(code))
        )
    op.create_index("ix_customers_sounds", "customers", ["shop_id", "family_sound", "given_sound"])
    op.create_index("ix_customers_born_on", "customers", ["shop_id", "born_on"])
    op.create_index("ix_customers_email_lower", "customers", ["shop_id", sa.text("lower(email)")])
    op.create_index("ix_addresses_shop_id_postcode_key", "addresses", ["shop_id", "postcode_key"])
