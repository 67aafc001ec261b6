"""The API over both databases: who comes in, what is pushed, read, quoted and confirmed, and what is refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import insert, select, update
from tests.contract.store.api_client import SECRET, SHOP, System, an_order, api_of, key_for, refused
from tests.contract.store.changing import everything, the_books_balance

from orderline.act.policies import LivePolicies
from orderline.act.systems.signature import sign
from orderline.channels.api.app import PREFIX, create_api
from orderline.channels.api.parts import ApiParts
from orderline.channels.browser.guard import Guard, guarded
from orderline.clock import VirtualClock
from orderline.orders.identifiers import ShopId
from orderline.store.models import AuditRow, Customer, Order, OrderLine, OutboxRow, Payment, Shop, Sku
from orderline.store.repositories.api_keys import Scope, revoke_key
from orderline.store.session import Database

pytestmark = pytest.mark.contract
OTHER = ShopId("other")


@pytest.fixture
async def http(database: Database, clock: VirtualClock) -> AsyncIterator[httpx.AsyncClient]:
    async with api_of(database, clock) as client:
        yield client


@pytest.fixture
async def erp(database: Database, clock: VirtualClock, http: httpx.AsyncClient) -> System:
    key_id, token = await key_for(database, clock)
    return System(http, token, key_id)


async def test_without_any_key_there_is_no_api(http: httpx.AsyncClient) -> None:
    for path in ("/orders", "/openapi.json"):
        refused(await http.get(path), 404, "closed")


async def test_only_a_key_in_force_comes_in(erp: System, database: Database, clock: VirtualClock) -> None:
    assert (await erp.get("/orders")).status_code == 200
    for wrong in ("", "Bearer", "Bearer x", f"Basic {erp.token}", f"Bearer {erp.token}x", "Bearer " + "k" * 5000):
        answer = await erp.http.get("/orders", headers={"authorization": wrong})
        refused(answer, 401, "no_key")
        assert answer.headers["www-authenticate"] == "Bearer"
    async with database.writing() as session:
        assert await revoke_key(session, SHOP, erp.key_id, clock.now())
    refused(await erp.get("/orders"), 401, "no_key")


async def test_a_key_does_what_its_scopes_say(erp: System, database: Database, clock: VirtualClock) -> None:
    for scope, works in ((Scope.READ, "/orders"), (Scope.PUSH, "/push/orders"), (Scope.WRITE, "/orders/204821/quotes")):
        key_id, token = await key_for(database, clock, [scope])
        one = System(erp.http, token, key_id)
        answers = {
            "/orders": await one.get("/orders"),
            "/push/orders": await one.post("/push/orders", [an_order("T-1")]),
            "/orders/204821/quotes": await one.asks("204821", "c-0001", "expedite"),
        }
        for path, answer in answers.items():
            assert (answer.status_code == 403) == (path != works), (scope, path, answer.text)
            if path != works:
                assert refused(answer, 403, "wrong_scope")["details"]["needed"] != scope


async def test_a_key_that_asks_too_often_waits(erp: System, database: Database, clock: VirtualClock) -> None:
    key_id, token = await key_for(database, clock, per_minute=2)
    slow = System(erp.http, token, key_id)
    assert [(await slow.get("/audit")).status_code for _ in range(2)] == [200, 200]
    answer = await slow.get("/audit")
    refused(answer, 429, "too_many_requests")
    assert answer.headers["retry-after"] == "30"
    assert (await erp.get("/audit")).status_code == 200
    clock.advance(30_000)
    assert (await slow.get("/audit")).status_code == 200


async def test_strangers_who_try_keys_are_told_to_wait(erp: System) -> None:
    codes = [(await erp.http.get("/orders")).status_code for _ in range(61)]
    assert codes == [401] * 60 + [429]


async def test_a_large_body_is_taken_only_from_a_key_that_may_push(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    big = [an_order(f"BIG-{number}") for number in range(200)]
    assert len(json.dumps(big)) > 65_536
    assert (await erp.post("/push/orders", big)).status_code == 200
    key_id, token = await key_for(database, clock, [Scope.READ, Scope.WRITE])
    reader = System(erp.http, token, key_id)
    refused(await reader.post("/push/orders", big), 413, "too_large")
    refused(await erp.post("/orders/204821/quotes", big), 413, "too_large")
    refused(await erp.post("/push/orders", [an_order("x" * 1_100_000)]), 413, "too_large")


async def test_orders_are_pushed_once_however_often(erp: System, database: Database) -> None:
    rows = [an_order("S-000777"), an_order("S-000778", state="paid")]
    first = await erp.post("/push/orders", rows)
    assert first.json() == {"rows": 2, "again": False}, first.text
    once = (await erp.get("/orders/S-000777")).json()
    assert (await erp.post("/push/orders", rows)).status_code == 200
    again = (await erp.get("/orders/S-000777")).json()
    assert once == again
    assert once["lines"][0]["name_en"]
    assert once["lines"][0]["policy_set"]
    async with database.reading() as session:
        person = await session.get_one(Customer, ("demo", "c-9001"))
        assert (person.phone, person.phone_tail) == ("2125550147", "0147")
        order = (await session.scalars(select(Order).where(Order.number == "S-000777"))).one()
        assert (order.number_digits, order.number_tail, order.postcode) == ("000777", "0777", "12207")
        entries = [json.loads(row.entry) for row in await session.scalars(select(AuditRow).order_by(AuditRow.seq))]
    assert [(entry["action"], entry["actor"]) for entry in entries] == [("push_orders", f"api:{erp.key_id}")] * 2
    await the_books_balance(database)


async def test_a_push_that_says_nothing_new_leaves_quotes_standing(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    """Not even where the policy's files were edited since: a line stays sold under what it was sold under."""
    paid = {"id": "p-x1", "order": "S-1", "kind": "payment", "amount": 4499, "currency": "USD", "status": "done"}
    parcel = {"order": "S-1", "parcel": 1, "tracking": "1Z9"}
    scan = {
        "order": "S-1",
        "parcel": 1,
        "scan": 1,
        "place": {"en": "Troy", "zh": "特洛伊"},
        "at": "2026-11-20T08:00:00Z",
    }
    pushes: list[tuple[str, dict[str, Any]]] = [
        ("orders", an_order("S-1", state="paid")), ("payments", paid), ("shipments", parcel), ("scans", scan),
    ]  # fmt: skip
    for kind, row in pushes:
        assert (await erp.post(f"/push/{kind}", [row])).status_code == 200
    async with database.writing() as session:
        await session.execute(update(OrderLine).values(policy_set="us_demo@1+0000beef"))
    quote = await erp.asks("S-1", "c-9001", "cancel_order", reason="other")
    once = (await erp.get("/orders/S-1")).json()
    clock.advance(60_000)
    for kind, row in pushes:
        assert (await erp.post(f"/push/{kind}", [row])).status_code == 200
        assert (await erp.get("/orders/S-1")).json() == once
    assert (await erp.confirms(quote.json()["id"], "c-9001")).status_code == 200


