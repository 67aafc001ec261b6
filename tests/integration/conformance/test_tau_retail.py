"""Replaying a small shop of the same shape as the data set, written for these tests."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orderline.cli.app import app
from orderline.errors import ConfigurationError
from orderline.qa.conformance.fresh import FreshShop
from orderline.qa.conformance.tau_retail.importer import lines_of
from orderline.qa.conformance.tau_retail.replay import TauShop, import_shop
from orderline.qa.conformance.tau_retail.shape import read_database
from orderline.qa.conformance.tau_retail.tasks import Call, Task, read_tasks

pytestmark = pytest.mark.integration

FIXTURES = Path(__file__).parents[2] / "fixtures" / "tau_shaped"
OUTSIDE = Path(__file__).parents[3].parent / "shared" / "data" / "tau-retail"
Json = dict[str, Any]
RED, BLUE, SOLD_OUT, BIG_RED = "1000000001", "1000000002", "1000000003", "1000000004"
GREY, GREEN = "2000000001", "2000000002"
CARD, GIFT, PAYPAL, BENS = "credit_card_11", "gift_card_12", "paypal_13", "paypal_21"
PENDING, TWINS, DELIVERED, PROCESSED, CANCELLED, GIFTED = (f"#W000000{place}" for place in range(1, 7))


@pytest.fixture(scope="module")
def raw() -> Json:
    loaded: Json = json.loads((FIXTURES / "db.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> FreshShop:
    return import_shop(read_database(FIXTURES / "db.json")[0], tmp_path_factory.mktemp("shop"))


@pytest.fixture
async def shop(fresh: FreshShop, raw: Json) -> AsyncIterator[TauShop]:
    fresh.renew()
    opened = TauShop(fresh, raw)
    yield opened
    await opened.close()


def call(tool: str, order_id: str, **arguments: Any) -> Call:
    return Call(tool, {"order_id": order_id, **arguments})


def cancel(order_id: str, reason: str = "no longer needed") -> Call:
    return call("cancel_pending_order", order_id, reason=reason)


def change(order_id: str, old: list[str], new: list[str], method: str = CARD) -> Call:
    return call("modify_pending_order_items", order_id, item_ids=old, new_item_ids=new, payment_method_id=method)


def exchange(order_id: str, old: list[str], new: list[str], method: str = CARD) -> Call:
    return call("exchange_delivered_order_items", order_id, item_ids=old, new_item_ids=new, payment_method_id=method)


def give_back(order_id: str, items: list[str], method: str) -> Call:
    return call("return_delivered_order_items", order_id, item_ids=items, payment_method_id=method)


def pay(order_id: str, method: str) -> Call:
    return call("modify_pending_order_payment", order_id, payment_method_id=method)


ELSEWHERE = {
    "address1": "7 Mill Row",
    "address2": "Flat 2",
    "city": "Salem",
    "state": "OR",
    "country": "USA",
    "zip": "97301",
}


async def run(shop: TauShop, *calls: Call) -> Json:
    return await shop.replay(Task("t", calls))


def test_what_is_exported_is_what_was_imported(shop: TauShop, raw: Json) -> None:
    assert shop.exported() == raw


async def test_a_cancelled_order_is_refunded_the_way_it_was_paid(shop: TauShop, raw: Json) -> None:
    result = await run(shop, cancel(TWINS, "ordered by mistake"))
    order = copy.deepcopy(raw["orders"][TWINS])
    order["payment_history"].append({"transaction_type": "refund", "amount": 80.2, "payment_method_id": GIFT})
    user = copy.deepcopy(raw["users"]["ada_quill_1"])
    user["payment_methods"][GIFT]["balance"] = 124.55
    assert result == {
        "orders": {TWINS: {**order, "status": "cancelled", "cancel_reason": "ordered by mistake"}},
        "users": {"ada_quill_1": user},
        "refused": [],
    }


async def test_both_pieces_of_one_item_become_two_variants_each_at_its_own_price(shop: TauShop) -> None:
    order = (await run(shop, change(TWINS, [RED, RED], [BLUE, BIG_RED])))["orders"][TWINS]
    assert [(item["item_id"], item["price"], item["options"]["capacity"]) for item in order["items"]] == [
        (BLUE, 45.35, "1L"),
        (BIG_RED, 31.05, "2L"),
    ]
    assert order["status"] == "pending (item modified)"
    assert order["payment_history"][-1] == {
        "transaction_type": "refund",
        "amount": 3.8,
        "payment_method_id": CARD,
    }


async def test_an_exchange_is_only_asked_for_and_moves_no_money(shop: TauShop, raw: Json) -> None:
    result = await run(shop, exchange(DELIVERED, [RED, GREY], [BLUE, GREEN], PAYPAL))
    assert result["orders"][DELIVERED] == {
        **raw["orders"][DELIVERED],
        "status": "exchange requested",
        "exchange_items": [RED, GREY],
        "exchange_new_items": [BLUE, GREEN],
        "exchange_payment_method_id": PAYPAL,
        "exchange_price_difference": 5.25,
    }
    assert result["users"] == {}


async def test_a_return_is_only_asked_for(shop: TauShop, raw: Json) -> None:
    result = await run(shop, give_back(DELIVERED, [RED, RED], GIFT))
    assert result["orders"][DELIVERED] == {
        **raw["orders"][DELIVERED],
        "status": "return requested",
        "return_items": [RED, RED],
        "return_payment_method_id": GIFT,
    }


async def test_a_new_payment_method_pays_and_the_old_one_is_refunded(shop: TauShop) -> None:
    result = await run(shop, pay(TWINS, PAYPAL))
    assert result["orders"][TWINS]["payment_history"][1:] == [
        {"transaction_type": "payment", "amount": 80.2, "payment_method_id": PAYPAL},
        {"transaction_type": "refund", "amount": 80.2, "payment_method_id": GIFT},
    ]
    assert result["users"]["ada_quill_1"]["payment_methods"][GIFT]["balance"] == 124.55


async def test_an_order_and_a_user_move_to_another_address(shop: TauShop) -> None:
    result = await run(
        shop,
        call("modify_pending_order_address", PENDING, **ELSEWHERE),
        Call("modify_user_address", {"user_id": "ben_rowe_2", **ELSEWHERE}),
    )
    assert result["orders"][PENDING]["address"] == ELSEWHERE
    assert result["users"]["ben_rowe_2"]["address"] == ELSEWHERE
    assert set(result["users"]) == {"ben_rowe_2"}


MODIFIED = change(PENDING, [RED], [BLUE])


@pytest.mark.parametrize(
    ("calls", "why"),
    [
        ([cancel("#W9")], "order not found"),
        ([cancel(DELIVERED)], "non-pending order cannot be cancelled"),
        ([cancel(PROCESSED)], "non-pending order cannot be cancelled"),
        ([cancel(CANCELLED)], "non-pending order cannot be cancelled"),
        ([cancel(PENDING, "too dear")], "invalid reason"),
        ([MODIFIED, cancel(PENDING)], "non-pending order cannot be cancelled"),
        ([MODIFIED, change(PENDING, [GREY], [GREEN])], "non-pending order cannot be modified"),
        ([MODIFIED, pay(PENDING, PAYPAL)], "non-pending order cannot be modified"),
        ([change(DELIVERED, [RED], [BLUE])], "non-pending order cannot be modified"),
        ([change(PENDING, [GREEN], [GREY])], f"{GREEN} not found"),
        ([change(PENDING, [RED, RED], [BLUE, BLUE])], f"{RED} not found"),
        ([change(PENDING, [RED], [BLUE, BLUE])], "the number of items to be exchanged should match"),
        ([change(PENDING, [RED, GREY], [BLUE])], "the number of items to be exchanged should match"),
        ([change(PENDING, [RED], [SOLD_OUT])], f"new item {SOLD_OUT} not found or available"),
        ([change(PENDING, [RED], [GREEN])], f"new item {GREEN} not found or available"),
        ([change(PENDING, [RED], ["77"])], "new item 77 not found or available"),
        ([change(PENDING, [RED], [BLUE], BENS)], "payment method not found"),
        ([pay(PENDING, BENS)], "payment method not found"),
        ([pay(PENDING, CARD)], "the new payment method should be different from the current one"),
        ([pay(PENDING, GIFT)], "insufficient gift card balance to pay for the order"),
        ([pay(PENDING, PAYPAL), pay(PENDING, CARD)], "there should be exactly one payment for the order"),
        ([pay(DELIVERED, CARD)], "non-pending order cannot be modified"),
        ([call("modify_pending_order_address", DELIVERED, **ELSEWHERE)], "non-pending order cannot be modified"),
        ([exchange(PENDING, [RED], [BLUE])], "non-delivered order cannot be exchanged"),
        ([exchange(DELIVERED, [GREEN], [GREY])], f"{GREEN} not found"),
        ([exchange(DELIVERED, [RED], [SOLD_OUT])], f"new item {SOLD_OUT} not found or available"),
        ([exchange(DELIVERED, [RED], [BLUE], BENS)], "payment method not found"),
        (
            [exchange(DELIVERED, [RED], [BLUE], PAYPAL), give_back(DELIVERED, [GREY], PAYPAL)],
            "non-delivered order cannot be returned",
        ),
        ([give_back(PENDING, [RED], CARD)], "non-delivered order cannot be returned"),
        ([give_back(DELIVERED, [RED], BENS)], "payment method not found"),
        (
            [give_back(DELIVERED, [RED], CARD)],
            "payment method should be either the original payment method or a gift card",
        ),
        ([give_back(DELIVERED, [GREY, GREY], PAYPAL)], "some item not found"),
        ([Call("modify_user_address", {"user_id": "nobody", **ELSEWHERE})], "user not found"),
        ([Call("get_user_details", {"user_id": "nobody"})], "user not found"),
        ([Call("get_item_details", {"item_id": "9000000001"})], "item not found"),
        ([Call("get_order_details", {"order_id": "W0000001"})], "order not found"),
        (
            [Call("find_user_id_by_name_zip", {"first_name": "ada", "last_name": "QUILL", "zip": "97202"})],
            "user not found",
        ),
        ([Call("calculate", {"expression": "import os"})], "invalid characters in expression"),
        ([Call("calculate", {"expression": "1/0"})], "division by zero"),
        ([Call("make_tea", {})], "unknown tool or missing argument 'make_tea'"),
        ([Call("cancel_pending_order", {"order_id": PENDING})], "unknown tool or missing argument 'reason'"),
    ],
)
async def test_a_refused_call_is_named_and_leaves_no_trace(shop: TauShop, calls: list[Call], why: str) -> None:
    *before, last = calls
    alone = await run(shop, *before) if before else {"orders": {}, "users": {}, "refused": []}
    assert await run(shop, *calls) == {
        **alone,
        "refused": [{"i": len(before), "tool": last.tool, "why": why}],
    }


async def test_a_gift_card_that_is_too_short_pays_no_difference(shop: TauShop) -> None:
    spent = pay(PENDING, PAYPAL)
    dear = change(TWINS, [RED, RED], [BLUE, BLUE], GIFT)
    assert (await run(shop, spent, dear))["refused"] == []
    short = [exchange(GIFTED, [BLUE], [BLUE], GIFT), give_back(GIFTED, [BLUE], GIFT)]
    assert [refused["i"] for refused in (await run(shop, *short))["refused"]] == [1]


async def test_every_task_starts_from_the_untouched_shop(shop: TauShop) -> None:
    first = await run(shop, cancel(PENDING))
    await run(shop, change(TWINS, [RED], [BLUE]))
    assert await run(shop, cancel(PENDING)) == first


async def test_look_ups_that_find_something_are_not_refused(shop: TauShop) -> None:
    named = {"first_name": "ADA", "last_name": "quill", "zip": "97201"}
    calls = [
        Call("find_user_id_by_name_zip", named),
        Call("find_user_id_by_email", {"email": "Ben.Rowe@example.org"}),
        Call("get_user_details", {"user_id": "ben_rowe_2"}),
        Call("get_order_details", {"order_id": PENDING}),
        Call("get_product_details", {"product_id": "9000000001"}),
        Call("get_item_details", {"item_id": RED}),
        Call("calculate", {"expression": "(1 + 2) * -3.5 / 4"}),
        Call("list_all_product_types", {}),
        Call("transfer_to_human_agents", {"summary": ""}),
    ]
    assert await run(shop, *calls) == {"orders": {}, "users": {}, "refused": []}


def test_both_shapes_of_task_files_are_read() -> None:
    second = read_tasks(FIXTURES / "tasks_test.json")
    assert {name: [task.task_id for task in tasks] for name, tasks in second.items()} == {
        "tau2_test_3": ["a", "b", "c"]
    }
    assert list(read_tasks(FIXTURES / "tasks_tau1.json")) == ["tau1_dev_1"]


def test_the_command_writes_the_changed_rows_and_compares_them(tmp_path: Path, raw: Json) -> None:
    out = tmp_path / "out.json"
    arguments = ["conformance", "tau-retail", "--db", str(FIXTURES / "db.json"), "-o", str(out)]
    arguments += ["--tasks", str(FIXTURES / "tasks_test.json"), "--tasks", str(FIXTURES / "tasks_tau1.json")]
    first = CliRunner().invoke(app, arguments)
    assert first.exit_code == 0, first.output
    written = json.loads(out.read_text())
    assert list(written) == ["sets"]
    assert written["sets"]["tau2_test_3"]["a"]["refused"] == [
        {"i": 2, "tool": "get_product_details", "why": "product not found"}
    ]
    assert written["sets"]["tau2_test_3"]["b"]["orders"][DELIVERED]["exchange_price_difference"] == -3.8
    assert written["sets"]["tau1_dev_1"]["0"]["refused"][0]["i"] == 0

    expected = tmp_path / "expected.json"
    expected.write_text(out.read_text())
    second = CliRunner().invoke(app, [*arguments, "--expected", str(expected), "--json"])
    assert second.exit_code == 0
    figures = {figure["name"]: figure["value"] for figure in json.loads(second.output)["figures"]}
    assert (figures["tau2_test_3_equal"], figures["export_identical"]) == (3, 1)

    written["sets"]["tau2_test_3"]["c"]["orders"] = {PENDING: {}}
    expected.write_text(json.dumps(written))
    third = CliRunner().invoke(app, [*arguments, "--expected", str(expected)])
    assert third.exit_code == 1
    assert "differing: c" in third.output


def broken(raw: Json, *path: str) -> Json:
    """The database without one of its columns."""
    changed = copy.deepcopy(raw)
    place = changed
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return changed


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("users",), "users: Field required"),
        (("orders", PENDING, "payment_history"), f"orders.{PENDING}.payment_history: Field required"),
        (("products", "9000000001", "variants", RED, "price"), "price: Field required"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, raw: Json, path: tuple[str, ...], named: str) -> None:
    file = tmp_path / "db.json"
    file.write_text(json.dumps(broken(raw, *path)))
    with pytest.raises(ConfigurationError, match="Nothing was imported") as caught:
        read_database(file)
    assert named in str(caught.value)


@pytest.mark.parametrize("text", ["{}", "[1]", '[{"actions": [{"name": "x"}]}]', '{"train": {}}', "{"])
def test_a_file_that_holds_no_tasks_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=r"tasks\.json"):
        read_tasks(file)


def test_a_row_that_speaks_of_an_item_that_is_not_there_is_named() -> None:
    assert lines_of("#W1", ["a", "b", "a"], ["a", "a"]) == [1, 3]
    with pytest.raises(ConfigurationError, match="#W1 has no item c"):
        lines_of("#W1", ["a", "b", "a"], ["c"])


@pytest.mark.skipif(not OUTSIDE.is_dir(), reason="the data set is not here; it is never part of the project")
async def test_a_sample_of_the_data_set_is_equal(tmp_path: Path) -> None:
    data, raw = read_database(OUTSIDE / "db.json")
    expected = json.loads((OUTSIDE / "expected.json").read_text())["sets"]
    sets = {**read_tasks(OUTSIDE / "tasks.json"), **read_tasks(OUTSIDE / "tasks_tau1.json")}
    assert set(sets) == set(expected)
    every = [(name, task) for name, tasks in sets.items() for task in tasks]
    shop = TauShop(import_shop(data, tmp_path), raw)
    try:
        assert shop.exported() == raw
        for name, task in random.Random(20261121).sample(every, 30):
            assert await shop.replay(task) == expected[name][task.task_id], (name, task.task_id)
    finally:
        await shop.close()
