"""Every wish over the API: quoted, confirmed once, and the same receipt again; on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select, update
from tests.contract.store.api_client import System, an_order, api_of, key_for, refused
from tests.contract.store.changing import the_books_balance

from orderline.act.services.wishes import WISHES
from orderline.clock import VirtualClock
from orderline.store.models import Address, Payment, PaymentMethod, Price, Sku
from orderline.store.session import Database

pytestmark = pytest.mark.contract
ADA = "c-9001"
HOME = {"line1": "2 Side St", "city": "Troy", "postcode": "12180", "country": "USA"}
PAID, SENT, THERE = (
    {"state": "paid"},
    {"state": "shipped"},
    {"state": "delivered", "delivered_at": "2026-11-20T15:00:00Z"},
)
OF_ORDER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "add_line": (PAID, {"sku": "teapot-02", "method": "card"}),
    "cancel_order": (PAID, {"reason": "other"}),
    "change_address": (PAID, {"address": HOME}),
    "change_item": (PAID, {"swaps": [{"line": 1, "sku": "teapot-02"}], "method": "card"}),
    "change_payment": (PAID, {"method": "paypal"}),
    "change_quantity": (PAID, {"lines": [{"line": 1, "quantity": 1}]}),
    "claim_parcel": (SENT, {"parcel": 1}),
    "compensate_delay": (PAID | {"promised_on": "2026-11-18"}, {"choice": "coupon"}),
    "exchange_item": (
        THERE, {"swaps": [{"line": 1, "sku": "teapot-02"}], "reason": "wrong_size", "condition": "tags_on"},
    ),
    "expedite": (PAID, {}),
    "merge_orders": (PAID, {"other": "W-expedite"}),
    "price_protect": (PAID, {}),
    "refund_duplicate": (PAID, {}),
    "remove_line": (PAID, {"lines": [2]}),
    "return_item": (THERE, {"lines": [{"line": 1, "quantity": 1}], "reason": "faulty", "condition": "opened"}),
    "split_order": (PAID, {"lines": [{"line": 1, "quantity": 1}]}),
}  # fmt: skip
"""Action → what its order is like, and what is asked."""
OF_CUSTOMER: dict[str, dict[str, Any]] = {
    "change_default_address": {"address": HOME},
    "charge_to_order": {"payment": "stray-1", "items": [{"sku": "teapot-01", "quantity": 1}]},
    "place_order": {"items": [{"sku": "teapot-01", "quantity": 1}], "method": "card", "currency": "USD"},
    "refund_charge": {"payment": "stray-2"},
}


@pytest.fixture
async def price(database: Database) -> int:
    """Of a teapot; there are plenty."""
    async with database.writing() as session:
        await session.execute(update(Sku).where(Sku.product_id == "teapot").values(on_hand=99, sellable=True))
        found = await session.scalar(select(Price.amount).where(Price.sku_id == "teapot-01", Price.currency == "USD"))
    assert found is not None
    return found


async def orders_of_ada(erp: System, database: Database, clock: VirtualClock, price: int) -> None:
    """One order for each action, as it has to be for it."""
    lines = [
        {"line": 1, "sku": "teapot-01", "unit_price": price + 300, "quantity": 2},
        {"line": 2, "sku": "tea-01", "unit_price": 1590, "quantity": 1},
    ]
    pushed = [an_order(f"W-{action}", lines=lines, **how) for action, (how, _) in OF_ORDER.items()]
    assert (await erp.post("/push/orders", pushed)).status_code == 200
    own = {"shop_id": "demo", "customer_id": ADA, "kind": "credit_card"}
    charge = {"shop_id": "demo", "customer_id": ADA, "seq": 1, "kind": "payment", "amount": price, "currency": "USD"}
    charge |= {"status": "done", "at": clock.now(), "method_id": "card"}
    async with database.writing() as session:
        for place, method in enumerate(("card", "paypal")):
            await session.execute(insert(PaymentMethod).values({**own, "id": method, "position": place}))
        for key in ("stray-1", "stray-2"):
            await session.execute(insert(Payment).values({**charge, "id": key}))
        await session.execute(update(Address).where(Address.customer_id == ADA).values(is_default=True))
    paid = {"kind": "payment", "amount": 2 * (price + 300) + 1590 + 599, "currency": "USD", "status": "done",
            "method": "card", "at": "2026-11-20T09:00:00Z"}  # fmt: skip
    payments = [{**paid, "id": f"p-{order['number']}", "order": order["number"]} for order in pushed]
    payments.append({**paid, "id": "p-twice", "order": "W-refund_duplicate", "at": "2026-11-20T09:01:00Z"})
    assert (await erp.post("/push/payments", payments)).status_code == 200
    parcel = {"order": "W-claim_parcel", "parcel": 1, "handed_over_at": "2026-11-14T09:00:00Z"}
    assert (await erp.post("/push/shipments", [parcel])).status_code == 200


async def once(erp: System, action: str, path: str, wish: dict[str, Any]) -> None:
    """Quoted and confirmed; confirmed again it is the same receipt, and under another key there is nothing left."""
    quote = await erp.post(path, {"action": action, **wish})
    assert quote.status_code == 201, (action, quote.text)
    offered = quote.json()
    assert offered["because"]["en"]
    assert offered["because"]["zh"]
    key = f"wish-{action}"
    receipt = await erp.confirms(offered["id"], ADA, key)
    assert receipt.status_code == 200, (action, receipt.text)
    assert (receipt.json()["action"], receipt.json()["moves"]) == (action, offered["moves"])
    assert (await erp.confirms(offered["id"], ADA, key)).json() == receipt.json()
    refused(await erp.confirms(offered["id"], ADA, f"{key}-2"), 409, "stale_quote")
    assert (await erp.get(f"/receipts/{key}")).json() == receipt.json()


async def test_every_wish_is_quoted_confirmed_once_and_read_out(
    database: Database, clock: VirtualClock, price: int
) -> None:
    assert {*OF_ORDER, *OF_CUSTOMER, "book_pickup"} == set(WISHES)
    key_id, token = await key_for(database, clock)
    async with api_of(database, clock) as http:
        erp = System(http, token, key_id)
        await orders_of_ada(erp, database, clock, price)
        for action, (_, wish) in OF_ORDER.items():
            await once(erp, action, f"/orders/W-{action}/quotes", {"customer": ADA, **wish})
        slot = {"customer": ADA, "after_sale": 1, "slot": "slot-1-09"}
        await once(erp, "book_pickup", "/orders/W-return_item/quotes", slot)
        for action, wish in OF_CUSTOMER.items():
            await once(erp, action, f"/customers/{ADA}/quotes", wish)
    await the_books_balance(database)