async def test_what_was_changed_since_comes_in_pages_and_in_order(erp: System, clock: VirtualClock) -> None:
    since = clock.now().isoformat()
    assert (await erp.get("/orders", changed_since=since)).json()["items"] == []
    for number in ("S-3", "S-1", "S-2"):
        clock.advance(1000)
        assert (await erp.post("/push/orders", [an_order(number, state="paid")])).status_code == 200
    clock.advance(1000)
    quote = (await erp.asks("S-3", "c-9001", "expedite")).json()
    assert (await erp.confirms(quote["id"], "c-9001")).status_code == 200
    clock.advance(1000)
    later = clock.now().isoformat()
    parcel = {"order": "S-2", "parcel": 1, "tracking": "1Z9"}
    assert (await erp.post("/push/shipments", [parcel])).status_code == 200
    found, cursor = [], ""
    while True:
        page = (await erp.get("/orders", changed_since=since, limit=2, cursor=cursor)).json()
        found += [order["number"] for order in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == ["S-1", "S-3", "S-2"]
    only = (await erp.get("/orders", changed_since=later, customer="c-9001")).json()["items"]
    assert [order["number"] for order in only] == ["S-2"]
    refused(await erp.get("/orders", changed_since="2026-11-21"), 422, "bad_request")
    refused(await erp.get("/orders", changed_since=since, cursor="WyJhIiwiYiJd"), 422, "bad_cursor")


async def test_a_push_replaces_lines_and_state_and_makes_quotes_stale(erp: System) -> None:
    assert (await erp.post("/push/orders", [an_order("S-1", state="paid")])).status_code == 200
    paid = {"id": "p-x1", "order": "S-1", "kind": "payment", "amount": 4499, "currency": "USD", "status": "done"}
    assert (await erp.post("/push/payments", [paid])).status_code == 200
    quote = await erp.asks("S-1", "c-9001", "cancel_order", reason="other")
    assert quote.status_code == 201, quote.text
    assert [move["amount"] for move in quote.json()["moves"]] == [4499]
    lines = [{"line": 1, "sku": "tea-01", "unit_price": 1590, "quantity": 2}]
    assert (await erp.post("/push/orders", [an_order("S-1", state="paid", lines=lines)])).status_code == 200
    assert [line["sku"] for line in (await erp.get("/orders/S-1")).json()["lines"]] == ["tea-01"]
    refused(await erp.confirms(quote.json()["id"], "c-9001"), 409, "stale_quote")


async def test_parcels_scans_payments_and_stock_arrive(erp: System, database: Database) -> None:
    assert (await erp.post("/push/orders", [an_order("S-2")])).status_code == 200
    parcel = {"order": "S-2", "parcel": 1, "carrier": {"en": "UPS", "zh": "UPS"}, "tracking": "1Z9",
              "handed_over_at": "2026-11-20T12:00:00+08:00"}  # fmt: skip
    scan = {
        "order": "S-2",
        "parcel": 1,
        "scan": 1,
        "place": {"en": "Troy", "zh": "特洛伊"},
        "at": "2026-11-21T08:00:00Z",
    }
    for kind, row in (("shipments", parcel), ("scans", scan), ("scans", scan)):
        answer = await erp.post(f"/push/{kind}", [row])
        assert answer.status_code == 200, answer.text
    stock = [{"sku": "teapot-01", "on_hand": 7}, {"sku": "tea-01", "on_hand": None, "sellable": False}]
    assert (await erp.post("/push/stock", stock)).status_code == 200
    (got,) = (await erp.get("/orders/S-2")).json()["parcels"]
    assert got["lines"] == [1]
    assert [one["place_zh"] for one in got["scans"]] == ["特洛伊"]
    async with database.reading() as session:
        skus = (await session.scalars(select(Sku).where(Sku.id.in_(("teapot-01", "tea-01"))).order_by(Sku.id))).all()
    assert [(sku.on_hand, sku.sellable) for sku in skus] == [(None, False), (7, True)]


async def test_a_new_product_is_pushed_and_sold(erp: System) -> None:
    sku = {"id": "abacus-1", "options": {"wood": "oak"}, "prices": [{"currency": "USD", "amount": 100}]}
    product = {"id": "abacus", "name": {"en": "abacus", "zh": "算盘"}, "tags": ["fragile"], "skus": [sku]}
    assert (await erp.post("/push/products", [product])).status_code == 200
    line = {"line": 1, "sku": "abacus-1", "unit_price": 100, "quantity": 3}
    assert (await erp.post("/push/orders", [an_order("S-3", lines=[line])])).status_code == 200
    (got,) = (await erp.get("/orders/S-3")).json()["lines"]
    assert (got["name_zh"], got["options"], got["product"]) == ("算盘", {"wood": "oak"}, "abacus")
    other = {**product, "id": "counting-frame"}
    error = refused(await erp.post("/push/products", [other]), 422, "bad_rows")
    assert [(row["index"], row["field"], row["name"]) for row in error["rows"]] == [(0, "skus[0].id", "other_product")]


def paying(**other: Any) -> dict[str, Any]:
    return {
        "id": "p-new",
        "order": "204821",
        "kind": "payment",
        "amount": 5,
        "currency": "USD",
        "status": "done",
        **other,
    }


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("orders", an_order("S-9", lines=[{"line": 1, "sku": "no", "unit_price": 1, "quantity": 1}]),
     "lines[0].sku", "unknown_sku"),
    ("orders", an_order("S-9", lines=[{"line": 1, "sku": "tea-01", "unit_price": 1, "quantity": -1}]),
     "lines[0].quantity", "bad_quantity"),
    ("orders", an_order("S-9", lines=[{"line": 1, "sku": "tea-01", "unit_price": -1, "quantity": 1}]),
     "lines[0].unit_price", "bad_amount"),
    ("orders", an_order("S-9", lines=[{"line": 1, "sku": "tea-01", "unit_price": 1, "quantity": 1, "discount": 2}]),
     "lines[0].discount", "bad_amount"),
    ("orders", an_order("S-9", currency="XXX"), "currency", "unknown_currency"),
    ("orders", an_order("S-9", address={"line1": "1 Main St"}), "address.city", "bad_address"),
    ("orders", an_order("S-9", placed_at="2026-11-20T09:00:00"), "placed_at", "bad_field"),
    ("orders", an_order("S-9", placed_at="0001-01-01T00:00:00+14:00"), "placed_at", "bad_field"),
    ("orders", an_order("S-9\u0000"), "number", "bad_field"),
    ("orders", an_order("S-9", lines=[]), "lines", "bad_field"),
    ("orders", an_order("S-9", surprise=1), "surprise", "bad_field"),
    ("orders", an_order("204821"), "customer.id", "other_customer"),
    ("orders", an_order("S-9", version=4), "version", "stale"),
    ("shipments", {"order": "999999", "parcel": 1}, "order", "unknown_order"),
    ("shipments", {"order": "204821", "parcel": 1, "lines": [9]}, "lines", "unknown_line"),
    ("scans", {"order": "204821", "parcel": 7, "scan": 1, "place": {"en": "a", "zh": "b"},
               "at": "2026-11-21T08:00:00Z"}, "parcel", "unknown_parcel"),
    ("payments", paying(order="999999"), "order", "unknown_order"),
    ("payments", paying(currency="EUR"), "currency", "mixed_currencies"),
    ("payments", paying(amount=-5), "amount", "bad_amount"),
    ("payments", paying(amount=10**30), "amount", "bad_amount"),
    ("payments", paying(id="p-000002-1"), "id", "other_order"),
    ("payments", paying(method="m-0002-1"), "method", "unknown_method"),
    ("stock", {"sku": "no-such", "on_hand": 1}, "sku", "unknown_sku"),
    ("stock", {"sku": "tea-01", "on_hand": -1}, "on_hand", "bad_quantity"),
]  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "orders": an_order("S-8"),
    "shipments": {"order": "204821", "parcel": 2},
    "scans": {"order": "204821", "parcel": 1, "scan": 9, "place": {"en": "a", "zh": "b"}, "at": "2026-11-21T08:00:00Z"},
    "payments": paying(id="p-good"),
    "stock": {"sku": "teapot-01", "on_hand": 3},
}


