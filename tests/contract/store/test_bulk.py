from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from orderline.act.services import Services
from orderline.events.answer import FoundOrders
from orderline.events.reading import Described, SearchOrders
from orderline.orders.identifiers import ShopId
from orderline.orders.order import OrderState, SalesChannel, WarehouseStep
from orderline.qa.orders_bench.shop import batches, open_shop
from orderline.store.bulk import (
    Batch,
    LineRecord,
    Loaded,
    OrderRecord,
    ParcelRecord,
    PaymentRecord,
    ScanRecord,
    StockRecord,
    import_batches,
)
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Base, Order, OrderLine, Payment, Product, Sku

pytestmark = pytest.mark.contract
SHOP = ShopId("demo")
PLACED = datetime(2026, 11, 20, 9, tzinfo=UTC)
LINE = LineRecord("kettle", "kettle-01", "electric kettle", "电热水壶", 4590)
ORDER = OrderRecord("SO-778899", "c-0001", SalesChannel.DOUYIN, OrderState.PAID, PLACED, "USD", "US", (LINE,))
PARCEL = ParcelRecord("SO-778899", 1, "UPS", "UPS", "T1", PLACED, (1,))
SCAN = ScanRecord("SO-778899", 1, 1, "Oakland", "奥克兰", PLACED)
PAYMENT = PaymentRecord("p-new", "SO-778899", "payment", 4590, "done", PLACED, "m-0001-1")
STOCK = StockRecord("kettle-01", 12)
WHOLE = Batch((ORDER,), (PARCEL,), (SCAN,), (PAYMENT,), (STOCK,))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = sync_engine(url)
    yield made
    made.dispose()


def sent(engine: Engine, batch: Batch) -> Loaded:
    (loaded,) = import_batches(engine, SHOP, (batch,))
    return loaded


def rows(engine: Engine, *columns: Any, **own: str) -> list[Any]:
    query = select(*columns)
    for name, value in own.items():
        query = query.where(getattr(columns[0].class_, name) == value)
    with engine.connect() as connection:
        return list(connection.execute(query).all())


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in tables
        }


def test_an_order_with_all_its_history_is_written_in_one_batch(engine: Engine) -> None:
    assert sent(engine, WHOLE) == Loaded(added=4, changed=1)
    columns = (Order.number, Order.number_digits, Order.number_tail, Order.state, Order.version, Order.placed_at)
    assert rows(engine, *columns, id="SO-778899") == [("SO-778899", "778899", "8899", OrderState.PAID, 1, PLACED)]
    assert rows(engine, Payment.seq, Payment.customer_id, Payment.currency, id="p-new") == [(1, "c-0001", "USD")]
    assert rows(engine, Sku.on_hand, id="kettle-01") == [(12,)]


def test_the_same_batch_again_changes_nothing_but_the_version(engine: Engine) -> None:
    sent(engine, WHOLE)
    before = counts(engine)
    assert sent(engine, WHOLE) == Loaded(added=0, changed=5)
    assert counts(engine) == before


async def test_an_order_sent_a_moment_ago_is_found_by_its_words(engine: Engine, services: Services) -> None:
    unheard = replace(LINE, product_id="aquarium", sku_id="aquarium-01", name_en="glass aquarium", name_zh="玻璃鱼缸")
    sent(engine, Batch((replace(ORDER, lines=(LINE, unheard)),)))
    assert rows(engine, Product.name_zh, id="aquarium") == [("玻璃鱼缸",)]
    for words in ("the aquarium", "那个鱼缸"):
        answer = await services.read(SearchOrders(Described(words)))
        assert isinstance(answer, FoundOrders)
        assert [(one.order.number, one.item) for one in answer.candidates] == [("SO-778899", 1)]


def test_a_known_order_moves_on_and_keeps_its_lines(engine: Engine) -> None:
    sent(engine, WHOLE)
    later = replace(
        ORDER, state=OrderState.SHIPPED, warehouse_step=WarehouseStep.LEFT, expected_on=date(2026, 11, 23),
        lines=(replace(LINE, quantity=9),),
    )  # fmt: skip
    batch = Batch((later,), (replace(PARCEL, tracking="T2"),), (replace(SCAN, seq=2),),
                  (replace(PAYMENT, status="declined", decline_code="05"),))  # fmt: skip
    assert sent(engine, batch) == Loaded(added=1, changed=3)
    assert rows(engine, Order.state, Order.expected_on, Order.version, id="SO-778899") == [
        (OrderState.SHIPPED, date(2026, 11, 23), 2)
    ]
    assert rows(engine, OrderLine.quantity, order_id="SO-778899") == [(1,)]
    assert rows(engine, Payment.status, Payment.decline_code, Payment.seq, id="p-new") == [("declined", "05", 1)]


NAIVE = datetime(2026, 11, 20, 9)  # noqa: DTZ001 - an instant that has to be refused


