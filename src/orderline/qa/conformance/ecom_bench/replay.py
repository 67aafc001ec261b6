"""Replaying tasks on a fresh shop each, and comparing with the reference where the line offers the same."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from orderline.act.policies.live import LivePolicies
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Quote, Receipt, Refusal, Refused
from orderline.qa.conformance.ecom_bench.adapter import NOT_OFFERED, Adapter
from orderline.qa.conformance.ecom_bench.exporter import BALANCE, changes, exported
from orderline.qa.conformance.ecom_bench.importer import START, customer_ids, import_bench, method_id
from orderline.qa.conformance.ecom_bench.shape import Action, Bench, Task
from orderline.qa.conformance.ecom_bench.store_card import CardBook
from orderline.qa.conformance.ecom_bench.words import SHOP, fen
from orderline.qa.conformance.fresh import FreshShop, numbered_keys
from orderline.store.migrate import sync_engine
from orderline.store.models import Order
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

AFTER = START + timedelta(days=2)
"""When the replay takes place; no rule of the set looks at dates."""
VERIFIED = 3
COVERED = ("orders", "users_info")
"""Parts of the data that the line changes; the rest belongs to tools it does not offer."""
MONEY_RULE = "agent_rules_zh, manage_ecard"
Json = dict[str, Any]


@dataclass
class TaskResult:
    """What one task came to."""

    changes: list[Json] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    not_offered: list[Json] = field(default_factory=list)
    policy_wins: list[Json] = field(default_factory=list)
    """Where the reference breaks the shop's written rules, with the rule."""
    unexplained: list[Json] = field(default_factory=list)
    """Where the line differs from the reference and no rule says why: a fault."""
    equal: bool = True

    def to_json(self) -> Json:
        """As written to the report."""
        return dict(vars(self))