async def test_one_bad_row_is_named_and_nothing_of_the_push_is_written(erp: System, database: Database) -> None:
    before = await everything(database)
    for kind, row, field, name in BAD:
        error = refused(await erp.post(f"/push/{kind}", [GOOD[kind], row]), 422, "bad_rows")
        assert (1, field, name) in [(bad["index"], bad["field"], bad["name"]) for bad in error["rows"]], (row, error)
        assert all(bad["reason"]["en"] and bad["reason"]["zh"] for bad in error["rows"])
        assert not [bad for bad in error["rows"] if bad["index"] == 0]
    for kind, row in GOOD.items():
        error = refused(await erp.post(f"/push/{kind}", [row, row]), 422, "bad_rows")
        assert [(bad["index"], bad["name"]) for bad in error["rows"]] == [(1, "twice")]
        refused(await erp.post(f"/push/{kind}", []), 422, "bad_request")
        refused(await erp.post(f"/push/{kind}", {"rows": [row]}), 422, "bad_request")
    refused(await erp.post("/push/stock", [GOOD["stock"]] * 1001), 422, "bad_request")
    assert await everything(database) == before


async def test_what_is_no_json_or_no_route_is_refused_in_the_same_form(erp: System) -> None:
    headers = {"authorization": f"Bearer {erp.token}", "content-type": "application/json"}
    for body in (b"{", b"\xff\xfe", b'[{"sku": "\\ud800", "on_hand": 1}]', b"null", b"[" * 20_000):
        answer = await erp.http.post("/push/stock", content=body, headers=headers)
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"]["reason"]["zh"]
    refused(await erp.get("/nothing"), 404, "not_found")
    refused(await erp.get("/push/orders"), 404, "not_found")
    refused(await erp.get("/orders", cursor="x"), 422, "bad_cursor")
    refused(await erp.get("/audit", cursor="WyJhIl0="), 422, "bad_cursor")
    refused(await erp.get("/orders", limit=0), 422, "bad_request")
    refused(await erp.get("/orders/999999"), 422, "unknown_order")
    refused(await erp.get("/receipts/none"), 404, "unknown_receipt")