@pytest.mark.parametrize(
    ("batch", "kind", "field"),
    [
        (Batch((replace(ORDER, lines=()),)), "orders", "lines"),
        (Batch((replace(ORDER, currency="XXX"),)), "orders", "currency"),
        (Batch((replace(ORDER, customer_id="nobody"),)), "orders", "customer_id"),
        (Batch((replace(ORDER, address_id="nowhere"),)), "orders", "address_id"),
        (Batch((replace(ORDER, placed_at=NAIVE),)), "orders", "placed_at"),
        (Batch((replace(ORDER, phone_tail="12"),)), "orders", "phone_tail"),
        (Batch((replace(ORDER, number=""),)), "orders", "number"),
        (Batch((replace(ORDER, shipping=-1),)), "orders", "shipping"),
        (Batch((replace(ORDER, order_id="o-000001"),)), "orders", "order_id"),
        (Batch((replace(ORDER, number="204821", customer_id="c-0002"),)), "orders", "customer_id"),
        (Batch((replace(ORDER, number="204821", currency="CNY"),)), "orders", "currency"),
        (Batch((replace(ORDER, number="204821", order_id="o-9"),)), "orders", "order_id"),
        (Batch((replace(ORDER, lines=(replace(LINE, quantity=0),)),)), "orders", "lines[1].quantity"),
        (Batch((replace(ORDER, lines=(LINE, replace(LINE, discount=9999)),),)), "orders", "lines[2].discount"),
        (Batch((replace(ORDER, lines=(replace(LINE, unit_price=-1),)),)), "orders", "lines[1].unit_price"),
        (Batch((replace(ORDER, lines=(replace(LINE, sku_id=""),)),)), "orders", "lines[1].sku_id"),
        (Batch((replace(ORDER, lines=(replace(LINE, name_en="", name_zh=""),)),)), "orders", "lines[1].name_en"),
        (Batch(parcels=(PARCEL,)), "parcels", "number"),
        (Batch(parcels=(replace(PARCEL, number="204821", seq=0),)), "parcels", "seq"),
        (Batch(scans=(replace(SCAN, number="730164"),)), "scans", "parcel"),
        (Batch(scans=(replace(SCAN, number="204821", at=NAIVE),)), "scans", "at"),
        (Batch(payments=(PAYMENT,)), "payments", "number"),
        (Batch(payments=(replace(PAYMENT, number="204821", amount=-1),)), "payments", "amount"),
        (Batch(payments=(replace(PAYMENT, number="204821", kind="gift"),)), "payments", "kind"),
        (Batch(payments=(replace(PAYMENT, number="204821", status="maybe"),)), "payments", "status"),
        (Batch(payments=(replace(PAYMENT, number="204821", method_id="none"),)), "payments", "method_id"),
        (Batch(payments=(replace(PAYMENT, number="204821", payment_id="p-000002-1"),)), "payments", "payment_id"),
        (Batch(stock=(replace(STOCK, on_hand=-1),)), "stock", "on_hand"),
        (Batch(stock=(replace(STOCK, sku_id="none"),)), "stock", "sku_id"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_named_and_nothing_of_it_is_written(
    engine: Engine, batch: Batch, kind: str, field: str
) -> None:
    before = counts(engine)
    loaded = sent(engine, batch)
    assert [(problem.kind, problem.place, problem.field) for problem in loaded.problems] == [(kind, 0, field)]
    assert (loaded.added, loaded.changed, counts(engine)) == (0, 0, before)


def test_good_records_beside_bad_ones_are_written(engine: Engine) -> None:
    other = replace(ORDER, number="SO-1", lines=())
    loaded = sent(engine, Batch((other, ORDER, ORDER), payments=(replace(PAYMENT, number="SO-1"), PAYMENT, PAYMENT)))
    assert loaded.added == 2
    named = [(problem.kind, problem.place, problem.field) for problem in loaded.problems]
    assert named == [
        ("orders", 0, "lines"), ("orders", 2, "number"), ("payments", 0, "number"), ("payments", 2, "payment_id"),
    ]  # fmt: skip
    assert not any("SO-778899" in problem.because for problem in loaded.problems)


def test_stock_promised_to_orders_is_not_counted_away(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(Sku.__table__.update().where(Sku.id == "kettle-01").values(on_hand=5, reserved=3))  # type: ignore[attr-defined]
    (problem,) = sent(engine, Batch(stock=(replace(STOCK, on_hand=2),))).problems
    assert (problem.field, problem.because) == ("on_hand", "3 pieces are promised to orders; release them first")
    assert rows(engine, Sku.on_hand, id="kettle-01") == [(5,)]


def test_the_benchs_shop_is_imported_whole(empty_url: str) -> None:
    upgrade(empty_url)
    made = sync_engine(empty_url)
    open_shop(made, 1500, date(2026, 11, 21))
    loaded = list(import_batches(made, ShopId("bench"), batches(1500, date(2026, 11, 21))))
    found = counts(made)
    made.dispose()
    assert not [problem for one in loaded for problem in one.problems]
    assert found["orders"] == 1500
    assert found["sold_lines"] == found["order_lines"] > 1500
    assert sum(one.added for one in loaded) == sum(found[name] for name in ("orders", "shipments", "scans", "payments"))