class BenchShop:
    """The imported shop, ready to replay any number of tasks, one after the other."""

    def __init__(self, bench: Bench, raw: Mapping[str, Any], folder: Path) -> None:
        self._raw = raw
        self._ids = customer_ids(bench.data)
        self._prices = {
            product.sku: fen(product.price)
            for shops in bench.data.products.values()
            for shop in shops.values()
            for product in shop.values()
        }
        self._fresh = FreshShop.imported(folder, lambda connection: import_bench(connection, bench.data))
        url = f"sqlite:///{self._fresh.working}"
        self._database, self._engine = Database(url), sync_engine(url)
        clock, self._new_id, shop = VirtualClock(AFTER), numbered_keys(), ShopId(SHOP)
        writer = Writer(self._database, shop, clock, self._new_id)
        self._changes = Changes(self._database, shop, clock, LivePolicies(), writer, read_wish, self._new_id)
        self._place = next((platform, shop) for platform, shops in raw["orders"].items() for shop in shops)

    def state(self) -> Json:
        """Orders and users as the rows say them, in the data set's own form."""
        with self._engine.connect() as connection:
            return exported(connection, self._raw, self._place)

    async def replay(self, task: Task) -> TaskResult:
        """Carry a task out from the untouched shop, and compare."""
        self._fresh.renew()
        customer = CustomerId(self._ids[task.user_id])
        result, book = TaskResult(), CardBook(method_id(customer, "京东E卡"))
        for place, action in enumerate(task.actions):
            if action.name in NOT_OFFERED:
                result.not_offered.append({"i": place, "tool": action.name, "why": NOT_OFFERED[action.name]})
            elif refused := await self._act(ActionId(f"{task.id}/{place}"), action, customer, book):
                told = {"i": place, "tool": action.name, **_told(refused)}
                result.refused.append(told)
                if refused.code is not Refusal.ALREADY_DONE:
                    result.policy_wins.append({**told, "order": action.arguments.get("order_id")})
        if words := book.out_of_step():
            rule = {"rule": MONEY_RULE, "cite": MONEY_RULE}
            result.policy_wins.append({"because": {"en": words[0], "zh": words[1]}, **rule, "order": None})
        before = {part: self._raw[part] for part in COVERED}
        result.changes = list(changes(before, self.state()))
        _compare(task, result)
        return result

    async def _act(self, key: ActionId, action: Action, customer: CustomerId, book: CardBook) -> Refused | None:
        given = action.arguments
        if action.name == "manage_ecard":
            if given.get("action") == "退款":
                return await self._refund_by_hand(key, fen(given["amount"]), customer, book)
            if given.get("action") == "余额使用":
                book.by_hand += self._prices.get(given["product_id"], 0) * int(given["quantity"])
            return None
        async with self._database.writing() as session:
            adapter = Adapter(session, await shop_facts(session, ShopId(SHOP)), customer, self._new_id)
            wish = await adapter.wish(action.name, given)
        if wish is None or isinstance(wish, Refused):
            return wish
        return await self._write(key, wish, customer, book)

    async def _write(self, key: ActionId, wish: Wish, customer: CustomerId, book: CardBook) -> Refused | None:
        offer = await self._changes.quote(action_of(wish), wish, customer)
        if not isinstance(offer, Quote):
            return offer if isinstance(offer, Refused) else None
        authority = Authority("conformance", customer, ("account",), VERIFIED)
        receipt = await self._changes.write(offer.quote_id, key, authority)
        if isinstance(receipt, Receipt):
            book.moved(receipt.moves)
            return None
        return receipt

    async def _refund_by_hand(self, key: ActionId, amount: int, customer: CustomerId, book: CardBook) -> Refused | None:
        """A refund that orders explain has happened already; else it is price protection of the order it fits."""
        if book.refunded_by_hand(amount):
            return None
        async with self._database.reading() as session:
            query = select(Order.id).where(Order.shop_id == SHOP, Order.customer_id == customer)
            orders = list(await session.scalars(query.order_by(Order.position)))
        refused: Refused | None = None
        for order_id in orders:
            wish = PriceProtect(order_id)
            offer = await self._changes.quote("price_protect", wish, customer)
            if isinstance(offer, Refused):
                refused = refused or offer
            elif isinstance(offer, Quote) and sum(move.amount.minor_units for move in offer.moves) == amount:
                return await self._write(key, wish, customer, CardBook(book.card))
        return refused

    async def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        await self._database.close()


def _told(refused: Refused) -> Json:
    return {
        "why": refused.code.value,
        "because": {"en": refused.because.en, "zh": refused.because.zh},
        "rule": refused.rule_id or MONEY_RULE,
        "cite": refused.cite or MONEY_RULE,
    }


def _compare(task: Task, result: TaskResult) -> None:
    """Whether every change the line offers is the reference's.

    A difference is explained where it is of an order that a rule refused to change, or of the balance in a task whose
    money breaks the rules.
    """
    expected = {tuple(change.path): change.after for change in task.final_state_changes if change.path[0] in COVERED}
    found = {tuple(change["path"]): change["to"] for change in result.changes}
    result.equal = expected == found
    ruled = {case["order"] for case in result.policy_wins}
    for path in sorted({*expected, *found}):
        if expected.get(path) == found.get(path):
            continue
        if not ((path[-1] == BALANCE and ruled) or ruled & set(path)):
            there, here = expected.get(path), found.get(path)
            result.unexplained.append({"path": list(path), "reference": there, "line": here})


async def replay_bench(bench: Bench, raw: Mapping[str, Any]) -> tuple[dict[str, TaskResult], bool]:
    """Every task, and whether the untouched shop exports identical to what was imported."""
    with tempfile.TemporaryDirectory() as folder:
        shop = BenchShop(bench, raw, Path(folder))
        try:
            identical = shop.state() == {part: raw[part] for part in COVERED}
            results = {str(task.id): await shop.replay(task) for task in bench.tasks}
        finally:
            await shop.close()
    return results, identical