async def test_a_closed_order_stays_closed_whatever_is_pushed(erp: System) -> None:
    assert (await erp.post("/push/orders", [an_order("S-5", state="cancelled")])).status_code == 200
    error = refused(await erp.post("/push/orders", [an_order("S-5", state="shipped")]), 422, "bad_rows")
    assert [(row["field"], row["name"]) for row in error["rows"]] == [("state", "bad_transition")]


async def test_what_was_erased_does_not_come_back_with_a_push(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    await erp.post("/push/orders", [an_order("S-6")])
    async with database.writing() as session:
        gone = {"erased_at": clock.now(), "name": None, "email": None, "phone": None, "phone_tail": None}
        await session.execute(update(Customer).where(Customer.id == "c-9001").values(gone))
    assert (await erp.post("/push/orders", [an_order("S-6"), an_order("S-7")])).status_code == 200
    async with database.reading() as session:
        person = await session.get_one(Customer, ("demo", "c-9001"))
        orders = (await session.scalars(select(Order).where(Order.customer_id == "c-9001"))).all()
    assert (person.name, person.phone) == (None, None)
    assert {(order.address_id, order.phone_tail, order.postcode) for order in orders} == {(None, None, None)}


async def test_a_change_is_quoted_confirmed_once_and_read_out(erp: System, database: Database) -> None:
    quote = await erp.asks("730164", "c-0006", "cancel_order", reason="no_longer_needed")
    assert quote.status_code == 201, quote.text
    offered = quote.json()
    assert offered["because"]["zh"]
    assert offered["cite"]
    receipt = await erp.confirms(offered["id"], "c-0006", "erp-cancel-1")
    assert receipt.status_code == 200, receipt.text
    assert receipt.json()["moves"] == offered["moves"]
    again = await erp.confirms(offered["id"], "c-0006", "erp-cancel-1")
    assert again.json() == receipt.json()
    refused(await erp.confirms(offered["id"], "c-0006", "erp-cancel-2"), 409, "stale_quote")
    assert (await erp.get("/orders/730164")).json()["state"] == "cancelled"
    assert (await erp.get("/receipts/erp-cancel-1")).json() == receipt.json()
    assert [item["action_id"] for item in (await erp.get("/receipts")).json()["items"]] == ["erp-cancel-1"]
    (link,) = (await erp.get("/audit")).json()["items"]
    entry = json.loads(link["entry"])
    assert (entry["actor"], entry["for"], entry["verified"]) == (f"api:{erp.key_id}", "c-0006", ["shop_login"])
    assert link["receipt"] == receipt.json()["id"]
    other = await erp.asks("317745", "c-0002", "cancel_order")
    refused(await erp.confirms(other.json()["id"], "c-0002", "erp-cancel-1"), 409, "action_id_used")
    await the_books_balance(database)


async def test_another_address_is_kept_only_when_all_else_is_well(erp: System, database: Database) -> None:
    before = await everything(database)
    half = {"line1": "2 Elm St"}
    error = refused(await erp.asks("730164", "c-0006", "change_address", address=half), 422, "bad_address")
    assert error["details"]["missing"] == "city"
    whole = {"line1": "2 Elm St", "city": "Chicago", "postcode": "60615"}
    refused(await erp.asks("615902", "c-0005", "change_address", address=whole), 409, "policy")
    assert await everything(database) == before
    quote = await erp.asks("730164", "c-0006", "change_address", address=whole)
    assert quote.status_code == 201, quote.text
    done = await erp.confirms(quote.json()["id"], "c-0006", level=3)
    assert done.status_code == 200, done.text
    async with database.reading() as session:
        assert (await session.get_one(Order, ("demo", "o-000006"))).postcode == "60615"


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("999999", "c-0006", {"action": "cancel_order"}, 422, "unknown_order"),
    ("204821", "c-0006", {"action": "cancel_order"}, 422, "unknown_order"),
    ("730164", "c-0006", {"action": "change_quantity", "lines": [{"line": 7, "quantity": 2}]}, 422, "unknown_line"),
    ("730164", "c-0006", {"action": "change_quantity", "lines": [{"line": 1, "quantity": -1}]}, 422, "bad_quantity"),
    ("730164", "c-0006", {"action": "change_quantity", "lines": []}, 422, "nothing_chosen"),
    ("730164", "c-0006", {"action": "add_line", "sku": "no-such"}, 422, "unknown_sku"),
    ("730164", "c-0006", {"action": "change_item", "swaps": [{"line": 1, "sku": "no-such"}]}, 422, "unknown_sku"),
    ("730164", "c-0006", {"action": "change_payment", "method": "m-0001-1"}, 422, "unknown_method"),
    ("730164", "c-0006", {"action": "book_pickup", "after_sale": 1, "slot": "slot-99"}, 422, "unknown_slot"),
    ("730164", "c-0006", {"action": "book_pickup", "after_sale": 1, "slot": "slot-1-09"}, 422, "nothing_chosen"),
    ("730164", "c-0006", {"action": "merge_orders", "other": "317745"}, 422, "unknown_order"),
    ("730164", "c-0006", {"action": "merge_orders", "other": "999999"}, 422, "unknown_order"),
    ("730164", "c-0006", {"action": "remove_line", "lines": [1]}, 422, "bad_quantity"),
    ("730164", "c-0006", {"action": "split_order", "lines": [{"line": 1, "quantity": 5}]}, 422, "bad_quantity"),
    ("730164", "c-0006", {"action": "claim_parcel"}, 409, "policy"),
    ("730164", "c-0006", {"action": "compensate_delay", "choice": "coupon"}, 409, "policy"),
    ("730164", "c-0006", {"action": "refund_duplicate"}, 409, "not_proved"),
    ("730164", "c-0006", {"action": "change_address", "address_id": "a-0001"}, 422, "bad_address"),
    ("730164", "c-0006", {"action": "cancel_order", "reason": "because"}, 422, "bad_request"),
    ("730164", "c-0006", {"action": "dance"}, 422, "bad_request"),
]


async def test_what_cannot_be_changed_is_refused_by_name_and_nothing_is_written(
    erp: System, database: Database
) -> None:
    before = await everything(database)
    for order, customer, wish, status, name in REFUSED:
        answer = await erp.post(f"/orders/{order}/quotes", {"customer": customer, **wish})
        error = refused(answer, status, name)
        assert name != "policy" or error["cite"], (wish, error)
    buying = {"action": "place_order", "items": [{"sku": "tea-01", "quantity": 1}], "method": "m-0006-1"}
    for change, status, name in (
        ({"currency": "XXX"}, 422, "unknown_currency"),
        ({"currency": "USD", "method": "m-0001-1"}, 422, "unknown_method"),
        ({"currency": "USD", "items": [{"sku": "no-such", "quantity": 1}]}, 422, "unknown_sku"),
        ({"currency": "USD", "items": [{"sku": "tea-01", "quantity": -2}]}, 422, "bad_quantity"),
    ):
        refused(await erp.post("/customers/c-0006/quotes", {**buying, **change}), status, name)
    refused(await erp.post("/customers/nobody/quotes", {**buying, "currency": "USD"}), 404, "unknown_customer")
    refused(await erp.confirms("q-none", "c-0006"), 422, "unknown_quote")
    refused(await erp.confirms("q-none", "c-0006", "short"), 422, "no_action_id")
    assert await everything(database) == before


async def test_a_quote_is_carried_out_for_its_customer_alone_and_in_its_time(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    quote = (await erp.asks("730164", "c-0006", "cancel_order")).json()["id"]
    before = await everything(database)
    refused(await erp.confirms(quote, "c-0001"), 422, "unknown_order")
    clock.advance(16 * 60_000)
    refused(await erp.confirms(quote, "c-0006"), 409, "stale_quote")
    assert await everything(database) == before


async def test_pages_go_on_where_the_last_one_ended(erp: System) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await erp.get("/orders", limit=200, cursor=cursor)).json()
        seen += [order["id"] for order in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 1200
    delivered = (await erp.get("/orders", state="delivered", customer="c-0005")).json()["items"]
    assert {(order["state"], order["customer"]) for order in delivered} == {("delivered", "c-0005")}
    slots = (await erp.get("/pickup-slots", limit=1)).json()
    assert len(slots["items"]) == 1
    assert slots["next"]


async def test_no_key_sees_or_changes_another_shop(erp: System, database: Database, clock: VirtualClock) -> None:
    async with database.writing() as session:
        shop = {"id": OTHER, "name_en": "Other", "name_zh": "别家", "timezone": "UTC", "hash_key": b"k" * 32}
        await session.execute(insert(Shop).values(shop))
    key_id, token = await key_for(database, clock, shop=OTHER)
    other = System(erp.http, token, key_id)
    quote = (await erp.asks("730164", "c-0006", "cancel_order")).json()["id"]
    await erp.confirms((await erp.asks("317745", "c-0002", "cancel_order")).json()["id"], "c-0002", "erp-0000001")
    before = await everything(database)
    for path in ("/orders", "/after-sales", "/receipts", "/audit", "/pickup-slots"):
        assert (await other.get(path)).json() == {"items": [], "next": None}
    refused(await other.get("/orders/730164"), 422, "unknown_order")
    refused(await other.get("/receipts/erp-0000001"), 404, "unknown_receipt")
    refused(await other.asks("730164", "c-0006", "cancel_order"), 422, "unknown_order")
    refused(await other.confirms(quote, "c-0006"), 422, "unknown_quote")
    refused(await other.post("/push/stock", [{"sku": "tea-01", "on_hand": 1}]), 422, "bad_rows")
    refused(await other.post("/push/shipments", [{"order": "730164", "parcel": 1}]), 422, "bad_rows")
    assert await everything(database) == before


async def test_a_signed_message_is_taken_once(erp: System, database: Database, clock: VirtualClock) -> None:
    scan = {
        "order": "204821",
        "parcel": 1,
        "scan": 9,
        "place": {"en": "Oakland", "zh": "奥克兰"},
        "at": "2026-11-21T08:00:00Z",
    }
    body = json.dumps({"kind": "scans", "rows": [scan]}).encode()
    headers = sign(SECRET, "msg-1", clock.now(), body)
    for again in (False, True):
        answer = await erp.http.post("/webhooks/carrier", content=body, headers=headers)
        assert answer.json() == {"rows": 1, "again": again}, answer.text
    async with database.reading() as session:
        (entry,) = (await session.scalars(select(AuditRow.entry))).all()
    assert json.loads(entry)["actor"] == "system:carrier"


async def test_a_message_that_is_not_the_systems_own_is_refused(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    before = await everything(database)
    body = json.dumps({"kind": "stock", "rows": [{"sku": "tea-01", "on_hand": 5}]}).encode()
    good = sign(SECRET, "msg-1", clock.now(), body)
    for headers in (
        {},
        {**good, "webhook-id": "msg-2"},
        sign("other", "msg-1", clock.now(), body),
        {**good, "webhook-timestamp": "1"},
    ):
        refused(await erp.http.post("/webhooks/wms", content=body, headers=headers), 401, "bad_signature")
    refused(await erp.http.post("/webhooks/carrier", content=body, headers=good), 422, "wrong_system")
    refused(await erp.http.post("/webhooks/nobody", content=body, headers=good), 404, "not_found")
    for bad in (b"{", b"[]", b"{}", b'{"kind": "stock"}', b'{"kind": "stock", "rows": [1]}'):
        answer = await erp.http.post("/webhooks/wms", content=bad, headers=sign(SECRET, "m", clock.now(), bad))
        assert answer.status_code == 422, answer.text
    assert await everything(database) == before
    async with api_of(database, clock, "") as closed:
        refused(await closed.post("/webhooks/wms", content=body, headers=good), 404, "not_found")


async def test_payments_keep_their_place_when_they_come_again(erp: System, database: Database) -> None:
    for status in ("pending", "done"):
        assert (await erp.post("/push/payments", [paying(status=status)])).status_code == 200
    async with database.reading() as session:
        rows = (
            await session.scalars(select(Payment).where(Payment.order_id == "o-000001").order_by(Payment.seq))
        ).all()
        assert (await session.scalars(select(OrderLine).where(OrderLine.order_id == "o-000001"))).all()
    assert [(row.seq, row.status) for row in rows] == [(1, "done"), (2, "done")]


async def test_mounted_behind_the_lines_guard_it_works_as_it_does_alone(
    erp: System, database: Database, clock: VirtualClock
) -> None:
    whole = FastAPI()
    whole.middleware("http")(guarded(Guard(frozenset(), loopback_only=True)))
    whole.mount(PREFIX, create_api(ApiParts(database, clock, LivePolicies(), SHOP, SECRET)))
    transport = httpx.ASGITransport(app=whole)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/v1/") as client:
        system = System(client, erp.token, erp.key_id)
        assert (await client.get("openapi.json")).json()["servers"] == [{"url": "/v1"}]
        assert (await system.post("push/orders", [an_order(f"M-{number}") for number in range(200)])).status_code == 200
        refused(await client.post("push/orders", json=[]), 401, "no_key")
        refused(await system.get("orders/none"), 422, "unknown_order")
        assert (await system.get("orders/M-7")).json()["number"] == "M-7"


async def test_a_code_is_sent_and_checked_as_in_a_call(erp: System, database: Database) -> None:
    sent = await erp.post("/customers/c-0001/codes", {"call": "desk-1"})
    assert (sent.status_code, sent.json()) == (201, {"to_last4": "7350"})
    async with database.reading() as session:
        payload = await session.scalar(select(OutboxRow.payload).where(OutboxRow.operation == "send_code"))
    assert payload is not None
    wrong = "000000" if payload["code"] != "000000" else "000001"
    path = "/customers/c-0001/codes/check"
    first = await erp.post(path, {"call": "desk-1", "codes": [wrong]})
    assert first.json() == {"right": False, "tries_left": 2}
    other = await erp.post(path, {"call": "desk-2", "codes": [payload["code"]]})
    assert other.json() == {"right": False, "tries_left": 0}
    right = await erp.post(path, {"call": "desk-1", "codes": [wrong, payload["code"]]})
    assert right.json() == {"right": True, "tries_left": 0}
    refused(await erp.post(path, {"call": "desk-1", "codes": ["12"]}), 422, "bad_request")
    refused(await erp.post("/customers/nobody/codes", {"call": "desk-1"}), 404, "unknown_customer")
